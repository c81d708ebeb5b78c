# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.application_import import read_claim
from ..core.table import Finding
from ..core.workbook_reading import WorkbookError, read_sheets


class ConstructionClaimFile(models.AbstractModel):
    """A spreadsheet of a claim, and what is wrong with it in words."""

    _name = "construction.claim.file"
    _description = "Spreadsheet of a Claim"

    data = fields.Binary(string="Spreadsheet", attachment=False, help="An XLSX file without macros")
    file_name = fields.Char()

    def _read_rows(self):
        """Return the rows of the file and [Finding]; UserError where there is no file."""
        self.ensure_one()
        if not self.data:
            raise UserError(self.env._("Choose a file first."))
        try:
            rows, findings = read_claim(read_sheets(base64.b64decode(self.data)))
        except WorkbookError as error:
            return [], [Finding(0, error.code)]
        return rows, findings if rows or findings else [Finding(0, "file.empty")]

    def _check_findings(self, findings):
        """Raise UserError with all that is wrong, row by row."""
        if findings:
            raise UserError("\n".join(self._describe(finding) for finding in findings))

    def _describe(self, finding):
        """Return a finding in words, with its code and its row."""
        text = self._get_finding_texts(finding.value)[finding.code]
        if not finding.row:
            return f"[{finding.code}] {text}"
        return self.env._(
            "Row %(row)s [%(code)s]: %(text)s", row=finding.row, code=finding.code, text=text
        )

    @api.model
    def _get_finding_texts(self, value):
        """Return {code of a finding: what it says of ``value``}."""
        text = self.env._
        return {
            "file.too_big": text("The file is too big. Keep to the sheet of the claim."),
            "file.not_a_workbook": text("This is no XLSX file. Save the sheet as XLSX."),
            "file.macros": text("The file has macros. Save it as XLSX without them."),
            "file.no_heading": text(
                "No sheet has the headings: Item, and one of Work this Period, Work to Date, "
                "% Complete or Stored Material."
            ),
            "file.empty": text("The file names no item of the contract."),
            "number": text("“%(value)s” is no number.", value=value),
            "item.missing": text("an amount without an item: %(value)s.", value=value),
            "item.unknown": text("the contract has no item %(value)s.", value=value),
            "item.repeated": text("item %(value)s stands twice.", value=value),
            "previous.differs": text(
                "previous work is %(value)s in the file, and something else here. Correct it, or "
                "take the file over as work to date.",
                value=value,
            ),
            "scheduled.differs": text(
                "the scheduled value is %(value)s in the file, and something else here.",
                value=value,
            ),
            "amount.over_scheduled": text(
                "item %(value)s would be billed beyond its scheduled value.", value=value
            ),
            "retention.wrong": text(
                "retention of %(value)s is below zero, or more than was done.", value=value
            ),
        }
