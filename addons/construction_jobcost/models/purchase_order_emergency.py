# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..core.emergency import state

#: States of the requisition that regularises a purchase, once it did.
REGULARISED = ("approved", "ordered", "received")


class PurchaseOrder(models.Model):
    """Purchases that could not wait: ordered first, regularised by a requisition afterwards."""

    _inherit = "purchase.order"

    is_emergency = fields.Boolean(string="Emergency", readonly=True, copy=False)
    emergency_reason = fields.Text(readonly=True, copy=False)
    emergency_by_id = fields.Many2one(
        "res.users", string="Bought By", readonly=True, copy=False, ondelete="restrict"
    )
    emergency_allowed_by_id = fields.Many2one(
        "res.users", string="Allowed By", readonly=True, copy=False, ondelete="restrict"
    )
    emergency_deadline = fields.Date(
        string="Regularise by", readonly=True, copy=False, help="The last day in time."
    )
    emergency_warned = fields.Boolean(readonly=True, copy=False)
    emergency_state = fields.Selection(
        [
            ("open", "Open"),
            ("overdue", "Overdue"),
            ("regularised", "Regularised"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_emergency_state",
        search="_search_emergency_state",
        string="Regularisation",
    )

    #: Serves the look-up of what is open: few orders are ever emergencies.
    _emergency_idx = models.Index("(company_id, emergency_deadline) WHERE is_emergency")

    @api.depends("is_emergency", "state", "requisition_id.state", "emergency_deadline")
    def _compute_emergency_state(self):
        today = fields.Date.context_today(self)
        for order in self:
            # Sudo: where the purchase stands does not depend on who looks.
            requisition = order.sudo().requisition_id
            order.emergency_state = order.is_emergency and state(
                order.state == "cancel",
                requisition.state in REGULARISED,
                order.emergency_deadline,
                today,
            )

    @api.model
    def _search_emergency_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("is_emergency", "=", True) & Domain.OR(
            [self._get_emergency_domain(wanted) for wanted in value]
        )

    @api.model
    def _get_emergency_domain(self, wanted):
        """Return the domain of emergency purchases in one state."""
        today = fields.Date.context_today(self)
        regularised = Domain("requisition_id.state", "in", REGULARISED)
        cancelled = Domain("state", "=", "cancel")
        late = Domain("emergency_deadline", "<", today)
        return {
            "regularised": regularised,
            "cancelled": cancelled & ~regularised,
            "overdue": late & ~cancelled & ~regularised,
            "open": ~late & ~cancelled & ~regularised,
        }.get(wanted, Domain.FALSE)

    @api.model
    def _get_origin_fields(self):
        return super()._get_origin_fields() | {
            "is_emergency",
            "emergency_reason",
            "emergency_by_id",
            "emergency_allowed_by_id",
            "emergency_deadline",
            "emergency_warned",
        }

    @api.model
    def _get_open_emergencies(self, company, user=None, project_ids=()):
        """Return what is not regularised yet, of a buyer or for jobs; all where neither is given."""
        domain = Domain("emergency_state", "in", ["open", "overdue"])
        domain &= Domain("company_id", "=", company.id)
        if user:
            domain &= Domain("emergency_by_id", "=", user.id) | Domain(
                "job_ids", "in", list(project_ids)
            )
        # Sudo: what is open counts, whoever may see it.
        return self.sudo().search(domain)

    # Warnings ---------------------------------------------------------------------------------

    @api.model
    def _cron_warn_emergencies(self):
        """Tell buyers and project managers of what was not regularised in time, once each."""
        late = self.sudo().search(
            [("emergency_state", "=", "overdue"), ("emergency_warned", "=", False)]
        )
        for order in late:
            for user in order.emergency_by_id | order.job_ids.user_id:
                order.activity_schedule(
                    "construction_jobcost.mail_activity_emergency",
                    user_id=user.id,
                    summary=self.env._("Regularise this emergency purchase: it is overdue"),
                )
        late.emergency_warned = True

    def _close_emergency_activities(self):
        # Sudo: the activities are the system's, on several people's desks.
        documents = self.sudo()
        documents.activity_unlink(["construction_jobcost.mail_activity_emergency"])
        documents.requisition_id.activity_unlink(["construction_jobcost.mail_activity_emergency"])
