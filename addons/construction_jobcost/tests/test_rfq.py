# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .approval_common import ApprovalCommon
from .procurement_common import JOB_COST


@tagged("post_install", "-at_install")
class TestRfq(ApprovalCommon):
    def setUp(self):
        super().setUp()
        self._budget(5000)
        nobody = self.env["res.partner"]
        item = {"product_id": self.rebar.id, "uom_id": self.unit.id}
        self.requisition = self._requisition(
            (10, 100.0, nobody, item), (5, 20.0, nobody, {"description": "Tie wire"})
        )
        self.requisition.action_submit()
        self.rebars, self.wire = self.requisition.line_ids

    def _approve(self):
        self.requisition.with_user(self.approver).action_approve()

    def _ask(self, vendors=None, prices=((90, 25), (95, 15))):
        """Ask the vendors; prices by vendor, in the order of the lines."""
        vendors = vendors or self.vendor | self.other_vendor
        rfq = (
            self.env["construction.rfq"]
            .with_user(self.buyer)
            .create({"requisition_id": self.requisition.id, "vendor_ids": vendors.ids})
        )
        rfq.action_ask_vendors()
        for order, asked in zip(rfq.order_ids.sorted("id"), prices, strict=True):
            for line, price in zip(order.order_line, asked, strict=True):
                line.price_unit = price
        return rfq

    def _choose(self, rfq, *vendors):
        """Return the choice of these vendors in the order of the lines."""
        lines = rfq.order_ids.order_line
        return {
            line.id: lines.filtered(
                lambda q, line=line, vendor=vendor: (
                    q.requisition_line_id == line and q.partner_id == vendor
                )
            ).id
            for line, vendor in zip(self.requisition.line_ids, vendors, strict=True)
            if vendor
        }

    def test_asking_counts_nothing_beside_the_requisition(self):
        rfq = self._ask()
        self.env.cr.flush()
        self.assertEqual(self._buckets()["pending_commitments"], 1100)
        self.assertEqual(rfq.order_ids.mapped("state"), ["draft", "draft"])
        self.assertEqual(rfq.order_ids.order_line.requisition_line_id, self.requisition.line_ids)
        self.assertEqual(
            rfq.order_ids.order_line[0].analytic_distribution,
            self._coding(),
            "coded from the start",
        )
        self.assertRecordValues(self.rebars, [{"order_state": "asked"}])

    def test_vendors_name_the_prices(self):
        rfq = self._ask(prices=((0, 0), (0, 0)))
        self.assertEqual(rfq.order_ids.mapped("amount_total"), [0, 0])

    def test_comparison_marks_the_cheapest_by_line_and_in_all(self):
        rfq = self._ask()
        data = rfq.get_comparison()
        by_line = {line["id"]: line for line in data["lines"]}
        choice = self._choose(rfq, self.vendor, self.other_vendor)
        self.assertEqual({i: line["best"] for i, line in by_line.items()}, choice)
        # 900 + 125 against 950 + 75: equal, so the first one is named
        self.assertEqual([v["total"] for v in data["vendors"]], [1025, 1025])
        self.assertEqual([v["lowest"] for v in data["vendors"]], [True, False])
        self.assertEqual(by_line[self.rebars.id]["estimate"], 1000)
        self.assertFalse(data["awardable"], "the requisition is not approved yet")

    def test_award_by_line(self):
        rfq = self._ask()
        self._approve()
        rfq.action_award(self._choose(rfq, self.vendor, self.other_vendor))
        self.env.cr.flush()
        self.assertEqual(rfq.state, "awarded")
        self.assertEqual(self.requisition.state, "ordered")
        orders = self.requisition.sudo().order_ids.sorted("id")
        self.assertEqual(orders.mapped("state"), ["purchase", "purchase"])
        self.assertEqual(orders.mapped("amount_untaxed"), [900, 75])
        self.assertEqual(orders.mapped("approved_amount"), [1000, 100])
        buckets = self._buckets()
        self.assertNotIn("pending_commitments", buckets)
        self.assertEqual(buckets["original_commitments"], 975)
        self.assertEqual(len(rfq.quote_ids), 4)
        self.assertEqual(sum(rfq.quote_ids.filtered("awarded").mapped("amount")), 975)

    def test_loser_is_cancelled_and_the_comparison_stays_readable(self):
        rfq = self._ask()
        self._approve()
        rfq.action_award(self._choose(rfq, self.vendor, self.vendor), "One delivery")
        loser = rfq.order_ids.filtered(lambda o: o.partner_id == self.other_vendor)
        self.assertEqual(loser.state, "cancel")
        self.assertEqual(rfq.award_note, "One delivery")
        data = rfq.with_user(self.reader).get_comparison()
        self.assertEqual([v["total"] for v in data["vendors"]], [1025, 1025])

    def test_dearer_one_takes_a_reason(self):
        rfq = self._ask()
        self._approve()
        choice = self._choose(rfq, self.other_vendor, self.other_vendor)
        with self.assertRaisesRegex(UserError, "cheapest"):
            rfq.action_award(choice, "  ")
        self.assertEqual(rfq.state, "open")

    def test_beyond_the_approved_amount_waits_for_an_approval_of_its_own(self):
        rfq = self._ask(prices=((110, 15), (130, 15)))
        self._approve()
        rfq.action_award(self._choose(rfq, self.vendor, self.other_vendor), "Split")
        dear, cheap = rfq.order_ids.sorted("id")
        self.assertEqual((dear.state, cheap.state), ("draft", "purchase"))
        self.assertEqual(self.requisition.state, "approved")
        self.assertEqual(self._buckets()["pending_commitments"], 1000)
        self.assertGuarded(dear.button_confirm)
        with self.assertRaises(AccessError):
            dear.with_user(self.buyer).action_approve_order()
        dear.with_user(self.approver).action_approve_order()
        dear.button_confirm()
        self.env.cr.flush()
        self.assertEqual(self.requisition.state, "ordered")
        self.assertEqual(self._buckets()["original_commitments"], 1175)

    def test_award_of_one_line_leaves_the_other_open(self):
        rfq = self._ask()
        self._approve()
        rfq.action_award(self._choose(rfq, self.vendor, None))
        self.env.cr.flush()
        self.assertEqual(self.requisition.state, "approved")
        self.assertEqual(self.wire.order_state, "open")
        again = self._ask(vendors=self.other_vendor, prices=((18,),))
        again.action_award({self.wire.id: again.order_ids.order_line.id})
        self.env.cr.flush()
        self.assertEqual(self.requisition.state, "ordered")

    def test_not_before_the_requisition_is_approved(self):
        rfq = self._ask()
        with self.assertRaisesRegex(UserError, "approved before"):
            rfq.action_award(self._choose(rfq, self.vendor, self.vendor), "x")

    def test_foreign_choices(self):
        rfq = self._ask()
        self._approve()
        stranger = self._order()
        for choices in (
            {},
            {self.rebars.id: stranger.order_line.id},
            {self.rebars.id: self._choose(rfq, self.vendor, self.vendor)[self.wire.id]},
        ):
            with self.assertRaises(UserError):
                rfq.action_award(choices, "x")

    def test_no_price_no_award(self):
        rfq = self._ask(prices=((0, 5), (90, 6)))
        self._approve()
        with self.assertRaisesRegex(UserError, "no price"):
            rfq.action_award(self._choose(rfq, self.vendor, self.vendor), "x")

    def test_compared_in_company_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "company_id": self.company.id, "name": "2020-01-01", "rate": 2}
        )
        self.other_vendor.with_company(self.company).property_purchase_currency_id = euro
        rfq = self._ask(prices=((90, 25), (150, 40)))
        lines = {line["id"]: line for line in rfq.get_comparison()["lines"]}
        amounts = sorted(q["amount"] for q in lines[self.rebars.id]["quotes"].values())
        self.assertEqual(amounts, [750, 900])

    def test_lines_are_not_asked_for_or_ordered_twice(self):
        self._ask()
        with self.assertRaises(UserError):
            self._ask(vendors=self.other_vendor, prices=((0, 0),))
        self.requisition.line_ids.vendor_id = self.vendor
        self._approve()
        self.assertEqual(self.requisition.state, "approved")
        self.assertEqual(set(self.requisition.sudo().order_ids.mapped("state")), {"draft"})

    def test_cancelled_comparison_frees_the_lines(self):
        rfq = self._ask()
        rfq.action_cancel()
        self.assertEqual(set(rfq.order_ids.mapped("state")), {"cancel"})
        self.assertEqual(self.rebars.order_state, "open")
        self.requisition.action_cancel()

    def test_request_is_no_way_around_the_approval(self):
        rfq = self._ask()
        self._approve()
        self.assertGuarded(rfq.order_ids[0].button_confirm)
        self.assertGuarded(rfq.order_ids[0].write, {"state": "purchase"})

    def test_steps_cannot_be_written(self):
        rfq = self._ask()
        for values in ({"state": "awarded"}, {"award_note": "x"}, {"awarded_by_id": self.env.uid}):
            with self.assertRaisesRegex(UserError, "cannot be written"):
                rfq.write(values)
        with self.assertRaises(UserError):
            rfq.vendor_ids = [Command.clear()]
        with self.assertRaises(UserError):
            rfq.unlink()

    def test_wrong_user_and_company(self):
        rfq = self._ask()
        self._approve()
        for user in (self.reader, self.manager, self.approver):
            with self.assertRaises(AccessError):
                rfq.with_user(user).action_award(self._choose(rfq, self.vendor, None))
            with self.assertRaises(AccessError):
                rfq.with_user(user).action_cancel()
        self.job.job_team_ids -= self.reader
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            rfq.with_user(self.reader).get_comparison()
        stranger = self._stranger(JOB_COST + "buyer")
        foreign = rfq.with_user(stranger).with_context(allowed_company_ids=stranger.company_id.ids)
        with self.assertRaises(AccessError):
            foreign.get_comparison()
