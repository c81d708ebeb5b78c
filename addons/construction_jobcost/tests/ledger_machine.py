# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What may happen to an order and its receipts, as a hypothesis state machine."""

from datetime import datetime, timedelta
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from odoo.exceptions import UserError
from odoo.fields import Command

ANY = st.integers(0, 5)
QUANTITIES = st.integers(1, 12)
# with the rates of the test and its splits every amount is exact to the cent
PRICES = st.integers(1, 30).map(lambda n: n * 10)
DAYS = st.sampled_from(["2026-01-15", "2026-02-15", "2026-03-15"])
START = datetime(2026, 3, 1, 8)


class OrderMachine(RuleBasedStateMachine):
    """One order of goods and a service, and its receipts.

    A step that Odoo refuses is rolled back. After each step the ledger is compared with a
    projection from scratch and with what the documents amount to by other means.
    """

    def __init__(self, case):
        super().__init__()
        self.case = case
        self.env = case.env
        self.clock = START
        self.remembered = {}
        self.pickings = []
        self.bills = []
        self.hours = []
        self.savepoint = self.env.cr.savepoint()
        self.savepoint.__enter__()
        self.now = patch.object(self.env.cr, "now", lambda: self.clock)
        self.now.start()

    def teardown(self):
        try:
            self.case.check_knowledge(self.remembered)
        finally:
            self.now.stop()
            self.savepoint.rollback()
            self.savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)
            self.case.originals.clear()

    # Helpers ----------------------------------------------------------------------------------

    def attempt(self, step):
        """Take a step; what Odoo refuses leaves no trace. Returns what the step returns."""
        self.clock += timedelta(hours=1)
        try:
            with self.env.cr.savepoint():
                result = step()
                self.env.cr.flush()
                return result
        except UserError:
            self.env.invalidate_all(flush=False)
            return None

    def line(self, index):
        lines = self.order.order_line
        return lines[index % len(lines)]

    def coding(self, index):
        """Return a distribution: one code, another, split over both, another job's, none."""
        case = self.case
        concrete, steel = case._coding(), case._coding(code=case.steel)
        split = {next(iter(concrete)): 60, next(iter(steel)): 40}
        half = {next(iter(concrete)): 50}
        other = case._coding(job=case.other_job)
        return [concrete, steel, split, half, other][index % 5]

    # The order --------------------------------------------------------------------------------

    @initialize(foreign=st.booleans(), day=DAYS)
    def confirm_order(self, foreign, day):
        case = self.case
        currency = case.euro if foreign else case.company.currency_id
        self.order = case._order(
            (case.rebar, 10, 100.0),
            (case.crane, 8, 120.0, {"analytic_distribution": self.coding(2)}),
            currency_id=currency.id,
            date_order=f"{day} 12:00:00",
        )
        self.order.with_user(case.approver).action_approve_order(
            amount=10**7, jobs=case.job | case.other_job
        )
        self.attempt(self.confirm)

    def confirm(self):
        first = not self.case.originals
        self.order.button_confirm()
        for line in self.order.order_line:
            # what is added to a commitment that stood before is a change
            amount = line.price_subtotal / self.order.currency_rate
            self.case.originals.setdefault(line, amount if first else 0)

    @rule()
    def cancel_or_reopen(self):
        """The next step of the way from confirmed over cancelled and draft to confirmed."""
        order = self.order
        steps = {"purchase": order.button_cancel, "cancel": order.button_draft}
        self.attempt(steps.get(order.state, self.confirm))

    @rule(index=ANY, quantity=QUANTITIES)
    def change_quantity(self, index, quantity):
        self.attempt(lambda: self.line(index).write({"product_qty": quantity}))

    @rule(index=ANY, price=PRICES, discount=st.sampled_from([0, 0, 50]))
    def change_price(self, index, price, discount):
        values = {"price_unit": price, "discount": discount}
        self.attempt(lambda: self.line(index).write(values))

    @rule(index=ANY, coding=ANY)
    def recode_order(self, index, coding):
        values = {"analytic_distribution": self.coding(coding)}
        self.attempt(lambda: self.line(index).write(values))

    @rule(day=DAYS, foreign=st.booleans())
    def change_currency(self, day, foreign):
        """Another currency, or the rate of another day."""
        case = self.case
        currency = case.euro if foreign else case.company.currency_id
        values = {"date_order": f"{day} 12:00:00", "currency_id": currency.id}
        self.attempt(lambda: self.order.write(values))

    @rule(quantity=QUANTITIES, coding=ANY)
    def add_line(self, quantity, coding):
        case = self.case
        values = {
            "order_id": self.order.id,
            "product_id": case.rebar.id,
            "product_qty": quantity,
            "price_unit": 70.0,
            "tax_ids": [Command.clear()],
            "analytic_distribution": self.coding(coding),
        }

        def step():
            line = self.env["purchase.order.line"].create(values)
            if self.order.state == "purchase":
                self.case.originals[line] = 0

        self.attempt(step)

    @precondition(lambda self: self.order.state in ("draft", "cancel"))
    @rule(index=ANY)
    def delete_line(self, index):
        self.attempt(self.order.order_line[2:][index : index + 1].unlink)

    @rule()
    def roll_up(self):
        """Balances are written in between: nothing else is running in a test."""
        balances = self.env["construction.cost.balance"]
        balances._roll_up(*balances._get_highest())

    # Receipts ---------------------------------------------------------------------------------

    @precondition(lambda self: self.order.state == "purchase")
    @rule(index=ANY, quantity=QUANTITIES, final=st.booleans())
    def receive(self, index, quantity, final):
        line = self.line(index)
        got = self.attempt(lambda: self.case._receive((line, quantity, None), final=final))
        if got:
            self.pickings += [(picking, line) for picking in got]

    @precondition(lambda self: self.pickings)
    @rule(index=ANY, quantity=QUANTITIES)
    def send_back(self, index, quantity):
        picking, line = self.pickings[index % len(self.pickings)]
        self.attempt(lambda: self.case._return(picking, line, quantity))

    @precondition(lambda self: self.order.state == "purchase")
    @rule(quantity=st.integers(0, 9))
    def type_in_service(self, quantity):
        service = self.order.order_line[1]
        self.attempt(lambda: service.write({"qty_received": quantity}))

    # What always holds ------------------------------------------------------------------------

    @invariant()
    def ledger_is_right(self):
        self.case.check_ledger()
        self.remembered[self.clock] = self.case.report(known_at=self.clock)
