# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from typing import Any

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount

from ..core import states
from ..core.desk import NEEDS_PERSON

XMLID = "construction_connector_base."
MESSAGES = f"{XMLID}integration_message_action"
DESK = f"{XMLID}integration_message_exception_action"
#: Days that the flow of messages is shown for.
DAYS = 14


class IntegrationDashboard(models.AbstractModel):
    """What the control tower shows: what is stuck, what it is worth, who must act.

    Everything is read with the rights of who looks, in the companies chosen. Each figure has the
    action that opens what it counts.
    """

    _name = "integration.dashboard"
    _description = "Control Tower"

    @api.model
    def get_figures(self) -> dict[str, Any]:
        """All figures, with titles in the language of the user; ``AccessError`` without right."""
        self.env["integration.message"].check_access("read")
        desk = self._read_desk()
        return {
            "tiles": self._tiles(desk),
            "charts": self._charts(desk),
            "people": self._people(desk),
            "systems": self._systems(),
            "is_empty": not self.env["integration.system"].search_count([], limit=1),
            "at": fields.Datetime.to_string(fields.Datetime.now()),
        }

    # What is read once

    @api.model
    def _read_desk(self) -> list[dict[str, Any]]:
        """Messages that need a person, grouped by all that the figures tell apart."""
        rows = self.env["integration.message"]._read_group(
            self._domain_desk(),
            ["company_id", "owner_id", "reason_code", "state", "direction"],
            ["__count", "amount_at_stake:sum", "received_at:min"],
        )
        names = (
            *("company", "owner", "code", "state", "direction"),
            *("count", "amount", "oldest"),
        )
        found = [dict(zip(names, row, strict=True)) for row in rows]
        for row in found:
            row["money"] = self._convert(row["amount"], row["company"])
        return found

    @api.model
    def _convert(self, amount: float, company) -> float:
        """An amount of a company, in the currency of the company that is looked at."""
        target = self.env.company
        # sudo: a company's currency is no secret, its record may be
        currency = company.sudo().currency_id
        return currency._convert(amount or 0.0, target.currency_id, target, fields.Date.today())

    @api.model
    def _money(self, amount: float) -> str:
        """In whole units: who looks from afar does not count cents."""
        currency = self.env.company.currency_id
        return format_amount(self.env, round(amount), currency, trailing_zeroes=False)

    @api.model
    def _domain_desk(self) -> Domain:
        return Domain("state", "in", NEEDS_PERSON)

    @api.model
    def _open(self, xmlid: str, domain, name: str | None = None) -> dict[str, Any]:
        """The action of a list, for these records."""
        # sudo: whoever sees the figure may open what it counts; the list has its own rights
        action = self.env["ir.actions.act_window"].sudo()._for_xml_id(xmlid)
        action = action | {"domain": list(domain), "context": {}}
        return action | {"name": name, "display_name": name} if name else action

    # Tiles

    @api.model
    def _tiles(self, desk) -> list[dict[str, Any]]:
        return [
            self._tile_stuck(desk),
            self._tile_oldest(),
            self._tile_waiting(),
            self._tile_deliveries(desk),
            self._tile_drifts(),
            self._tile_alerts(),
            self._tile_today(),
        ]

    @api.model
    def _tile(self, key, label, value, tone, action, detail="") -> dict[str, Any]:
        """One tile. ``tone``: danger, warning, success or info. ``detail``: a second line."""
        return {
            **{"key": key, "label": label, "value": value, "tone": tone},
            **{"action": action, "detail": detail},
        }

    @api.model
    def _tile_stuck(self, desk):
        inbound = [row for row in desk if row["direction"] == "inbound"]
        count = sum(row["count"] for row in inbound)
        money = self._money(sum(row["money"] for row in inbound))
        return self._tile(
            "stuck",
            self.env._("Stuck now"),
            count,
            "danger" if count else "success",
            self._open(DESK, self._domain_desk() & Domain("direction", "=", "inbound")),
            self.env._("%(money)s at stake", money=money),
        )

    @api.model
    def _tile_oldest(self):
        now = fields.Datetime.now()
        due = [
            since
            for lane, since in self.env["integration.lane"]._due_lanes()
            if lane.company_id in self.env.companies.ids
        ]
        minutes = max((int((now - since).total_seconds() // 60) for since in due), default=0)
        return self._tile(
            "oldest",
            self.env._("Longest in the queue"),
            self.env._("%(minutes)s min", minutes=max(minutes, 0)),
            "danger" if minutes >= 15 else "warning" if minutes >= 5 else "success",
            self._open(MESSAGES, Domain("state", "in", states.QUEUED), self.env._("Queued")),
            self.env._("in %(count)s lanes", count=len(due)),
        )

    @api.model
    def _tile_waiting(self):
        domain = Domain("state", "in", (states.WAITING, states.RETRY))
        # one count for each: no index holds both states
        count = self.env["integration.message"].search_count
        waiting = count([("state", "=", states.WAITING)])
        retry = count([("state", "=", states.RETRY)])
        return self._tile(
            "waiting",
            self.env._("Goes on by itself"),
            waiting + retry,
            "info",
            self._open(f"{XMLID}integration_message_waiting_action", domain),
            self.env._(
                "%(waiting)s wait, %(retry)s to be tried again", waiting=waiting, retry=retry
            ),
        )

    @api.model
    def _tile_deliveries(self, desk):
        count = sum(row["count"] for row in desk if row["direction"] == "outbound")
        domain = self._domain_desk() & Domain("direction", "=", "outbound")
        return self._tile(
            "deliveries",
            self.env._("Failed deliveries"),
            count,
            "danger" if count else "success",
            self._open(MESSAGES, domain, self.env._("Failed Deliveries")),
        )

    @api.model
    def _tile_drifts(self):
        Reconciliation = self.env["integration.reconciliation"]
        domain = Domain("state", "=", "drift")
        rows = Reconciliation._read_group(
            domain, ["company_id"], ["drift_count:sum", "drift_amount:sum"]
        )
        money = sum(self._convert(amount, company) for company, _count, amount in rows)
        count = sum(count for _company, count, _amount in rows)
        return self._tile(
            "drifts",
            self.env._("Reconciliation drifts"),
            count,
            "warning" if count else "success",
            self._open(f"{XMLID}integration_reconciliation_action", domain),
            self.env._("%(money)s at risk", money=self._money(money)),
        )

    @api.model
    def _tile_alerts(self):
        domain = Domain("is_open", "=", True)
        counts = dict(self.env["integration.alert"]._read_group(domain, ["severity"], ["__count"]))
        critical = counts.get("critical", 0)
        return self._tile(
            "alerts",
            self.env._("Open alerts"),
            sum(counts.values()),
            "danger" if critical else "warning" if counts else "success",
            self._open(f"{XMLID}integration_alert_action", domain),
            self.env._("%(count)s critical", count=critical),
        )

    @api.model
    def _tile_today(self):
        start = fields.Datetime.context_timestamp(self, fields.Datetime.now()).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        begin = fields.Datetime.to_string(start - start.utcoffset())[:19]
        [(count,)] = self.env["integration.metric.total"]._read_group(
            [("span", "=", "hour"), ("start", ">=", begin), ("metric", "=", "accepted")],
            [],
            ["count:sum"],
        )
        return self._tile(
            "today",
            self.env._("Received today"),
            count or 0,
            "info",
            self._open(MESSAGES, Domain("received_at", ">=", begin), self.env._("Received Today")),
        )

    # Tables

    @api.model
    def _people(self, desk) -> list[dict[str, Any]]:
        """Who must act: one row per owner, the most money first."""
        overdue = dict(
            self.env["integration.message"]._read_group(
                self._domain_desk() & Domain("deadline_at", "<", fields.Datetime.now()),
                ["owner_id"],
                ["__count"],
            )
        )
        owners: dict[Any, list[dict[str, Any]]] = {}
        for row in desk:
            owners.setdefault(row["owner"], []).append(row)
        people = [
            {
                "id": owner.id or 0,
                "name": owner.name or self.env._("Nobody yet"),
                "count": sum(row["count"] for row in rows),
                "money_value": sum(row["money"] for row in rows),
                "money": self._money(sum(row["money"] for row in rows)),
                "overdue": overdue.get(owner, 0),
                "oldest_days": self._days(min(row["oldest"] for row in rows)),
                "action": self._open(
                    DESK, self._domain_desk() & Domain("owner_id", "=", owner.id or False)
                ),
            }
            for owner, rows in owners.items()
        ]
        return sorted(people, key=lambda row: (-row["money_value"], -row["count"]))

    @api.model
    def _days(self, moment) -> int:
        return (fields.Datetime.now() - moment) // timedelta(days=1)
