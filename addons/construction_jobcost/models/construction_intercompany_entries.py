# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionIntercompanyRun(models.Model):
    """The two entries of a run: they mirror each other in the currency of the job's company."""

    _inherit = "construction.intercompany.run"

    def _create_moves(self):
        """Create the drafts: the receiver's cost by job, the provider's recovery in one sum."""
        self.ensure_one()
        self.receiver_company_id._check_intercompany_books("intercompany_cost_account_id")
        self.provider_company_id._check_intercompany_books("intercompany_recovery_account_id")
        for company, lines in (
            (self.receiver_company_id, self._prepare_receiver_lines()),
            (self.provider_company_id, self._prepare_provider_lines()),
        ):
            moves = self.env["account.move"].with_company(company)
            moves.create(self._prepare_move(company, lines))

    def _prepare_move(self, company, lines):
        """Return the values of the draft entry in the books of ``company``."""
        return {
            "move_type": "entry",
            "journal_id": company.intercompany_journal_id.id,
            "currency_id": self.currency_id.id,
            "date": self.date,
            "ref": self.env._(
                "%(run)s: crew of %(company)s", run=self.name, company=self.provider_company_id.name
            ),
            "intercompany_run_id": self.id,
            "line_ids": [fields.Command.create(line) for line in lines],
        }

    def _prepare_receiver_lines(self):
        company, partner = self.receiver_company_id, self.provider_company_id.partner_id
        lines = [
            self._prepare_line(
                company.intercompany_cost_account_id,
                partner,
                sum(charges.mapped("amount")),
                self.env._(
                    "%(job)s: %(hours)s hours",
                    job=job.display_name,
                    hours=round(sum(charges.mapped("hours")), 2),
                ),
            )
            for job, charges in self.charge_ids.grouped("project_id").items()
        ]
        due = company.intercompany_due_account_id
        return [*lines, self._prepare_line(due, partner, -self.amount, self.name)]

    def _prepare_provider_lines(self):
        company, partner = self.provider_company_id, self.receiver_company_id.partner_id
        recovery = company.intercompany_recovery_account_id
        return [
            self._prepare_line(
                company.intercompany_due_account_id, partner, self.amount, self.name
            ),
            self._prepare_line(recovery, partner, -self.amount, self.name),
        ]

    def _prepare_line(self, account, partner, amount, label):
        """Return the values of a journal item; amount in the receiver's currency, debit positive."""
        return {
            "account_id": account.id,
            "partner_id": partner.id,
            "name": label,
            "currency_id": self.currency_id.id,
            "amount_currency": self.currency_id.round(amount),
            # the jobs have the cost from the timesheets
            "analytic_distribution": False,
        }
