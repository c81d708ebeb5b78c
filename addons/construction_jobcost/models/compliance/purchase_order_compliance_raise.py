# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo import models

from ...core.compliance import COMMITMENT, NOTHING
from ...core.values import decimal

RAISED = "construction_jobcost.compliance.raised"


class PurchaseOrder(models.Model):
    """An order in force that is raised over a rule's amount waits for what the rule wants.

    What the database holds at the first change in a transaction is kept with the transaction,
    and compared when a change comes in force, or at the latest before the transaction ends.
    """

    _inherit = "purchase.order"

    def _get_compliance_cases(self):
        """Add what the changes want that wait for approval: for what the orders are for then."""
        cases = super()._get_compliance_cases()
        pending = self._get_pending_raises()
        for order, found in cases.items():
            more = pending.get(order.id, NOTHING)
            if order.state == "purchase" and more > 0:
                case = order._get_compliance_case(COMMITMENT)
                found.append(replace(case, amount=case.amount + more, raised_from=case.amount))
        return cases

    def _get_pending_raises(self):
        """Return {order id: what pending changes add to it, company currency}."""
        # Sudo: what an order waits for does not depend on who looks.
        changes = self.env["construction.commitment.change"].sudo()
        domain = [("order_id", "in", self.ids), ("state", "=", "pending")]
        sums = changes._read_group(domain, ["order_id"], ["amount_total:sum"])
        return {order.id: order._get_company_amount(amount) for order, amount in sums}

    def _get_company_amount(self, amount):
        """Return an amount of the order in company currency, at the order's rate."""
        self.ensure_one()
        rounded = self.company_id.currency_id.round(amount / (self.currency_rate or 1.0))
        return decimal(rounded)

    # Guard ------------------------------------------------------------------------------------

    def _write_multi(self, vals_list):
        if any("amount_untaxed" in vals for vals in vals_list):
            self._note_amounts()
        return super()._write_multi(vals_list)

    def _note_amounts(self):
        """Keep what orders in force are for, unless it is kept already."""
        noted = self.env.cr.precommit.data.get(RAISED, {})
        # Sudo: what an order was for counts whoever raises it.
        orders = self.filtered(lambda order: order.id not in noted).sudo()
        if not orders or not orders._get_compliance_companies():
            return
        # SQL: the database still holds what the cache has lost
        self.env.cr.execute(
            "SELECT id, amount_untaxed FROM purchase_order WHERE id = ANY(%s) AND state = %s",
            [orders.ids, "purchase"],
        )
        for order_id, amount in self.env.cr.fetchall():
            self._get_noted_amounts()[order_id] = float(amount or 0)

    def _get_noted_amounts(self):
        """Return the transaction's {order id: amount before}."""
        precommit = self.env.cr.precommit
        if RAISED not in precommit.data:
            precommit.data[RAISED] = {}
            precommit.add(self.browse()._check_noted_raises)
        return precommit.data[RAISED]

    def _check_noted_raises(self):
        noted = self.env.cr.precommit.data.get(RAISED, {})
        try:
            # Sudo: the guard judges what was written, not what its writer may read.
            self.sudo().browse(list(noted)).exists()._check_raised_compliance()
        finally:
            self.env.cr.precommit.data.pop(RAISED, None)

    def _accept_raise(self):
        super()._accept_raise()
        # here for a clear answer to who approves the change
        self.flush_recordset(["amount_untaxed"])
        # Sudo: as above.
        self.sudo()._check_raised_compliance()

    def _check_raised_compliance(self):
        """Raise UserError for orders that were raised over the amount of a rule that stops."""
        noted = self.env.cr.precommit.data.get(RAISED, {})
        cases = {}
        for order in self:
            before = order._get_company_amount(noted.pop(order.id, order.amount_untaxed))
            case = order._get_compliance_case(COMMITMENT)
            if order.state == "purchase" and case.amount > before:
                cases[order] = [replace(case, raised_from=before)]
        if cases:
            self._check_compliance(cases)
