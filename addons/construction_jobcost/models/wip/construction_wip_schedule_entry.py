# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ...core.wip_schedule import LOSS, OVERBILLED, UNDERBILLED
from .res_company_wip import ACCOUNTS


class ConstructionWipSchedule(models.Model):
    """The entry that brings revenue from what was billed to what was earned."""

    _inherit = "construction.wip.schedule"

    def _check_period_open(self):
        self.ensure_one()
        company = self.company_id
        # no tax and no sale journal: those locks close the invoices, which comes before
        locks = company._get_violated_lock_dates(self.date, False, company.wip_journal_id)
        if locks:
            raise UserError(
                self.env._(
                    "Nothing can be posted on %(date)s, the period is closed: %(locks)s. "
                    "Open the period first.",
                    date=format_date(self.env, self.date),
                    locks=company._format_lock_dates(locks),
                )
            )

    def _post_entries(self):
        """Post the entry and its reversal with the rights of the user."""
        self.ensure_one()
        items = self._prepare_item_values(1)
        if not items:
            # each job earned exactly what was billed
            return
        moves = self.env["account.move"].with_company(self.company_id)
        entry, reversal = moves.create(
            [
                self._prepare_move_values(self.date, items, self.display_name),
                self._prepare_move_values(
                    self.reversal_date,
                    self._prepare_item_values(-1),
                    self.env._("Reversal of %(schedule)s", schedule=self.display_name),
                ),
            ]
        )
        # before they are posted: the ledger leaves entries of schedules alone
        self._set(move_id=entry.id, reversal_id=reversal.id)
        reversal.reversed_entry_id = entry
        (entry | reversal)._post()

    def _cancel_entries(self):
        (self.move_id | self.reversal_id).button_cancel()

    def _prepare_move_values(self, day, items, ref):
        return {
            "move_type": "entry",
            "journal_id": self.company_id.wip_journal_id.id,
            "date": day,
            "ref": ref,
            "line_ids": [Command.create(values) for values in items],
        }

    def _check_settings(self):
        """Raise UserError that names the journal or the accounts which the entry lacks."""
        self.ensure_one()
        company = self.company_id
        needed = {ACCOUNTS[part.role] for line in self.line_ids for part in line._get_entry_parts()}
        names = ["wip_journal_id", *sorted(needed)] if needed else []
        missing = [name for name in names if not company[name]]
        if missing:
            labels = company.fields_get(missing, ["string"])
            raise UserError(
                self.env._(
                    "%(company)s lacks settings for the entry: %(names)s. Choose them in "
                    "Settings, Job Cost, Month End.",
                    company=company.display_name,
                    names=", ".join(labels[name]["string"] for name in missing),
                )
            )

    def _prepare_item_values(self, sign):
        """Return the values of the entry's items, job by job; sign -1: of its reversal."""
        return [
            self._prepare_item(line, part, sign)
            for line in self.line_ids
            for part in line._get_entry_parts()
        ]

    def _prepare_item(self, line, part, sign):
        labels = {
            OVERBILLED: self.env._("Billed, not earned"),
            UNDERBILLED: self.env._("Earned, not billed"),
            LOSS: self.env._("Provision for the loss"),
        }
        return {
            "account_id": self.company_id[ACCOUNTS[part.role]].id,
            "name": f"{line.project_id.display_name}: {labels[part.reason]}",
            "analytic_distribution": line._get_entry_coding(part.role),
            "balance": float(sign * part.amount),
            "wip_line_id": line.id,
        }
