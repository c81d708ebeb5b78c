# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from ...core.values import decimal
from ...core.wip_schedule import sums
from ...core.wip_workbook import WipPart, WipSheet, wip_workbook
from .construction_wip_schedule_print import KINDS, TEXT

REPORT = "construction_jobcost.construction_wip_consolidation_action_report"
#: Columns of amounts on paper and in the spreadsheet; percent complete stands after cost.
AMOUNTS = (
    "contract",
    "estimate",
    "margin",
    "cost",
    "earned",
    "billed",
    "underbilled",
    "overbilled",
    "gross_profit",
    "loss_provision",
    "unearned",
)
COLUMNS = (*AMOUNTS[:4], "percent", *AMOUNTS[4:])


class ConstructionWipConsolidation(models.TransientModel):
    """The schedules of several companies on paper and as a spreadsheet."""

    _inherit = "construction.wip.consolidation"

    def action_print(self):
        """Print the signed schedules together."""
        self.ensure_one()
        self._make_lines()
        return self.env.ref(REPORT).report_action(self)

    def action_export(self):
        """Download the signed schedules together as a spreadsheet."""
        self.ensure_one()
        self._make_lines()
        return {
            "type": "ir.actions.act_url",
            "url": f"/construction_jobcost/wip_consolidations/{self.id}.xlsx",
            "target": "download",
        }

    def _get_facts(self):
        """Return [(label, text)] of what the figures are."""
        self.ensure_one()
        companies = self._get_lines().company_id
        facts = [
            (self.env._("Period end"), format_date(self.env, self.date)),
            (self.env._("Amounts in"), self.currency_id.name),
            (self.env._("Companies"), ", ".join(companies.mapped("name"))),
            (self.env._("Left out, not signed"), ", ".join(self.lacking_ids.mapped("name"))),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_document_mark(self):
        """Return the word that keeps a reader from taking a part for the whole group."""
        self.ensure_one()
        return self.env._("INCOMPLETE") if self.lacking_ids else ""

    def _get_lines(self):
        """Return the jobs in the order of the list, whatever the order they were made in."""
        self.ensure_one()
        return self.line_ids.sorted()

    def _get_parts(self):
        """Return [(company, its lines, {column: Decimal})], company by company."""
        self.ensure_one()
        return [
            (company, lines, lines._get_sums())
            for company, lines in self._get_lines().grouped("company_id").items()
        ]

    def _get_sources(self):
        """Return what each schedule brought: who signed it, and at which rate it was taken."""
        self.ensure_one()
        # Sudo: names of the people on a document that the reader may read.
        by_schedule = self.sudo()._get_lines().grouped(lambda line: line.wip_line_id.schedule_id)
        return [
            {
                "schedule": schedule,
                "jobs": len(lines),
                "rate": f"{lines[0].rate:.6f}".rstrip("0").rstrip("."),
                "signed_on": format_datetime(self.env, schedule.signed_on),
            }
            for schedule, lines in by_schedule.items()
        ]

    # Spreadsheet ------------------------------------------------------------------------------

    def _get_workbook(self):
        """Return the XLSX file: company by company a row per job, and the totals at its foot."""
        self.ensure_one()
        self.check_access("read")
        lines = self.line_ids
        sheet = WipSheet(
            title=self.env._("Consolidated WIP Schedule"),
            facts=self._get_facts(),
            columns=lines._get_sheet_columns(),
            total=self.env._("Total"),
            digits=self.currency_id.decimal_places,
        )
        parts = [
            WipPart(
                [(line._get_sheet_row(), line.margin < 0) for line in own], company.name, subtotal
            )
            for company, own, subtotal in self._get_parts()
        ]
        return wip_workbook(sheet, parts, lines._get_sums())


class ConstructionWipConsolidationLine(models.TransientModel):
    """Jobs of the consolidated schedule on paper and as rows of the spreadsheet."""

    _inherit = "construction.wip.consolidation.line"

    def _get_sums(self):
        """Return {column: Decimal} of these jobs; over- and underbilled each for itself."""
        rows = [{name: decimal(line[name]) for name in AMOUNTS} for line in self]
        return sums(rows, AMOUNTS)

    def _get_sheet_row(self):
        self.ensure_one()
        figures = {name: decimal(self[name]) for name in (*COLUMNS, "rate")}
        return {"project_id": self.project_id.display_name, **figures}

    @api.model
    def _get_sheet_columns(self):
        return [
            (
                name,
                self._fields[name]._description_string(self.env),
                KINDS.get(self._fields[name].type, TEXT),
            )
            for name in ("project_id", *COLUMNS)
        ]

    @api.model
    def _get_print_columns(self):
        """Return [(name, label)] of the columns after the job on paper."""
        return [(name, label) for name, label, _kind in self._get_sheet_columns()[1:]]

    def action_print(self):
        """Print the consolidation whose list is on screen."""
        return self._get_shown().action_print()

    def action_export(self):
        """Download the consolidation whose list is on screen."""
        return self._get_shown().action_export()

    def _get_shown(self):
        """Return the consolidation that these lines are of, or that the list was opened from."""
        opened = self.consolidation_id.browse(self.env.context.get("consolidation_id") or [])
        shown = (self.consolidation_id or opened).exists()
        if not shown:
            raise UserError(self.env._("This list is too old. Consolidate the schedules anew."))
        return shown
