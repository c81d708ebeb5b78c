# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What may happen to bills, hours and journal entries, beside an order."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from odoo.fields import Command

from .ledger_machine import ANY, PRICES, QUANTITIES, OrderMachine

KINDS = st.sampled_from(["in_invoice", "in_invoice", "in_refund"])


class LedgerMachine(OrderMachine):
    """An order with its bills, and hours and other costs on the same job."""

    # Bills ------------------------------------------------------------------------------------

    @precondition(lambda self: self.order.state == "purchase")
    @rule(index=ANY, quantity=QUANTITIES, price=PRICES, kind=KINDS)
    def bill(self, index, quantity, price, kind):
        line = self.line(index)

        def step():
            bill = self.case._bill(
                (line, quantity, price), (self.order.order_line[0], 1, 100.0), move_type=kind
            )
            return self.post(bill)

        self.attempt(step)

    @rule(quantity=QUANTITIES, price=PRICES, coding=ANY)
    def bill_without_order(self, quantity, price, coding):
        values = {"analytic_distribution": self.coding(coding)}
        empty = self.env["purchase.order.line"]
        self.attempt(lambda: self.post(self.case._bill((empty, quantity, price, values))))

    def post(self, bill):
        self.case._approve_bill(bill)
        self.bills.append(bill)

    def a_bill(self, index, state):
        bills = [bill for bill in self.bills if bill.exists() and bill.state == state]
        return bills[index % len(bills)] if bills else self.env["account.move"]

    @precondition(lambda self: self.bills)
    @rule(index=ANY)
    def reset_bill(self, index):
        self.attempt(self.a_bill(index, "posted").button_draft)

    @precondition(lambda self: self.bills)
    @rule(index=ANY, quantity=QUANTITIES)
    def change_and_post_bill(self, index, quantity):
        bill = self.a_bill(index, "draft")

        def step():
            bill.invoice_line_ids.quantity = quantity
            self.case._approve_bill(bill)

        self.attempt(step)

    @precondition(lambda self: self.bills)
    @rule(index=ANY)
    def delete_bill(self, index):
        bill = self.a_bill(index, "draft")

        def step():
            bill.sudo().with_context(force_delete=True).unlink()
            self.bills.remove(bill)

        if bill:
            self.attempt(step)

    @precondition(lambda self: self.bills)
    @rule(index=ANY)
    def reverse_bill(self, index):
        bill = self.a_bill(index, "posted")
        dates = {"date": "2026-04-01", "invoice_date": "2026-04-01"}
        self.attempt(lambda: bill._reverse_moves([dates], cancel=True))

    @precondition(lambda self: self.bills)
    @rule(index=ANY, coding=ANY)
    def recode_bill(self, index, coding):
        values = {"analytic_distribution": self.coding(coding)}
        bill = self.a_bill(index, "posted")
        self.attempt(lambda: bill.invoice_line_ids.write(values))

    @precondition(lambda self: self.bills)
    @rule(index=ANY, to=ANY)
    def rematch_bill(self, index, to):
        """A bill line belongs to another order line, or to none."""
        lines = self.order.order_line
        target = lines[to] if to < len(lines) else lines.browse()
        bill = self.a_bill(index, "draft")
        self.attempt(lambda: bill.invoice_line_ids.write({"purchase_line_id": target.id}))

    # Hours and journal entries ------------------------------------------------------------------

    @rule(index=ANY, hours=st.integers(0, 9), steel=st.booleans())
    def hours_worked(self, index, hours, steel):
        """Hours are reported, corrected or (none) taken back."""
        code = self.case.steel if steel else self.case.concrete
        if index >= len(self.hours):
            line = self.attempt(lambda: self.report_hours(code, hours))
            self.hours += line or []
        elif hours:
            values = {"unit_amount": hours, "cost_code_id": code.id}
            self.attempt(lambda: self.hours[index].write(values))
        else:
            self.attempt(self.hours.pop(index).unlink)

    def report_hours(self, code, hours):
        case = self.case
        return self.env["account.analytic.line"].create(
            {
                "project_id": case.job.id,
                "employee_id": case.employee.id,
                "name": "Pour",
                "unit_amount": hours,
                "date": "2026-02-02",
                "cost_code_id": code.id,
                "cost_type_id": case.material.id,
            }
        )

    @rule(amount=PRICES, coding=ANY)
    def post_entry(self, amount, coding):
        case = self.case

        def step():
            entry = self.env["account.move"].create(
                {
                    "journal_id": case.general.id,
                    "date": "2026-03-31",
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": case.expense.id,
                                "debit": amount,
                                "analytic_distribution": self.coding(coding),
                            }
                        ),
                        Command.create({"account_id": case.cash.id, "credit": amount}),
                    ],
                }
            )
            entry.with_user(case.approver).action_approve_bill()

        self.attempt(step)
