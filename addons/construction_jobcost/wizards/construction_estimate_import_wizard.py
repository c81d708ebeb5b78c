# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.estimate_import import read_lines
from ..core.table import Finding


class ConstructionEstimateImportWizard(models.TransientModel):
    """Read the lines of a draft estimate from a file: all of them, or none."""

    _name = "construction.estimate.import.wizard"
    _description = "Import Estimate Lines"
    _inherit = ["construction.table.import"]

    estimate_id = fields.Many2one(
        "construction.estimate", required=True, readonly=True, ondelete="cascade"
    )

    def action_import(self):
        """Add the lines of the file to the estimate; UserError that lists what is wrong."""
        self.ensure_one()
        self.estimate_id.check_access("write")
        lines, findings = self._read(read_lines)
        records = self._find_records(lines)
        for line in lines:
            findings += self._get_unknown(line, records)
        self._check_findings(findings)
        self.env["construction.estimate.line"].create(
            [self._prepare_line_values(line, records) for line in lines]
        )
        return {"type": "ir.actions.act_window_close"}

    def _find_records(self, lines):
        """Return {column: {text: record}} of what the lines name."""
        job = self.estimate_id.project_id

        def named(column):
            return {line.texts[column] for line in lines} - {""}

        codes = self.env["construction.cost.code"]._find_by_code(named("cost_code"), job.company_id)
        types = self.env["construction.cost.type"]._find_by_code(named("cost_type"), job.company_id)
        units = self.env["uom.uom"].search([("name", "in", list(named("unit")))])
        return {
            "cost_code": {code: record for code, record in codes.items() if record.active},
            "cost_type": {code: record for code, record in types.items() if record.active},
            "phase": self.env["construction.job.phase"]._find_by_code(named("phase"), job),
            "unit": {unit.name: unit for unit in units},
        }

    def _get_unknown(self, line, records):
        return [
            Finding(line.row, column, line.texts[column])
            for column, known in records.items()
            if line.texts[column] and line.texts[column] not in known
        ]

    def _prepare_line_values(self, line, records):
        def found(column):
            return records[column][line.texts[column]].id if line.texts[column] else False

        values = {
            "estimate_id": self.estimate_id.id,
            "sequence": line.row,
            "line_ref": line.texts["line"] or False,
            "phase_id": found("phase"),
            "cost_code_id": found("cost_code"),
            "cost_type_id": found("cost_type"),
        }
        values |= {
            name: float(number) for name, number in line.numbers.items() if number is not None
        }
        if line.texts["description"]:
            values["description"] = line.texts["description"]
        if line.texts["unit"]:
            values["uom_id"] = found("unit")
        return values

    def _get_finding_texts(self, value):
        return super()._get_finding_texts(value) | {
            "file": self.env._(
                "the file has no lines to read. Give a CSV in UTF-8 or an XLSX with the headings "
                "cost_code, cost_type, and amount or quantity and unit_cost."
            ),
            "number": self.env._(
                "%(value)s is no number. Write it with a point and without separators.",
                value=value,
            ),
            "amount": self.env._("give an amount, or quantity and unit_cost."),
            "repeated": self.env._("line %(value)s stands there twice.", value=value),
            "cost_code": self.env._("there is no cost code %(value)s.", value=value),
            "phase": self.env._("the job has no phase %(value)s.", value=value),
        }
