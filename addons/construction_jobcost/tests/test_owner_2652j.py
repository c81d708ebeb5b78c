# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

from odoo.fields import Command
from odoo.tests import tagged

from .owner_common import OwnerCommon

DATA = Path(__file__).parent / "data" / "sf2652j"
KINDS = {"LS": "lump_sum", "AL": "allowance"}
SHARES = {"SFMTA": 42, "SFPUC-SW": 31, "SFPUC-AWSS": 13, "SFPUC-WD": 14}
#: Paid by one agency alone.
ALONE = {"CR-15": "SFMTA"}
#: (item, payment) that the agencies did not split by their shares to the cent.
AGREED = {("G-11", 2), ("G-11", 5), ("G-6", 12)}


def rows(name):
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def published():
    """Return {payment: {item: {agency: amount}}} as the agencies published it."""
    found = defaultdict(lambda: defaultdict(dict))
    for row in rows("payments.csv"):
        found[int(row["payment"])][row["bid_item"]][row["agency"]] = Decimal(row["amount"])
    return found


@tagged("post_install", "-at_install")
class TestOwner2652J(OwnerCommon):
    """A real contract: lump sums, unit prices and allowances, paid by four agencies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        agencies = cls.env["res.partner"].create(
            [{"name": name, "property_account_receivable_id": cls.receivable.id} for name in SHARES]
        )
        cls.agencies = dict(zip(SHARES, agencies, strict=True))

    def test_each_payment_of_each_agency_is_the_published_one(self):
        contract = self._published_contract()
        self.assertEqual(contract.amount, 5961817.00)
        for number, items in sorted(published().items()):
            application = self._bill(contract, number, items)
            self.assertEqual(self._parts(application), self._with_amounts(items), number)
            self._assert_invoices(application, items)
        self.assertEqual(application.completed_amount, 1752818.35)
        self.assertEqual(application.earned_amount, 1752818.35)
        self.assertEqual(self._figures("contract", "billed"), (5961817.00, 1752818.35))
        self.assertLedgerAgrees()

    def _published_contract(self):
        lines = [
            {
                "line_ref": row["bid_item"],
                "name": row["description"],
                "kind": KINDS.get(row["unit"], "unit_price"),
                "quantity": float(row["contract_qty"]),
                "price_unit": float(row["unit_price"]),
                "original_amount": float(row["contract_amount"]),
            }
            for row in rows("items.csv")
        ]
        payers = [(self.agencies[name], share) for name, share in SHARES.items()]
        contract = self._draft_contract(*lines, payers=payers, name="2652J")
        for line in contract.line_ids.filtered(lambda line: line.line_ref in ALONE):
            payer = self._payer(contract, ALONE[line.line_ref])
            line.share_ids = [Command.create({"payer_id": payer.id, "share_percent": 100})]
        contract.action_activate()
        return contract

    def _payer(self, contract, agency):
        return contract.payer_ids.filtered(lambda p: p.partner_id == self.agencies[agency])

    def _bill(self, contract, number, items):
        """Open, submit and certify a payment; what the agencies agreed is given."""
        application = self._application(
            contract,
            period_start=date(2025, number, 1),
            period_end=date(2025, number, 28),
        )
        for line in application.line_ids:
            amount = sum(items.get(line.line_ref, {}).values())
            quantity = amount / Decimal(str(line.price_unit or 1))
            measured = line.kind == "unit_price" and quantity == quantity.quantize(Decimal("0.01"))
            if amount:
                field = "claimed_quantity" if measured else "claimed_work"
                line[field] = float(quantity if measured else amount)
        application.action_submit()
        self.assertEqual(application.number, number)
        self._give(application, number, items)
        application.with_user(self.approver).action_certify()
        return application

    def _give(self, application, number, items):
        """Take down what was agreed, as a person does on the page of the payers."""
        agreed = application.part_ids.filtered(
            lambda part: (part.contract_line_id.line_ref, number) in AGREED
        )
        application.write(
            {
                "part_ids": [
                    Command.update(part.id, {"work_amount": float(self._published(part, items))})
                    for part in agreed
                ]
            }
        )

    def _published(self, part, items):
        return items[part.contract_line_id.line_ref][part.payer_id.partner_id.name]

    def _parts(self, application):
        found = defaultdict(dict)
        for part in application.part_ids:
            amount = self._with_cents(part.work_amount)
            found[part.contract_line_id.line_ref][part.payer_id.partner_id.name] = amount
        return found

    def _with_amounts(self, items):
        return {
            item: {agency: amount for agency, amount in parts.items() if amount}
            for item, parts in items.items()
        }

    def _with_cents(self, amount):
        return Decimal(str(amount)).quantize(Decimal("0.01"))

    def _assert_invoices(self, application, items):
        """Each agency has one invoice of what was published for it."""
        totals = defaultdict(Decimal)
        for parts in items.values():
            for agency, amount in parts.items():
                totals[agency] += amount
        invoices = self._invoiced(application)
        self.assertEqual(len(invoices), len(totals))
        for invoice in invoices:
            self.assertEqual(
                self._with_cents(invoice.amount_untaxed), totals[invoice.partner_id.name]
            )
