# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..core.application_import import opening


class ConstructionApplicationOpeningWizard(models.TransientModel):
    """Where a running subcontract stands, from the last application that was kept elsewhere."""

    _name = "construction.application.opening.wizard"
    _description = "Opening Balances of a Subcontract"
    _inherit = ["construction.claim.file"]

    order_id = fields.Many2one("purchase.order", string="Subcontract", required=True, readonly=True)
    number = fields.Integer(string="Last Application No.", default=1, required=True)
    period_start = fields.Date(required=True, help="The first day that was billed.")
    period_end = fields.Date(string="Billed until", required=True)

    _number = models.Constraint("CHECK (number > 0)", "An application's number begins at 1.")

    def action_create(self):
        """Open the application that holds the opening balances; it waits to be certified."""
        self.ensure_one()
        self._check_begins()
        application = self.env["construction.payment.application"].create(
            {
                "order_id": self.order_id.id,
                "period_start": self.period_start,
                "period_end": self.period_end,
            }
        )
        # Sudo: number and mark follow from how it is opened, for which the right was asked.
        application.sudo()._set(is_opening=True, number=self.number)
        rows, findings = self._read_rows()
        found, more = opening(rows, application._get_import_lines())
        self._check_findings(sorted(findings + more, key=lambda finding: finding.row))
        for place, standing in found.items():
            application.line_ids[place].write(self._prepare_line_values(standing))
        application.message_post(
            body=self.env._("Opening balances taken over from %(file)s.", file=self.file_name or "")
        )
        return application._get_records_action(name=self.env._("Opening Balances"))

    def _check_begins(self):
        """Raise UserError where the subcontract has applications here already."""
        # Sudo: an application counts whoever may see it.
        applications = self.order_id.sudo().payment_application_ids
        if applications.filtered(lambda application: application.step != "void"):
            raise UserError(
                self.env._(
                    "%(order)s has payment applications: balances are opened before the first "
                    "one. Put a difference right in the next application.",
                    order=self.order_id.display_name,
                )
            )

    def _prepare_line_values(self, standing):
        return {
            "claimed_work": float(standing.work),
            "claimed_stored": float(standing.stored),
            "withheld_by_hand": True,
            "withheld_amount": float(standing.withheld),
        }
