# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ...core.keys import CostKey
from ...core.owner_billing import paid_steps
from ...core.projection import Projected
from ...core.retention import NOTHING
from ...core.values import decimal

#: What a line of an owner invoice is in the state map, and its sign in the ledger.
COUNTED = {
    "work": (("owner.invoice", -1),),
    "held": (("owner.retention", 1),),
    # what is given back is held no more
    "released": (("owner.retention", 1), ("owner.release", -1)),
}


class AccountMoveLine(models.Model):
    """Lines of owner invoices in the job cost ledger: billed, held back, given back, paid."""

    _inherit = "account.move.line"

    owner_role = fields.Selection(
        [("work", "Work"), ("held", "Retention Held"), ("released", "Retention Released")],
        string="Bills the Owner",
        readonly=True,
        copy=False,
    )
    owner_line_id = fields.Many2one(
        "construction.owner.contract.line",
        string="Contract Item",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def _copy_data_extend_business_fields(self, values):
        result = super()._copy_data_extend_business_fields(values)
        values["owner_role"] = self.owner_role
        values["owner_line_id"] = self.owner_line_id.id
        return result

    # Cost source ------------------------------------------------------------------------------

    @api.model
    def _get_cost_sweep_domain(self):
        rules = self.env["construction.cost.rule"]
        states = sorted(rules._get_counted_states("owner.invoice"))
        billed = Domain("parent_state", "in", states)
        billed &= Domain("move_id.owner_contract_id", "!=", False)
        return list(Domain(super()._get_cost_sweep_domain()) | billed)

    def _get_cost_projection(self):
        result = super()._get_cost_projection()
        for move, lines in self.grouped("move_id").items():
            if move.owner_contract_id:
                for line in lines:
                    result[line.id] = result.get(line.id, []) + line._project_owner_line(move)
        return result

    def _project_owner_line(self, move):
        """Return [Projected] of a line of an owner invoice or its credit note."""
        if self.owner_role:
            return [
                self._project_owner(document, self.date, sign * decimal(self.balance))
                for document, sign in COUNTED[self.owner_role]
                if self._get_owner_bucket(document)
            ]
        terms = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
        # what is paid counts once for the whole invoice, whatever its instalments
        return self._project_collected(move, terms) if self == terms.sorted("id")[:1] else []

    def _project_collected(self, move, terms):
        """Return [Projected] of what was paid: without tax, and what of it was retention."""
        total = sum((decimal(line.balance) for line in terms), NOTHING)
        lines = move.line_ids.filtered("owner_role")
        released = lines.filtered(lambda line: line.owner_role == "released")
        payments, rounding = terms._get_payments(), decimal(self.company_id.currency_id.rounding)
        return [
            self._project_owner(document, day, amount)
            for document, asked in (("owner.payment", lines), ("owner.release.payment", released))
            if self._get_owner_bucket(document)
            for day, amount in paid_steps(
                total, -sum((decimal(line.balance) for line in asked), NOTHING), payments, rounding
            )
        ]

    def _get_payments(self):
        """Return [(day, amount)] that was paid on receivables; company currency (Decimal).

        A credit note that is set against an invoice is no payment.
        """
        paid = [
            (part.max_date, decimal(part.amount))
            for part in self.matched_credit_ids
            if part.credit_move_id._is_payment()
        ]
        back = [
            (part.max_date, -decimal(part.amount))
            for part in self.matched_debit_ids
            if part.debit_move_id._is_payment()
        ]
        return paid + back

    def _is_payment(self):
        # a payment that is taken back to draft stays set against its invoice
        return self.move_id.move_type == "entry" and self.parent_state == "posted"

    def _get_owner_bucket(self, document):
        return self.env["construction.cost.rule"]._get_bucket(document, self.parent_state)

    def _project_owner(self, document, day, amount):
        find = self.env["ir.model.data"]._xmlid_to_res_id
        code = self.owner_line_id.cost_code_id.id or find("construction_jobcost.cost_code_uncoded")
        revenue = find("construction_jobcost.cost_type_revenue")
        job = self.move_id.owner_contract_id.project_id
        bucket = self._get_owner_bucket(document)
        return Projected(bucket, CostKey(job.id, code, revenue), day, amount)


class AccountPartialReconcile(models.Model):
    """Paying an owner invoice, or taking the payment back, changes what is collected."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        self.env["construction.cost.entry"]._mark_stale(partials._get_owner_lines())
        return partials

    def unlink(self):
        lines = self._get_owner_lines()
        result = super().unlink()
        self.env["construction.cost.entry"]._mark_stale(lines)
        return result

    def _get_owner_lines(self):
        """Return the receivables of owner invoices that are set off here."""
        # Sudo: the ledger follows whoever sets payments against invoices.
        moves = (self.debit_move_id | self.credit_move_id).sudo().move_id
        lines = moves.filtered("owner_contract_id").line_ids
        return lines.filtered(lambda line: line.display_type == "payment_term")
