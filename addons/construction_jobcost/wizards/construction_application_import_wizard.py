# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.application_import import claims
from ..models.payment.construction_payment_sheet_line import CLAIMED


class ConstructionApplicationImportWizard(models.TransientModel):
    """A claim from a spreadsheet: looked at first, then taken over as a whole or not at all."""

    _name = "construction.application.import.wizard"
    _description = "Import a Claim"
    _inherit = ["construction.application.wizard", "construction.claim.file"]

    reading = fields.Selection(
        [
            ("period", "Work of this period"),
            ("to_date", "Work to date"),
        ],
        string="The File Says",
        default="period",
        required=True,
        help="Work to date: previous work and work of the period of the file together; what was "
        "certified before is taken off. So an earlier application's file is taken up again.",
    )
    step = fields.Selection(
        [("choose", "Choose the file"), ("check", "Check")], default="choose", readonly=True
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    line_ids = fields.One2many(
        "construction.application.import.wizard.line", "wizard_id", readonly=True
    )
    finding_note = fields.Text(string="What is Wrong", readonly=True)
    amount = fields.Monetary(string="Claimed by the File", readonly=True)

    def action_check(self):
        """Show what the file claims, line by line, and what is wrong with it."""
        application = self._get_application()
        application._check_claim_open()
        found, findings = self._read(application)
        self.line_ids.unlink()
        self.write(self._prepare_preview(application, found, findings))
        return self._reopen()

    def action_apply(self):
        """Take the claim over; UserError lists what is wrong, and nothing is taken over."""
        application = self._get_application()
        application._check_claim_open()
        found, findings = self._read(application)
        self._check_findings(findings)
        for place, claim in found.items():
            values = {name: float(getattr(claim, key)) for key, name in CLAIMED.items()}
            application.line_ids[place]._claim(values)
        application.message_post(
            body=self.env._("Claim taken over from %(file)s.", file=self.file_name or "")
        )
        return {"type": "ir.actions.act_window_close"}

    def action_back(self):
        """Choose another file."""
        self.step = "choose"
        return self._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import a Claim"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _read(self, application):
        """Return {place of a line: Claim} and [Finding] of the file."""
        rows, findings = self._read_rows()
        lines, rounding = application._get_import_lines(), application._get_rounding()
        found, more = claims(rows, lines, self.reading, rounding)
        return found, sorted(findings + more, key=lambda finding: finding.row)

    # Preview ----------------------------------------------------------------------------------

    def _prepare_preview(self, application, found, findings):
        claimed = sum(claim.completed for claim in found.values())
        return {
            "step": "check",
            "currency_id": application.currency_id.id,
            "amount": float(claimed),
            "finding_note": "\n".join(self._describe(finding) for finding in findings),
            "line_ids": [
                fields.Command.create(
                    self._prepare_line_values(application.line_ids[place], place, claim)
                )
                for place, claim in sorted(found.items())
            ],
        }

    def _prepare_line_values(self, line, place, claim):
        return {
            "sequence": place,
            "item": line.line_ref or str(line.sequence),
            "name": line.name,
            "scheduled_value": line.scheduled_value,
            "previous_work": line.previous_work,
            "claimed_before": line.claimed_work,
            **{name: float(getattr(claim, key)) for key, name in CLAIMED.items()},
        }
