# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..core import states
from ..core.contract import label_of
from ..core.desk import NEEDS_PERSON
from ..core.lanes import OUTBOX
from .integration_dashboard import DAYS, DESK, MESSAGES

#: Bars that a chart shows at most.
MOST = 8
#: What is in a queue and needs nobody.
RUNNING = tuple(state for state in states.QUEUED if state not in NEEDS_PERSON)
#: Ages of what is not finished: from which day on, before which day.
AGES = ((0, 1), (1, 3), (3, 7), (7, 30), (30, None))


class IntegrationDashboard(models.AbstractModel):
    """Charts of the control tower."""

    _inherit = "integration.dashboard"

    @api.model
    def _charts(self, desk) -> list[dict[str, Any]]:
        return [
            self._chart_flow(),
            self._chart_reasons(desk),
            self._chart_lanes(),
            self._chart_ages(),
        ]

    @api.model
    def _chart(self, key, title, labels, series, actions=(), horizontal=False) -> dict[str, Any]:
        """One chart. ``series``: (name, tone, values); ``actions``: what each label opens."""
        return {
            "key": key,
            "title": title,
            "labels": list(labels),
            "series": [
                {"label": label, "tone": tone, "data": list(values)}
                for label, tone, values in series
            ],
            "actions": list(actions),
            "horizontal": horizontal,
        }

    @api.model
    def _chart_flow(self):
        """Messages per day: received, done, stopped; from the hourly sums."""
        today = fields.Date.context_today(self)
        days = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
        rows = self.env["integration.metric.total"]._read_group(
            [
                ("span", "=", "hour"),
                # a day more: the hours are in UTC, the days are the user's
                ("start", ">=", days[0] - timedelta(days=1)),
                ("metric", "in", ("accepted", "apply_seconds", "stopped")),
            ],
            ["start:day", "metric"],
            ["count:sum"],
        )
        counts = {(day.date(), metric): count for day, metric, count in rows}
        series = [
            (self.env._("Received"), "info", "accepted"),
            (self.env._("Done"), "success", "apply_seconds"),
            (self.env._("Stopped"), "danger", "stopped"),
        ]
        return self._chart(
            "flow",
            self.env._("Messages per day"),
            [format_date(self.env, day, date_format="d MMM") for day in days],
            [
                (label, tone, [counts.get((day, metric), 0) for day in days])
                for label, tone, metric in series
            ],
            [
                self._open(
                    MESSAGES,
                    Domain("received_at", ">=", day)
                    & Domain("received_at", "<", day + timedelta(days=1)),
                    format_date(self.env, day),
                )
                for day in days
            ],
        )

    @api.model
    def _chart_reasons(self, desk):
        """What needs a person, by reason, with what it is worth."""
        sums: dict[str, list[float]] = {}
        for row in desk:
            pair = sums.setdefault(row["code"] or "", [0, 0.0])
            pair[0] += row["count"]
            pair[1] += row["money"]
        top = sorted(sums.items(), key=lambda item: (-item[1][1], -item[1][0]))[:MOST]
        reasons = self.env["integration.reason"]._by_code([code for code, _sums in top])
        names = [reasons[code].name if code in reasons else code for code, _sums in top]
        return self._chart(
            "reasons",
            self.env._("Why messages are stuck"),
            [
                f"{name} · {self._money(money)}" if money else name
                for name, (_code, (_count, money)) in zip(names, top, strict=True)
            ],
            [(self.env._("Messages"), "danger", [count for _code, (count, _money) in top])],
            [
                self._open(
                    DESK, self._domain_desk() & Domain("reason_code", "=", code or False), name
                )
                for name, (code, _sums) in zip(names, top, strict=True)
            ],
            horizontal=True,
        )

    @api.model
    def _chart_lanes(self):
        """What is in the queues, by lane."""
        domain = Domain("state", "in", RUNNING)
        rows = self.env["integration.message"]._read_group(
            domain, ["system_id", "workflow"], ["__count"], order="__count DESC", limit=MOST
        )
        names = self._lane_names([workflow for _system, workflow, _count in rows])
        return self._chart(
            "lanes",
            self.env._("In the queues"),
            [f"{system.name} · {name}" for (system, *_), name in zip(rows, names, strict=True)],
            [(self.env._("Messages"), "info", [count for *_lane, count in rows])],
            [
                self._open(
                    MESSAGES,
                    domain
                    & Domain("system_id", "=", system.id)
                    & Domain("workflow", "=", workflow),
                )
                for system, workflow, _count in rows
            ],
            horizontal=True,
        )

    @api.model
    def _lane_names(self, workflows: Sequence[str]) -> list[str]:
        """Workflows as people call them; the lanes of the outbox by their subscriptions."""
        ids = {
            name: int(name.removeprefix(OUTBOX)) for name in workflows if name.startswith(OUTBOX)
        }
        # sudo: who sees the messages of a subscription may know its name
        subscriptions = self.env["integration.subscription"].sudo()
        found = {one.id: one.name for one in subscriptions.search([("id", "in", [*ids.values()])])}
        return [found.get(ids.get(name)) or label_of(name) for name in workflows]

    @api.model
    def _chart_ages(self):
        """How old is what is not finished."""
        names = [
            self.env._("today"),
            self.env._("1 to 3 days"),
            self.env._("3 to 7 days"),
            self.env._("7 to 30 days"),
            self.env._("over 30 days"),
        ]
        now = fields.Datetime.now()
        # one count for each set of states: no index holds all of them
        groups = [
            (self.env._("Needs a person"), "danger", [NEEDS_PERSON]),
            (self.env._("Goes on by itself"), "info", [(states.WAITING,), RUNNING]),
        ]
        spans = [self._domain_age(now, *age) for age in AGES]
        every = Domain("state", "in", (*NEEDS_PERSON, states.WAITING, *RUNNING))
        return self._chart(
            "ages",
            self.env._("Age of what is not finished"),
            names,
            [
                (label, tone, [self._count_states(sets, span) for span in spans])
                for label, tone, sets in groups
            ],
            [
                self._open(MESSAGES, every & span, name)
                for span, name in zip(spans, names, strict=True)
            ],
        )

    @api.model
    def _count_states(self, sets, span: Domain) -> int:
        count = self.env["integration.message"].search_count
        return sum(count(Domain("state", "in", states_) & span) for states_ in sets)

    @api.model
    def _domain_age(self, now, first: int, last: int | None) -> Domain:
        domain = Domain("received_at", "<=", now - timedelta(days=first)) if first else Domain.TRUE
        if last:
            domain &= Domain("received_at", ">", now - timedelta(days=last))
        return domain
