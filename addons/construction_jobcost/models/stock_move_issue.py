# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.coding import Operation
from .construction_cost_key_check import CodedLine

CODING_FIELDS = frozenset({"cost_code_id", "cost_type_id", "job_phase_id"})


class StockMove(models.Model):
    """Goods issued from stock to a job cost it their value; what comes back is a credit.

    The cost is Odoo's own analytic line of the transfer. Where the issue is posted at once (real
    time valuation, a location with a cost account) the journal item carries the coding instead,
    so it counts once, in the books and in the ledger.
    """

    _inherit = "stock.move"

    cost_code_id = fields.Many2one(
        "construction.cost.code", string="Job Cost Code", ondelete="restrict", check_company=True
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type",
        string="Job Cost Type",
        ondelete="restrict",
        check_company=True,
        help="Empty: material.",
    )
    job_phase_id = fields.Many2one(
        "construction.job.phase",
        ondelete="restrict",
        domain="[('project_id', '=', parent.project_id)]",
    )
    issue_item_ids = fields.One2many(
        "account.move.line", "issue_move_id", readonly=True, string="Cost in the Books"
    )

    def write(self, vals):
        self._check_entry_kept(vals)
        result = super().write(vals)
        if not (CODING_FIELDS | {"date"}).isdisjoint(vals):
            self._recode_issues()
        return result

    def _check_entry_kept(self, vals):
        """An entry that is free of approval because of its issue stays with it."""
        entry_id = vals.get("account_move_id")
        if "account_move_id" in vals and any(
            move.account_move_id.id not in (False, entry_id) for move in self
        ):
            raise UserError(
                self.env._(
                    "The journal entry of a transfer cannot be exchanged. Return the goods instead."
                )
            )

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        return [*super()._prepare_merge_moves_distinct_fields(), *CODING_FIELDS]

    def _action_done(self, cancel_backorder=False):
        self._check_issue_coding()
        return super()._action_done(cancel_backorder=cancel_backorder)

    # Coding -----------------------------------------------------------------------------------

    def _get_issue_job(self):
        """Return the job whose cost the goods are, empty where the move is none of a job.

        Goods that were ordered for a job are its cost by their order: passing them on to the
        job is no second cost.
        """
        self.ensure_one()
        job = self.picking_id.project_id
        ordered = self.purchase_line_id | self.move_orig_ids.purchase_line_id
        if not job.is_job or self.purchase_line_id or job in ordered.order_id.job_ids:
            return job.browse()
        return job

    def _get_issue_distribution(self):
        """Return the analytic distribution of the job and the move's coding, {} without a job."""
        # Sudo: whoever moves the goods, the coding is a fact of the transfer.
        move = self.sudo()
        job = move._get_issue_job()
        if not job:
            return {}
        material = self.env.ref("construction_jobcost.cost_type_material").sudo()
        return self.env["construction.cost.key"]._distribution(
            job, move.cost_code_id, move.cost_type_id or material, move.job_phase_id
        )

    def _check_issue_coding(self):
        """Raise CodingError naming the goods that their job does not take so."""
        keys = self.env["construction.cost.key"]
        lines = [
            CodedLine(
                move,
                keys._get_parts(distribution),
                move.company_id.id,
                move._get_cost_day() if move.state == "done" else fields.Date.context_today(move),
                # what goes back keeps the coding it came with, though the code is closed since
                not move.origin_returned_move_id,
            )
            for move in self
            if move.state != "cancel" and (distribution := move._get_issue_distribution())
        ]
        keys._check_coding(
            lines,
            Operation.WORK,
            lambda move: self.env._("Transfer %(name)s", name=move.picking_id.name),
        )

    def _recode_issues(self):
        """Bring what was posted of done issues in line with their coding and their day."""
        done = self.filtered(lambda move: move.state == "done" and move._get_issue_job())
        done._check_issue_coding()
        # Sudo: as Odoo does when it enters the lines; the right to the transfer was checked.
        for move in done.sudo():
            move.issue_item_ids.analytic_distribution = move._get_issue_distribution()
            move._create_analytic_move()
            move.analytic_account_line_ids.date = move._get_cost_day()

    # Cost -------------------------------------------------------------------------------------

    def _get_analytic_distribution(self):
        self.ensure_one()
        # Sudo: as in _get_issue_distribution.
        if not self.sudo().picking_id.project_id.is_job:
            return super()._get_analytic_distribution()
        return {} if self.sudo().issue_item_ids else self._get_issue_distribution()

    def _prepare_analytic_lines(self):
        # Sudo: as in _get_issue_distribution.
        if self.sudo().picking_id.project_id.is_job and self.state != "done":
            # Odoo estimates goods that are merely picked: no cost of the job yet
            return False
        return super()._prepare_analytic_lines()

    def _prepare_analytic_line_values(self, account_field_values, amount, unit_amount):
        values = super()._prepare_analytic_line_values(account_field_values, amount, unit_amount)
        return {**values, "date": self._get_cost_day(), "stock_move_id": self.id}

    def _get_issue_location(self):
        """Return the location outside the stock: where the goods went to, or came back from."""
        self.ensure_one()
        return self.location_id if self.location_id.valuation_account_id else self.location_dest_id

    def _create_account_move(self):
        posted = self.filtered(lambda move: move._should_create_account_move())
        # the journal items carry the cost. Sudo: as in _recode_issues.
        posted.filtered(
            lambda move: move._get_issue_cost()
        ).sudo().analytic_account_line_ids.unlink()
        return super()._create_account_move()

    def _get_issue_cost(self):
        """Return the distribution of the journal item that charges the job, {} where none does."""
        self.ensure_one()
        cost_account = self._get_issue_location().valuation_account_id
        return self._get_issue_distribution() if cost_account._takes_job_cost() else {}

    def _get_account_move_line_vals(self):
        cost_account = self._get_issue_location().valuation_account_id
        distribution = self._get_issue_cost()
        issue = {"analytic_distribution": distribution, "issue_move_id": self.id}
        return [
            {**values, **issue}
            if distribution and values["account_id"] == cost_account.id
            else values
            for values in super()._get_account_move_line_vals()
        ]
