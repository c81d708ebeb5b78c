# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import formatLang

from ...core.wip_tie import BY_HAND, ENTRIES, LATER, NO_JOB, NOT_SIGNED, OPENING


class ConstructionWipTie(models.TransientModel):
    """One figure of a WIP schedule beside the general ledger, with the cause of a difference."""

    _name = "construction.wip.tie"
    _description = "WIP Schedule and General Ledger"
    _order = "kind, account_id, project_id, id"
    _rec_name = "project_id"

    schedule_id = fields.Many2one(
        "construction.wip.schedule",
        string="WIP Schedule",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="schedule_id.company_id")
    currency_id = fields.Many2one(related="schedule_id.currency_id")
    kind = fields.Selection(
        [("1_cost", "Cost to Date"), ("2_billed", "Billed"), ("3_account", "Balance Sheet")],
        string="Figure",
        readonly=True,
        required=True,
    )
    project_id = fields.Many2one("project.project", string="Job", readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)
    schedule_amount = fields.Monetary(
        string="Schedule", readonly=True, help="On balance sheet accounts debit is positive."
    )
    books_amount = fields.Monetary(
        string="General Ledger", readonly=True, help="Posted up to the period end."
    )
    difference = fields.Monetary(readonly=True, help="General ledger less schedule.")
    unexplained = fields.Monetary(readonly=True)
    cause = fields.Char(readonly=True)

    @api.model
    def _compare(self, schedule):
        """Make and return the rows of a schedule: each of its figures, and what it lacks."""
        ties = schedule._get_ties()
        labels = self._get_cause_labels()
        return self.create(
            [
                {
                    "schedule_id": schedule.id,
                    "kind": kind,
                    "project_id": job_id,
                    "account_id": account_id,
                    "schedule_amount": float(tie.schedule),
                    "books_amount": float(tie.books),
                    "difference": float(tie.difference),
                    "unexplained": float(tie.unexplained),
                    "cause": self._tell(tie, labels, schedule.currency_id),
                }
                for (kind, job_id, account_id), tie in ties.items()
            ]
        )

    @api.model
    def _get_cause_labels(self):
        categories = self.env["construction.books.reconciliation"]._selection_category()
        return dict(categories) | {
            LATER: self.env._("Recorded after the schedule was submitted"),
            ENTRIES: self.env._("Journal entries on income accounts"),
            NO_JOB: self.env._("Income on no job of the schedule"),
            BY_HAND: self.env._("Entered without a schedule"),
            OPENING: self.env._("Opening balances of the owner contract: billed elsewhere"),
            NOT_SIGNED: self.env._("Not posted: the schedule is not signed"),
        }

    @api.model
    def _tell(self, tie, labels, currency):
        def text(label, amount):
            return f"{label}: {formatLang(self.env, float(amount), currency_obj=currency)}"

        parts = [text(labels[cause], amount) for cause, amount in tie.known.items()]
        if tie.unexplained:
            parts.append(text(self.env._("Unexplained"), tie.unexplained))
        return "; ".join(parts)
