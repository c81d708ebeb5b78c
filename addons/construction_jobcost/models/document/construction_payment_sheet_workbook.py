# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import models

from ...core.application_import import Line
from ...core.application_workbook import SheetLine, Texts, workbook
from ...core.values import decimal


class ConstructionPaymentSheet(models.AbstractModel):
    """An application as a spreadsheet, to be filled in and taken over again."""

    _inherit = "construction.payment.sheet"

    def action_export(self):
        """Download the application as a spreadsheet."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/construction_jobcost/applications/{self._name}/{self.id}.xlsx",
            "target": "download",
        }

    def action_open_import(self):
        """Take over a claim from a spreadsheet."""
        self.ensure_one()
        self._check_claim_open()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_application_import_wizard_action"
        )
        context = {"default_res_model": self._name, "default_res_id": self.id}
        return dict(action, context=context)

    def _get_workbook(self):
        """Return the application as an XLSX file (bytes)."""
        self.ensure_one()
        lines = [
            SheetLine(item, line.name or "", line._get_before(), line._get_after())
            for item, line in zip(self._get_item_names(), self.line_ids, strict=True)
        ]
        rows = self._get_summary_rows()
        summary = {number: decimal(amount) for number, _label, _how, amount, _strong in rows}
        digits = self.currency_id.decimal_places
        return workbook(self._get_workbook_texts(rows), lines, summary, digits)

    def _get_workbook_texts(self, rows):
        text = self.env._
        return Texts(
            summary_title=text("Summary"),
            sheet_title=text("Continuation Sheet"),
            facts=[
                (text("Application"), self.name),
                (text("Job"), self._get_job_text()),
                (text("Period to"), str(self.period_end)),
                (text("Amounts in"), self.currency_id.name),
                *self._get_opening_facts(),
            ],
            headings=[
                text("Item"),
                text("Description of Work"),
                text("C Scheduled Value"),
                text("D Previous Work"),
                text("E Work this Period"),
                text("F Stored Material"),
                text("G Completed and Stored"),
                text("G/C"),
                text("H Balance"),
                text("I Retention"),
            ],
            summary=[(number, label) for number, label, *_rest in rows],
            total=text("Total"),
        )

    def _get_item_names(self):
        """Return what each line goes by in a spreadsheet: its number, or its place."""
        counts = Counter(line.line_ref for line in self.line_ids)
        return [
            line.line_ref if line.line_ref and counts[line.line_ref] == 1 else f"#{line.sequence}"
            for line in self.line_ids
        ]

    def _get_import_lines(self):
        """Return [Line] of the sheet, for what a spreadsheet says of them."""
        return [
            Line(item, line._get_before(), line.may_overbill, line._get_claim())
            for item, line in zip(self._get_item_names(), self.line_ids, strict=True)
        ]
