# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io
from zipfile import BadZipFile

from openpyxl import load_workbook

from odoo import fields, models
from odoo.exceptions import UserError

from ..core.sov import read_rows, read_text


class ConstructionSovImportWizard(models.TransientModel):
    """Lines of a schedule of values from a pasted table or a spreadsheet."""

    _name = "construction.sov.import.wizard"
    _description = "Import Schedule of Values"

    order_id = fields.Many2one("purchase.order", required=True, readonly=True)
    text = fields.Text(
        string="Table", help="Copied from a spreadsheet: one line a row, with or without heading."
    )
    file = fields.Binary(string="Spreadsheet", help="An XLSX file; its first sheet is read.")
    file_name = fields.Char()
    replace = fields.Boolean(string="Replace Lines", default=True)

    def action_import(self):
        """Add the lines to the order, in the order of the table."""
        self.ensure_one()
        order = self.order_id
        order.check_access("write")
        if order.state not in ("draft", "sent"):
            raise UserError(
                self.env._(
                    "%(order)s is in force. Add lines by a commitment change.",
                    order=order.display_name,
                )
            )
        rows = self._read()
        values = self._prepare_lines(rows)
        if self.replace:
            order.order_line.unlink()
        self.env["purchase.order.line"].create(values)
        return {"type": "ir.actions.act_window_close"}

    def _read(self):
        try:
            rows = read_rows(self._read_sheet()) if self.file else read_text(self.text or "")
        except ValueError as error:
            raise UserError(
                self.env._("Row %(cell)s is no number. Correct it.", cell=error)
            ) from error
        if not rows:
            raise UserError(self.env._("Paste a table or choose a spreadsheet first."))
        return rows

    def _read_sheet(self):
        content = io.BytesIO(base64.b64decode(self.file))
        try:
            book = load_workbook(content, read_only=True, data_only=True)
        except (BadZipFile, KeyError, OSError) as error:
            raise UserError(
                self.env._("This is no XLSX file. Save the table as XLSX, or paste it.")
            ) from error
        return book.worksheets[0].iter_rows(values_only=True)

    def _prepare_lines(self, rows):
        """Return the values of the order lines; UserError lists all rows that do not fit."""
        job = self._get_job()
        codes = self.env["construction.cost.code"]._find_by_code(
            {row.code for row in rows}, self.order_id.company_id
        )
        kinds = self._find_kinds()
        phases = {phase.code: phase for phase in job.phase_ids}
        problems, values = [], []
        for row in rows:
            if row.is_section:
                values.append(self._prepare_section(row))
                continue
            kind = kinds.get(row.kind.lower()) or (not row.kind and self._get_default_kind())
            lacking = [
                text
                for found, text in (
                    (codes.get(row.code), self.env._("cost code “%(code)s”", code=row.code)),
                    (kind, self.env._("cost type “%(type)s”", type=row.kind)),
                    (kind and kind.product_id, self.env._("product of the cost type")),
                    (not row.phase or phases.get(row.phase), row.phase),
                )
                if not found
            ]
            if lacking:
                problems.append(f"{row.number}: {', '.join(lacking)}")
            else:
                coding = job, codes[row.code], kind, phases.get(row.phase)
                values.append(self._prepare_line(row, coding))
        if problems:
            raise UserError(
                self.env._(
                    "These rows name what does not exist. Correct the table, or create it:\n%(r)s",
                    r="\n".join(problems),
                )
            )
        return [{**line, "sequence": 10 + place} for place, line in enumerate(values)]

    def _get_job(self):
        job = self.order_id.project_id
        if not job.is_job:
            raise UserError(self.env._("Choose the job of the order first."))
        return job

    def _find_kinds(self):
        """Return {code and name in small letters: cost type}."""
        kinds = self.env["construction.cost.type"].search(
            [("company_id", "in", [False, self.order_id.company_id.id])]
        )
        return {
            **{kind.name.lower(): kind for kind in kinds},
            **{kind.code.lower(): kind for kind in kinds},
        }

    def _get_default_kind(self):
        return self.env.ref("construction_jobcost.cost_type_subcontract")

    def _prepare_section(self, row):
        return {
            "order_id": self.order_id.id,
            "display_type": "line_section",
            "product_qty": 0.0,
            "name": row.name or row.ref,
        }

    def _prepare_line(self, row, coding):
        by_quantity = bool(row.quantity and row.price is not None)
        quantity = float(row.quantity) if by_quantity else 1.0
        return {
            "order_id": self.order_id.id,
            "line_ref": row.ref or False,
            "name": row.name or coding[1].display_name,
            "product_id": coding[2].product_id.id,
            "product_qty": quantity,
            "price_unit": float(row.price if by_quantity else row.amount or row.price or 0),
            "analytic_distribution": self.env["construction.cost.key"]._distribution(*coding),
            "billing_basis": "quantity" if by_quantity else "amount",
        }
