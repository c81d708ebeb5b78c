# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An independent recomputation of the ledger from the documents."""

from collections import defaultdict

from ..core.receipt import ReceiptLine
from .procurement_common import ProcurementCommon

COMMITTED = ("original_commitments", "approved_commitment_changes")


class LedgerCase(ProcurementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.originals = {}
        # its operations come in any order: receipts before what they need
        cls.company.over_receipt_policy = "allow"

    # The oracle: from the documents, without any of the code under test -------------------------

    def _shares(self, distribution):
        """Return [(code, type, share)] of a distribution's parts on the job."""
        result = []
        for accounts, percent in (distribution or {}).items():
            ids = {int(part) for part in accounts.split(",")}
            if self.job.account_id.id not in ids:
                continue
            owner = {
                record.analytic_account_id.id: record.code
                for record in (self.concrete, self.steel, self.material, self.subcontract)
            }
            codes = sorted(owner[i] for i in ids if i in owner)
            result.append((codes[0], codes[1], percent / 100))
        return result

    def _expected(self):
        expected = defaultdict(float)

        def add(bucket, distribution, amount):
            for code, kind, share in self._shares(distribution):
                expected[bucket, code, kind] += amount * share

        for line in self.env["purchase.order.line"].search([("company_id", "=", self.company.id)]):
            self._expect_order_line(line, add)
        moves = self.env["account.move.line"].search(
            [("company_id", "=", self.company.id), ("parent_state", "=", "posted")]
        )
        for line in moves:
            bill = line.move_id.move_type in ("in_invoice", "in_refund")
            if bill and line.display_type == "product":
                bucket = "invoiced" if line.purchase_line_id else "direct_cost"
            elif not bill and line.account_id.account_type == "expense_direct_cost":
                bucket = "direct_cost"
            else:
                continue
            add(bucket, line.analytic_distribution, line.debit - line.credit)
        return {place: round(value, 2) for place, value in expected.items() if round(value, 2)}

    def _expect_order_line(self, line, add):
        coding = line.analytic_distribution
        price = line.price_unit * (1 - line.discount / 100) / line.order_id.currency_rate
        goods = 0
        for move in line.move_ids.filtered(lambda move: move.state == "done"):
            sign = -1 if move.location_dest_id.usage == "supplier" else 1
            goods += sign * move.quantity
            add("received_goods", coding, sign * move.quantity * price)
        if line.order_id.state != "purchase":
            return
        add("committed", coding, line.product_qty * price)
        if line in self.originals:
            add("original_commitments", coding, self.originals[line])
        service = line.product_id.type == "service"
        if service:
            add("received_services", coding, line.qty_received * price)
        accepted = line.qty_received if service else goods
        billed_quantity = billed_amount = 0
        for bill_line in line.invoice_lines.filtered(lambda r: r.parent_state == "posted"):
            sign = -1 if bill_line.move_id.move_type == "in_refund" else 1
            billed_quantity += sign * bill_line.quantity
            billed_amount += bill_line.debit - bill_line.credit
        if line.billing_basis == "amount":
            add("accrued", coding, max(0, accepted * price - billed_amount))
        else:
            add("accrued", coding, max(0, accepted - billed_quantity) * price)

    def _held(self):
        self.env["construction.cost.entry"]._project_stale()
        self.env.cr.execute(
            """
            SELECT bucket, c.code, t.code, SUM(amount)
              FROM construction_cost_entry e
              JOIN construction_cost_code c ON c.id = e.cost_code_id
              JOIN construction_cost_type t ON t.id = e.cost_type_id
             WHERE project_id = %s GROUP BY 1, 2, 3
            """,
            [self.job.id],
        )
        held = defaultdict(float)
        for bucket, code, kind, amount in self.env.cr.fetchall():
            amount = float(amount)
            held[bucket, code, kind] += amount
            if bucket in COMMITTED:
                held["committed", code, kind] += amount
        return {
            place: round(value, 2)
            for place, value in held.items()
            if round(value, 2) and place[0] != "approved_commitment_changes"
        }

    def check(self, step):
        self.env.cr.flush()
        self.assertEqual(self._held(), self._expected(), step)
        self.assertFalse(self.env["construction.cost.entry"]._sweep(), step)

    # Steps ----------------------------------------------------------------------------------------

    def _receive(self, *items, **kwargs):
        receipts = [ReceiptLine(line.id, quantity, day) for line, quantity, day in items]
        return self.env["purchase.order"]._receive(receipts, "Receipt", **kwargs)

    def _return(self, picking, line, quantity):
        returning = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_ids=picking.ids, active_model=picking._name)
            .create({"picking_id": picking.id})
        )
        lines = returning.product_return_moves.filtered(
            lambda r: r.move_id.purchase_line_id == line
        )
        lines.write({"quantity": quantity, "to_refund": True})
        back = self.env["stock.picking"].browse(returning.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.button_validate()
        return back

    def _approve_bill(self, bill, reason="Agreed"):
        bill.with_user(self.approver).action_approve_bill(reason)
