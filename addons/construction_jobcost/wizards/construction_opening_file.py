# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..core.application_import import opening


class ConstructionOpeningFile(models.AbstractModel):
    """Where a running contract stands, from the last application that was kept elsewhere.

    A wizard that inherits this names the contract in ``_contract_field``.
    """

    _name = "construction.opening.file"
    _description = "Opening Balances of a Contract"
    _inherit = ["construction.claim.file"]

    #: The field of the contract.
    _contract_field = ""

    number = fields.Integer(string="Last Application No.", default=1, required=True)
    period_start = fields.Date(required=True, help="The first day that was billed.")
    period_end = fields.Date(string="Billed until", required=True)

    _number = models.Constraint("CHECK (number > 0)", "An application's number begins at 1.")

    def action_create(self):
        """Open the application that holds the opening balances; it waits to be certified."""
        self.ensure_one()
        self._check_begins()
        application = self._create_application()
        rows, findings = self._read_rows()
        found, more = opening(rows, application._get_import_lines())
        self._check_findings(sorted(findings + more, key=lambda finding: finding.row))
        for place, standing in found.items():
            application.line_ids[place].write(self._prepare_line_values(standing))
        application.message_post(
            body=self.env._("Opening balances taken over from %(file)s.", file=self.file_name or "")
        )
        return application._get_records_action(name=self.env._("Opening Balances"))

    def _get_contract(self):
        return self[self._contract_field]

    def _create_application(self):
        contract = self._get_contract()
        application = self.env[contract._payment_application].create(
            {
                self._contract_field: contract.id,
                "period_start": self.period_start,
                "period_end": self.period_end,
            }
        )
        # Sudo: number and mark follow from how it is opened, for which the right was asked.
        application.sudo()._set(is_opening=True, number=self.number)
        return application

    def _check_begins(self):
        """Raise UserError where the contract has applications here already."""
        contract = self._get_contract()
        applications = self.env[contract._payment_application]
        # Sudo: an application counts whoever may see it.
        if applications.sudo().search_count(
            [(self._contract_field, "=", contract.id), ("step", "!=", "void")], limit=1
        ):
            raise UserError(
                self.env._(
                    "%(contract)s has payment applications: balances are opened before the first "
                    "one. Put a difference right in the next application.",
                    contract=contract.display_name,
                )
            )

    def _prepare_line_values(self, standing):
        return {
            "claimed_work": float(standing.work),
            "claimed_stored": float(standing.stored),
            "withheld_by_hand": True,
            "withheld_amount": float(standing.withheld),
            "released_amount": float(standing.released),
        }
