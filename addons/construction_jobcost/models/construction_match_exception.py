# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.match_exception import ACCEPTED, CORRECTED, OPEN, Excess, Known, Spot
from ..core.values import decimal

ACTIVITY = "construction_jobcost.mail_activity_match"
CODING = "coding"
#: Who answers for which kind, besides the person that an exception was given to.
RESPONSIBLE = {
    "price": "construction_jobcost.group_buyer",
    "over_order": "construction_jobcost.group_buyer",
    "total": "construction_jobcost.group_buyer",
    "quantity": "construction_jobcost.group_site",
    CODING: "construction_jobcost.group_finance",
}


class ConstructionMatchException(models.Model):
    """A reason why a bill does not match, with somebody who has to answer for it."""

    _name = "construction.match.exception"
    _description = "Match Exception"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, create_date, id"
    _rec_name = "text"

    move_id = fields.Many2one(
        "account.move",
        string="Bill",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    bill_line_id = fields.Many2one(
        "account.move.line", readonly=True, index="btree_not_null", ondelete="set null"
    )
    order_line_id = fields.Many2one(
        "purchase.order.line", readonly=True, index="btree_not_null", ondelete="set null"
    )
    kind = fields.Selection(
        [
            ("price", "Price"),
            ("quantity", "Quantity"),
            ("over_order", "More than ordered"),
            ("total", "Total"),
            (CODING, "No order, to code"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [(OPEN, "Open"), (ACCEPTED, "Accepted"), (CORRECTED, "Corrected")],
        default=OPEN,
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(related="move_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="move_id.partner_id", string="Vendor", store=True)
    job_ids = fields.Many2many(related="move_id.job_ids", string="Jobs")
    text = fields.Text(string="Finding", readonly=True)
    expected = fields.Float(readonly=True, digits=(16, 6))
    actual = fields.Float(string="Claimed", readonly=True, digits=(16, 6))
    amount = fields.Monetary(readonly=True, help="What is at stake, in company currency.")
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True, tracking=True)
    reason = fields.Text(readonly=True, tracking=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    date_decided = fields.Datetime(string="Decided on", readonly=True)
    age = fields.Integer(string="Age (Days)", compute="_compute_age")
    can_accept = fields.Boolean(compute="_compute_can_accept")

    # serves the sync of a bill and the check before it is posted
    _open_idx = models.Index("(move_id) WHERE state = 'open'")

    @api.depends("create_date", "date_decided")
    def _compute_age(self):
        for record in self:
            start = record.create_date or fields.Datetime.now()
            record.age = ((record.date_decided or fields.Datetime.now()) - start).days

    @api.depends_context("uid")
    @api.depends("kind", "state", "user_id")
    def _compute_can_accept(self):
        user = self.env.user
        for record in self:
            record.can_accept = record.state == OPEN and (
                record.user_id == user or user.has_group(RESPONSIBLE[record.kind])
            )

    def _search(self, *args, **kwargs):
        self.env["account.move"]._match_marked()
        return super()._search(*args, **kwargs)

    # Decisions --------------------------------------------------------------------------------

    def action_ask_accept(self):
        """Ask for the reason to accept."""
        self.ensure_one()
        return self.env["account.move"]._open_match_wizard(self)

    def action_accept(self, reason):
        """Accept what does not match, as the one who answers for it.

        Raises AccessError for others, UserError without a reason or when it is decided.
        """
        self.check_access("read")
        for record in self:
            if record.state != OPEN:
                raise UserError(self.env._("This exception was decided already."))
            if not record.can_accept:
                raise AccessError(record._not_responsible_message())
        if not (reason or "").strip():
            raise UserError(self.env._("Say why this bill is right although it does not match."))
        # Sudo: nobody may write exceptions; the right to decide was checked.
        self.sudo()._decide(ACCEPTED, reason.strip(), self.env.user)

    def action_open_bill(self):
        """Open the bill."""
        self.ensure_one()
        return self.move_id.get_formview_action()

    def _assign(self):
        """Put an activity on the desk of whoever has to answer, if he may see it."""
        for record in self.filtered("user_id"):
            if record.with_user(record.user_id).has_access("read"):
                record.activity_schedule(
                    ACTIVITY, user_id=record.user_id.id, summary=record.move_id.ref
                )

    def _decide(self, state, reason=False, user=None):
        self.write(
            {
                "state": state,
                "reason": reason,
                "decided_by_id": user.id if user else False,
                "date_decided": fields.Datetime.now(),
            }
        )
        self.activity_unlink([ACTIVITY])

    def _not_responsible_message(self):
        group = self.env.ref(RESPONSIBLE[self.kind])
        return self.env._(
            "%(finding)s Only %(person)s or somebody of the group %(group)s accepts this.",
            finding=self.text,
            person=self.user_id.name or self.env._("the responsible"),
            group=group.full_name,
        )

    # What core/match_exception.py knows of them -----------------------------------------------

    def _as_known(self):
        return [
            Known(
                record.id,
                Spot(record.kind, record.order_line_id.id or 0, record.bill_line_id.id or 0),
                record.state,
                Excess(decimal(record.expected), decimal(record.actual)),
            )
            for record in self
        ]
