# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Date
from odoo.tools import SQL, format_date

from ..core.accrual_run import Place, differences, entry_lines
from ..core.keys import CostKey
from ..core.values import decimal
from .construction_accrual_run import IN_FORCE


class ConstructionAccrualRun(models.Model):
    """What a run has to post, and how it posts it."""

    _inherit = "construction.accrual.run"

    # Lines ------------------------------------------------------------------------------------

    def _refresh(self):
        """Work out the lines anew: the ledger's accruals less what earlier runs posted."""
        for run in self:
            run._check_period()
            items = differences(run._get_accrued(), run._get_posted())
            run.line_ids.unlink()
            run.line_ids.create([run._prepare_line_values(item) for item in items])
            if not items:
                raise UserError(
                    self.env._(
                        "The books already show what was accepted and not billed on %(date)s. "
                        "There is nothing to post.",
                        date=format_date(self.env, run.date),
                    )
                )

    def _prepare_line_values(self, item):
        key = item.place.key
        return {
            "run_id": self.id,
            "order_line_id": item.place.order_line_id,
            "account_id": item.place.account_id,
            "project_id": key.project_id,
            "cost_code_id": key.cost_code_id,
            "cost_type_id": key.cost_type_id,
            "phase_id": key.phase_id or False,
            "accrued": float(item.accrued),
            "posted": float(item.posted),
            "amount": float(item.amount),
        }

    def _get_accrued(self):
        """Return {Place: Decimal} of what the ledger holds as accrued on the day of the run."""
        self.env["construction.cost.entry"]._project_stale()
        # as text: the driver would turn numeric into float
        rows = self.env.execute_query(
            SQL(
                """
                SELECT l.id, e.project_id, e.cost_code_id, e.cost_type_id,
                       COALESCE(e.phase_id, 0), SUM(e.amount)::text
                  FROM construction_cost_entry e
             LEFT JOIN construction_payment_application_line applied
                    ON applied.id = e.source_id
                   AND e.source_model = 'construction.payment.application.line'
                  JOIN purchase_order_line l ON l.id = CASE
                       WHEN e.source_model = 'purchase.order.line' THEN e.source_id
                       ELSE applied.order_line_id END
                 WHERE e.bucket = 'accrued'
                   AND e.company_id = %(company)s AND e.date <= %(date)s
                   AND l.company_id = %(company)s
              GROUP BY 1, 2, 3, 4, 5 HAVING SUM(e.amount) <> 0
                """,
                company=self.company_id.id,
                date=self.date,
            )
        )
        lines = self.env["purchase.order.line"].browse({row[0] for row in rows})
        accounts = lines._get_accrual_accounts()
        return {
            Place(line_id, accounts[line_id], CostKey(*key)): Decimal(amount)
            for line_id, *key, amount in rows
        }

    def _get_posted(self):
        """Return {Place: Decimal} of what runs of the same day posted."""
        runs = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date", "=", self.date),
                ("state", "in", IN_FORCE),
            ]
        )
        posted = defaultdict(Decimal)
        for line in runs.line_ids:
            posted[line._get_place()] += decimal(line.amount)
        return posted

    # Entries ----------------------------------------------------------------------------------

    def _check_period(self):
        self.ensure_one()
        if self.date > Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(date)s is not over yet. Accrue a month when it has ended.",
                    date=format_date(self.env, self.date),
                )
            )
        company = self.company_id
        # no tax and no purchase journal: those locks close the bills, which comes before
        locks = company._get_violated_lock_dates(self.date, False, company.accrual_journal_id)
        if locks:
            raise UserError(
                self.env._(
                    "Nothing can be posted on %(date)s, the period is closed: %(locks)s. "
                    "Open the period, or accrue in a later month.",
                    date=format_date(self.env, self.date),
                    locks=company._format_lock_dates(locks),
                )
            )

    def _post_entries(self):
        """Post the entry and its reversal with the rights of the user."""
        self.ensure_one()
        self._check_settings()
        moves = self.env["account.move"].with_company(self.company_id)
        values = [
            self._prepare_move_values(self.date, 1),
            self._prepare_move_values(self.reversal_date, -1),
        ]
        entry, reversal = moves.create(values)
        # before they are posted: the ledger has these amounts already. Sudo: nobody may write
        # runs; the caller has checked the right to post them.
        self.sudo().write({"move_id": entry.id, "reversal_id": reversal.id, "state": "posted"})
        reversal.reversed_entry_id = entry
        (entry | reversal)._post()

    def _check_settings(self):
        company = self.company_id
        if not company.accrual_journal_id or not company.accrual_account_id:
            raise UserError(
                self.env._(
                    "%(company)s has no journal or no liability account for accruals. "
                    "Choose them in Settings, Job Cost, Month End.",
                    company=company.display_name,
                )
            )

    def _prepare_move_values(self, day, sign):
        currency = self.currency_id
        total = sum((decimal(line.amount) for line in self.line_ids), Decimal(0))
        lines = entry_lines((line._get_place(), decimal(line.amount)) for line in self.line_ids)
        commands = [
            Command.create(self._prepare_expense_values(account_id, key, sign * amount))
            for (account_id, key), amount in lines.items()
        ]
        if not currency.is_zero(float(total)):
            commands.append(Command.create(self._prepare_liability_values(-sign * total)))
        name = self.display_name
        return {
            "move_type": "entry",
            "journal_id": self.company_id.accrual_journal_id.id,
            "date": day,
            "ref": name if sign > 0 else self.env._("Reversal of %(run)s", run=name),
            "line_ids": commands,
        }

    def _prepare_expense_values(self, account_id, key, amount):
        coding = self.env["construction.cost.key"]
        job, code, kind, phase = (
            self.env[model].browse(id_)
            for model, id_ in zip(
                (
                    "project.project",
                    "construction.cost.code",
                    "construction.cost.type",
                    "construction.job.phase",
                ),
                key,
                strict=True,
            )
        )
        return {
            "account_id": account_id,
            "name": self.env._("Accepted, not billed: %(job)s", job=job.display_name),
            # Sudo: coding is a fact of the document; finance need not read the structure.
            "analytic_distribution": coding.sudo()._distribution(
                job.sudo(), code.sudo(), kind.sudo(), phase.sudo() if key.phase_id else None
            ),
            "balance": float(amount),
        }

    @api.model
    def _prepare_liability_values(self, amount):
        # without coding: the accrual of the job would be taken back by its own counterpart
        return {
            "account_id": self.company_id.accrual_account_id.id,
            "name": self.env._("Accepted, not billed"),
            "analytic_distribution": False,
            "balance": float(amount),
        }
