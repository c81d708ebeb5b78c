# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..core.table import Finding, read_table


class ConstructionTableImport(models.AbstractModel):
    """Read a CSV or XLSX: all of its rows, or none; all that is wrong is told at once."""

    _name = "construction.table.import"
    _description = "Import of a Table"

    data = fields.Binary(string="File", required=True, attachment=False)
    file_name = fields.Char()

    def _read(self, reader):
        """Return the rows that ``reader`` makes of the table, and what is wrong with them."""
        self.ensure_one()
        try:
            table = read_table(base64.b64decode(self.data))
        except ValueError:
            return [], [Finding(1, "file")]
        rows, findings = reader(table)
        return rows, findings if rows or findings else [Finding(1, "file")]

    def _check_findings(self, findings):
        """Raise a UserError that lists the findings by row, if there are any."""
        if findings:
            ordered = sorted(findings, key=lambda finding: finding.row)
            raise UserError("\n".join(map(self._describe, ordered)))

    def _describe(self, finding):
        """Return a finding in words, with its code."""
        return self.env._(
            "Row %(row)s [%(code)s]: %(text)s",
            row=finding.row,
            code=finding.code,
            text=self._get_finding_texts(finding.value)[finding.code],
        )

    def _get_finding_texts(self, value):
        """Return {code of a finding: what it says of ``value``}."""
        return {
            "column": self.env._("the heading %(value)s is missing.", value=value),
            "missing": self.env._("%(value)s is empty.", value=value),
            "unit": self.env._("there is no unit %(value)s.", value=value),
            "cost_type": self.env._("there is no cost type %(value)s.", value=value),
        }
