# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import format_date, format_datetime

from ...core.values import decimal
from ...core.wip_workbook import AMOUNT, PERCENT, TEXT, WipPart, WipSheet, wip_workbook
from .construction_wip_schedule import TOTALS

#: Columns of the spreadsheet: fields of a line.
SHEET = (
    "project_id",
    "method",
    "original_contract",
    "approved_changes",
    "contract",
    "estimate",
    "margin",
    "margin_percent",
    "margin_fade",
    "cost",
    "uninstalled",
    "percent",
    "previous_percent",
    "earned",
    "previous_earned",
    "earned_in_period",
    "billed",
    "underbilled",
    "overbilled",
    "gross_profit",
    "loss_provision",
    "unearned",
    "backlog_cost",
    "backlog_profit",
    "method_note",
    "uninstalled_note",
)
KINDS = {"monetary": AMOUNT, "float": PERCENT}


class ConstructionWipSchedule(models.Model):
    """A schedule on paper and as a spreadsheet."""

    _inherit = "construction.wip.schedule"

    def action_export(self):
        """Download the schedule as a spreadsheet."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/construction_jobcost/wip_schedules/{self.id}.xlsx",
            "target": "download",
        }

    def _get_facts(self):
        """Return [(label, text)] of what the figures are; what is empty is left out."""
        self.ensure_one()
        # Sudo: names of the people on a document that the reader may read.
        schedule = self.sudo()
        states = dict(self._fields["state"]._description_selection(self.env))
        signed = schedule.signed_by and self.env._(
            "%(person)s, %(moment)s",
            person=schedule.signed_by.name,
            moment=format_datetime(self.env, schedule.signed_on),
        )
        facts = [
            (self.env._("Company"), schedule.company_id.name),
            (self.env._("Period end"), format_date(self.env, self.date)),
            (
                self.env._("As known at"),
                self.known_at and format_datetime(self.env, self.known_at),
            ),
            (self.env._("Amounts in"), self.currency_id.name),
            (self.env._("Compared with"), schedule.previous_id.display_name),
            (self.env._("Status"), states[self.state]),
            (self.env._("Prepared by"), ", ".join(schedule.preparer_ids.mapped("name"))),
            (self.env._("Signed by"), signed),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_document_mark(self):
        """Return the word that keeps a reader from taking the paper for a signed schedule."""
        self.ensure_one()
        marks = {
            "draft": self.env._("DRAFT"),
            "submitted": self.env._("NOT SIGNED"),
            "reversed": self.env._("REVERSED"),
            "void": self.env._("VOID"),
        }
        return marks.get(self.state, "")

    def _get_noted_lines(self):
        """Return the lines that say more than the ledger does: what was filled in, and why."""
        self.ensure_one()
        return self.line_ids.filtered(lambda line: line.method != "cost" or line.uninstalled)

    def _get_fade(self):
        """Return the change of estimated gross profit of all jobs since the period before."""
        self.ensure_one()
        return sum(self.line_ids.mapped("margin_fade"))

    # Spreadsheet ------------------------------------------------------------------------------

    def _get_workbook(self):
        """Return the XLSX file of the schedule, a row per job and the totals at its foot."""
        self.ensure_one()
        self.check_access("read")
        lines = self.line_ids
        sums = {
            name: sum(decimal(amount) for amount in lines.mapped(name))
            for name in SHEET
            if lines._fields[name].type == "monetary"
        }
        # as on the screen: these are kept on the schedule
        sums |= {name: decimal(self[name]) for name in TOTALS}
        sheet = WipSheet(
            title=self.env._("WIP Schedule"),
            facts=self._get_facts(),
            columns=self._get_sheet_columns(),
            total=self.env._("Total"),
            digits=self.currency_id.decimal_places,
        )
        rows = [(line._get_sheet_row(SHEET), line.margin < 0) for line in lines]
        return wip_workbook(sheet, [WipPart(rows)], sums)

    def _get_sheet_columns(self):
        fields = self.line_ids._fields
        return [
            (
                name,
                fields[name]._description_string(self.env),
                KINDS.get(fields[name].type, TEXT),
            )
            for name in SHEET
        ]


class ConstructionWipLine(models.Model):
    """A line on the spreadsheet."""

    _inherit = "construction.wip.line"

    def _get_sheet_row(self, names):
        """Return {name: text or number} of these fields."""
        self.ensure_one()
        methods = dict(self._fields["method"]._description_selection(self.env))
        texts = {"project_id": self.project_id.display_name, "method": methods[self.method]}
        return {
            name: texts.get(name)
            or (decimal(self[name]) if self._fields[name].type in KINDS else self[name] or "")
            for name in names
        }
