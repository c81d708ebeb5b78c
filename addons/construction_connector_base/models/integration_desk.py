# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_amount

from ..core.contract import label_of
from ..core.desk import NEEDS_PERSON, is_late

ACTIVITY = "construction_connector_base.mail_activity_type_desk"
#: Messages that one statement takes at most.
BATCH = 5000
KEY = ("company_id", "user_id", "topic", "is_escalated")
FIGURES = (
    *("open_count", "overdue_count", "amount", "oldest_at", "deadline_at", "wants_activity"),
)


class IntegrationDesk(models.Model):
    """What one person has on the desk in one company for one kind of reason.

    Messages come by the thousand and carry no activities themselves: this record does, one for
    all of a kind, kept up to date by a cron. ``is_escalated``: what others have let lie.
    """

    _name = "integration.desk"
    _description = "Exception Desk"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "user_id, topic"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users", "Person", required=True, readonly=True, ondelete="cascade"
    )
    topic = fields.Char(
        "Topic Code",
        required=True,
        readonly=True,
        help="The first word of the messages' reason codes.",
    )
    topic_label = fields.Char("Topic", compute="_compute_topic_label")
    is_escalated = fields.Boolean("Escalated", readonly=True)
    open_count = fields.Integer("Open Messages", readonly=True)
    overdue_count = fields.Integer("Overdue", readonly=True)
    amount = fields.Monetary("At Stake", readonly=True)
    oldest_at = fields.Datetime("Oldest", readonly=True)
    deadline_at = fields.Datetime("First Deadline", readonly=True)

    wants_activity = fields.Boolean(readonly=True)

    # one record for each count
    _key_uniq = models.UniqueIndex("(user_id, company_id, topic, is_escalated)")

    @api.depends("topic", "open_count", "is_escalated")
    def _compute_display_name(self):
        for desk in self:
            desk.display_name = desk._summary()

    @api.depends("topic")
    def _compute_topic_label(self):
        for desk in self:
            desk.topic_label = label_of(desk.topic or "")

    def action_open_messages(self):
        """Open the board with the messages that this record counts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_connector_base.integration_message_exception_action"
        )
        domain = Domain("on_desk", "=", True) & self._domain_messages()
        title = self._summary()
        return action | {
            "domain": list(domain),
            "context": {},
            "name": title,
            "display_name": title,
        }

    def _domain_messages(self) -> Domain:
        topic = Domain("reason_code", "=", self.topic) | Domain(
            "reason_code", "=like", f"{self.topic}.%"
        )
        owned = Domain("owner_id", "=", self.user_id.id)
        if self.is_escalated:
            owned = Domain("escalated", "=", True) & Domain("escalated_to_id", "=", self.user_id.id)
        return owned & topic & Domain("company_id", "=", self.company_id.id)

    def _summary(self) -> str:
        self.ensure_one()
        values = {"count": self.open_count, "topic": self.topic_label.lower()}
        text = (
            self.env._("%(count)s escalated: %(topic)s", **values)
            if self.is_escalated
            else self.env._("%(count)s to settle: %(topic)s", **values)
        )
        if self.amount:
            text += f", {format_amount(self.env, self.amount, self.currency_id)}"
        if self.overdue_count:
            text += self.env._(", %(count)s overdue", count=self.overdue_count)
        return text

    # The cron

    @api.model
    def _cron_desk(self) -> None:
        """Take in what has waited too long, escalate what is overdue, bring people's lists up to date."""
        self._take_in_late()
        self._escalate()
        self._refresh()

    @api.model
    def _take_in_late(self) -> None:
        """Put on the desk what waits for a person, or for longer than its rule allows."""
        Messages = self.env["integration.message"]
        rules = [rule._as_rule() for rule in self.env["integration.desk.rule"].search([])]
        now = fields.Datetime.now()
        last = 0
        while rows := self._select_waiting(last):
            received = dict(rows)
            last = rows[-1][0]
            late = [
                case.message_id
                for case in Messages._desk_cases(list(received))
                if is_late(case, received[case.message_id], rules, now)
            ]
            if late:
                Messages._put_on_desk(late)

    @api.model
    def _select_waiting(self, last_id: int) -> list[tuple[int, datetime]]:
        # plain SQL: rows that a drain releases right now are left to the next time
        return self.env.execute_query(
            SQL(
                """
                SELECT id, received_at FROM integration_message
                 WHERE state = 'waiting' AND desk_since IS NULL AND id > %s
                 ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                """,
                last_id,
                BATCH,
            )
        )

    @api.model
    def _escalate(self) -> None:
        """Mark what was not settled in time, and say who is told."""
        # plain SQL: in bulk; nobody has a right to write messages
        rows = self.env.execute_query(
            SQL(
                """
                WITH late AS (
                    SELECT m.id, COALESCE(r.escalate_user_id, s.owner_id) AS user_id
                      FROM integration_message m
                      JOIN integration_system s ON s.id = m.system_id
                      LEFT JOIN integration_desk_rule r ON r.id = m.desk_rule_id
                     WHERE m.deadline_at <= %(now)s AND m.escalated IS NOT TRUE
                       AND m.deadline_at + COALESCE(r.escalate_hours, 0) * interval '1 hour' <= %(now)s
                       AND (m.state IN %(states)s OR m.state = 'waiting')
                     ORDER BY m.deadline_at LIMIT %(batch)s FOR UPDATE OF m SKIP LOCKED
                )
                UPDATE integration_message m SET escalated = TRUE, escalated_to_id = late.user_id
                  FROM late WHERE m.id = late.id
                RETURNING m.company_id, m.id
                """,
                now=fields.Datetime.now(),
                states=NEEDS_PERSON,
                batch=BATCH,
            )
        )
        self.env["integration.message"].invalidate_model()
        by_company: dict[int, list[int]] = {}
        for company_id, message_id in rows:
            by_company.setdefault(company_id, []).append(message_id)
        for company_id, ids in by_company.items():
            self.env["integration.audit.entry"]._note(
                "message.escalated", messages=ids, company_id=company_id
            )

    @api.model
    def _refresh(self) -> None:
        """Count what each person has on the desk, and let activities say it."""
        figures = {row[:4]: row[4:] for row in self._count()}
        known = {desk._key(): desk for desk in self.search([])}
        for key, desk in known.items():
            desk._store_figures(figures.get(key))
        missing = [key for key in figures if key not in known]
        created = self.with_context(mail_create_nolog=True).create(
            [dict(zip(KEY, key, strict=True)) for key in missing]
        )
        for key, desk in zip(missing, created, strict=True):
            desk._store_figures(figures[key])
        for desk in self.concat(*known.values(), created):
            desk._sync_activity()

    def _key(self) -> tuple:
        return (self.company_id.id, self.user_id.id, self.topic, self.is_escalated)

    @api.model
    def _count(self) -> list[tuple]:
        """Company, person, topic, escalated; count, overdue, amount, oldest, deadline, activity."""
        # plain SQL: messages grouped by the first word of a column
        query = """
            SELECT m.company_id, {person}, split_part(COALESCE(m.reason_code, ''), '.', 1), {escalated},
                   count(*), count(*) FILTER (WHERE m.deadline_at < %(now)s),
                   COALESCE(sum(m.amount_at_stake), 0), min(m.desk_since), min(m.deadline_at),
                   bool_or(COALESCE(r.activity, TRUE))
              FROM integration_message m
              LEFT JOIN integration_desk_rule r ON r.id = m.desk_rule_id
             WHERE m.desk_since IS NOT NULL AND {person} IS NOT NULL
               AND (m.state IN %(states)s OR m.state = 'waiting')
             GROUP BY 1, 2, 3"""
        owned = SQL(query.format(person="m.owner_id", escalated="FALSE"), **self._moment())
        told = SQL(query.format(person="m.escalated_to_id", escalated="TRUE"), **self._moment())
        return self.env.execute_query(SQL("%s UNION ALL %s", owned, told))

    @api.model
    def _moment(self) -> dict:
        return {"now": fields.Datetime.now(), "states": NEEDS_PERSON}

    def _store_figures(self, figures: tuple | None) -> None:
        """Keep the figures of ``_count``; None: nothing is left."""
        self.ensure_one()
        values = dict(zip(FIGURES, figures or (0, 0, 0, False, False, False), strict=True))
        changed = {name: value for name, value in values.items() if self[name] != value}
        if changed:
            self.write(changed)

    def _sync_activity(self) -> None:
        """One open activity while there is something to settle; none when there is not."""
        self.ensure_one()
        # in the person's language; without a mail for each change: there is one a day
        self = self.with_context(lang=self.user_id.lang, mail_activity_quick_update=True)
        activity = self.activity_ids.filtered("automated")
        if not self.open_count or not self.wants_activity:
            activity.unlink()
            return
        day = (self.deadline_at or self.oldest_at).date()
        values = {"summary": self._summary(), "date_deadline": day}
        if not activity:
            self.activity_schedule(ACTIVITY, user_id=self.user_id.id, **values)
        elif any(activity[0][name] != value for name, value in values.items()):
            activity[0].write(values)
