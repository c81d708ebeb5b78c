# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_duration

from ..core import states
from ..core.change import Change
from ..core.desk import APPROVAL, NEEDS_PERSON, OPEN, Assignment, Case, assign


class IntegrationMessage(models.Model):
    """Messages on the exception desk: whose they are, since when, until when."""

    _inherit = "integration.message"

    owner_id = fields.Many2one(
        "res.users",
        readonly=True,
        ondelete="set null",
        help="Who settles it, or settled it last.",
    )
    desk_rule_id = fields.Many2one("integration.desk.rule", readonly=True, ondelete="set null")
    desk_since = fields.Datetime("Needs a Person Since", readonly=True)
    desk_reason = fields.Char("Came to the Desk For", readonly=True)
    deadline_at = fields.Datetime("To Be Settled Until", readonly=True)
    escalated = fields.Boolean(readonly=True)
    escalated_to_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    on_desk = fields.Boolean("Needs a Person", compute="_compute_on_desk", search="_search_on_desk")
    is_overdue = fields.Boolean("Overdue", compute="_compute_on_desk")
    age = fields.Char(compute="_compute_age", help="Since it needs a person, days and hours.")

    # what the desk holds: clearing what leaves it, and its digests
    _on_desk_idx = models.Index("(id) WHERE desk_since IS NOT NULL")
    # somebody's messages on the board
    _owner_idx = models.Index("(owner_id, id) WHERE state IN ('exception', 'dead', 'unknown')")
    # what is to be escalated
    _deadline_idx = models.Index(
        "(deadline_at) WHERE deadline_at IS NOT NULL AND escalated IS NOT TRUE"
    )
    # what has waited too long
    _late_idx = models.Index("(received_at) WHERE state = 'waiting' AND desk_since IS NULL")

    @api.model
    def _domain_on_desk(self) -> Domain:
        """What a person must settle: what only a person ends, and what waits for one or too long."""
        waits = Domain("state", "=", states.WAITING) & (
            Domain("desk_since", "!=", False) | Domain("reason_code", "=", APPROVAL)
        )
        return Domain("state", "in", NEEDS_PERSON) | waits

    def _search_on_desk(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._domain_on_desk()
        return Domain.OR(domain if wanted else ~domain for wanted in value)

    @api.depends("state", "desk_since", "reason_code", "deadline_at")
    def _compute_on_desk(self):
        now = fields.Datetime.now()
        for message in self:
            waits = message.state == states.WAITING and (
                message.desk_since or message.reason_code == APPROVAL
            )
            message.on_desk = message.state in NEEDS_PERSON or bool(waits)
            message.is_overdue = (
                message.on_desk and bool(message.deadline_at) and message.deadline_at < now
            )

    @api.depends("desk_since")
    def _compute_age(self):
        now = fields.Datetime.now()
        for message in self:
            message.age = message.desk_since and age_text(now - message.desk_since)

    @api.model
    def _after_transition(self, changes: Sequence[Change]) -> None:
        result = super()._after_transition(changes)
        entering = [one.message_id for one in changes if one.state in NEEDS_PERSON]
        if entering:
            self._put_on_desk(entering)
        leaving = [
            one.message_id
            for one in changes
            if one.state not in OPEN or one.state == states.WAITING
        ]
        if leaving:
            self._take_off_desk(leaving)
        return result

    @api.model
    def _put_on_desk(self, ids: Sequence[int]) -> None:
        """Give messages that need a person their owners and deadlines.

        A message that comes back for the same reason, after a retry in vain, keeps both: a retry
        stops no clock.
        """
        cases = self._desk_cases(ids)
        if not cases:
            return
        # sudo: rules are for managers to read, but they count whoever drains
        rules = self.env["integration.desk.rule"].sudo().search([("active", "=", True)])
        now = fields.Datetime.now()
        found = assign(cases, [rule._as_rule() for rule in rules], rules._people(), now)
        self._store_assignments(found, now)

    @api.model
    def _desk_cases(self, ids: Sequence[int]) -> list[Case]:
        # plain SQL: a drain works as a service user, who has no right on these columns
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, company_id, system_id, workflow, type, COALESCE(reason_code, ''),
                       amount_at_stake
                  FROM integration_message
                 WHERE id = ANY(%s)
                   AND (desk_since IS NULL OR desk_reason IS DISTINCT FROM reason_code)
                """,
                list(ids),
            )
        )
        return [
            Case(*row[:6], amount=None if row[6] is None else Decimal(str(row[6]))) for row in rows
        ]

    @api.model
    def _store_assignments(self, found: Sequence[Assignment], now: datetime) -> None:
        # plain SQL: nobody has a right to write messages. Where no rule names a person, who had
        # the message before keeps it.
        self.env.cr.execute_values(
            """
            UPDATE integration_message m
               SET desk_rule_id = v.rule_id::int, owner_id = COALESCE(v.owner_id::int, m.owner_id),
                   deadline_at = v.deadline_at::timestamp, desk_since = v.since::timestamp,
                   desk_reason = COALESCE(m.reason_code, ''), escalated = FALSE,
                   escalated_to_id = NULL
              FROM (VALUES %s) AS v(id, rule_id, owner_id, deadline_at, since)
             WHERE m.id = v.id
            """,
            [(one.message_id, one.rule_id, one.owner_id, one.deadline_at, now) for one in found],
            page_size=len(found),
        )
        self.invalidate_model()

    @api.model
    def _take_off_desk(self, ids: Sequence[int]) -> None:
        """Forget deadlines of messages that ended, or that wait for something new by themselves."""
        # plain SQL: nobody has a right to write messages
        self.env.cr.execute(
            """
            UPDATE integration_message
               SET desk_since = NULL, desk_reason = NULL, deadline_at = NULL, escalated = FALSE,
                   escalated_to_id = NULL, desk_rule_id = NULL
             WHERE desk_since IS NOT NULL AND id = ANY(%s)
               AND (state <> 'waiting' OR desk_reason IS DISTINCT FROM reason_code)
            """,
            [list(ids)],
        )
        if self.env.cr.rowcount:
            self.invalidate_model()


def age_text(age) -> str:
    """A duration in days and hours, as people say it.

    >>> from datetime import timedelta
    >>> age_text(timedelta(days=2, hours=3, minutes=30)), age_text(timedelta(minutes=5))
    ('2 d 3 h', '0:05 h')
    """
    hours = age.total_seconds() / 3600
    if hours < 24:
        return f"{format_duration(max(hours, 0))} h"
    return f"{int(hours // 24)} d {int(hours % 24)} h"
