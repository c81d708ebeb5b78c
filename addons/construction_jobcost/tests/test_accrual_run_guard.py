# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged

from ..core.accrual_run import Place, differences, entry_lines
from ..core.keys import CostKey
from .close_common import APRIL, MARCH, CloseCommon
from .procurement_common import JOB_COST

PLACES = st.builds(
    Place,
    st.integers(1, 3),
    st.integers(1, 2),
    st.builds(CostKey, st.integers(1, 2), st.integers(1, 2), st.just(1)),
)
AMOUNTS = st.dictionaries(PLACES, st.decimals(-1000, 1000, places=2), max_size=6)
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@tagged("post_install", "-at_install")
class TestAccrualRunArithmetic(BaseCase):
    @QUIET
    @given(AMOUNTS, AMOUNTS)
    def test_posting_the_differences_leaves_nothing_to_post(self, accrued, posted):
        for item in differences(accrued, posted):
            posted = {**posted, item.place: posted.get(item.place, Decimal(0)) + item.amount}
        self.assertEqual(differences(accrued, posted), [])

    @QUIET
    @given(AMOUNTS)
    def test_the_entry_holds_what_its_lines_sum_up_to(self, amounts):
        lines = entry_lines(amounts.items())
        self.assertEqual(sum(lines.values()), sum(amounts.values()))
        self.assertTrue(all(lines.values()))


@tagged("post_install", "-at_install")
class TestAccrualRunGuard(CloseCommon):
    def test_a_run_is_taken_back_as_a_whole(self):
        self._received_order()
        run = self._accrue()
        run.action_take_back()
        self.assertEqual(run.state, "cancelled")
        self.assertFalse(self._balances(MARCH))
        self.assertFalse(self._balances(APRIL))
        again = self._accrue()
        self.assertEqual((again.number, again.amount), (2, 600))
        self.assertEqual(self._balances(MARCH)[self.owed], -600)

    def test_one_entry_alone_is_not_changed(self):
        self._received_order()
        run = self._accrue()
        entry = run.move_id
        for attempt in (
            entry.button_draft,
            entry.button_cancel,
            entry._reverse_moves,
            run.reversal_id.button_draft,
        ):
            with self.assertRaisesRegex(UserError, "belongs to"):
                attempt()
        run.action_take_back()
        entry.button_draft()
        with self.assertRaisesRegex(UserError, "belongs to"):
            entry.action_post()

    def test_orders_are_approved_and_their_accruals_need_no_approval(self):
        self._received_order()
        self.company.approval_entries = True
        self.assertEqual(self._accrue().state, "reversed")

    def test_only_finance_runs_accruals(self):
        self._received_order()
        for person in (self.controller, self.bookkeeper, self.manager):
            with self.assertRaises(AccessError):
                self._run_of(user=person)
        run = self._run_of()
        with self.assertRaises(AccessError):
            run.with_user(self.controller).action_post()
        for values in ({"state": "posted"}, {"amount": 1}):
            with self.assertRaises(AccessError):
                run.write(values)
        with self.assertRaises(AccessError):
            run.line_ids.write({"amount": 1})
        with self.assertRaises(UserError):
            self._accrue().action_post()

    def test_another_company_sees_no_run(self):
        self._received_order()
        run = self._accrue()
        company = self.env["res.company"].create({"name": "Strangers"})
        stranger = self._person("cl_stranger", JOB_COST + "finance", company)
        strangers = self.env(
            user=stranger, context={**self.env.context, "allowed_company_ids": company.ids}
        )
        runs = strangers["construction.accrual.run"]
        self.assertFalse(runs.search([]))
        for step in ("action_post", "action_take_back", "action_discard"):
            with self.assertRaises(AccessError):
                getattr(runs.browse(run.id), step)()
        self.assertFalse(strangers["construction.accrual.line"].search([]))

    def test_the_preview_posts_nothing_and_is_discarded(self):
        self._received_order()
        wizard = (
            self.env["construction.accrual.wizard"]
            .with_user(self.finance)
            .create({"company_id": self.company.id, "date": "2026-03-15"})
        )
        self.env.flush_all()
        run = self.env["construction.accrual.run"].browse(wizard.action_preview()["res_id"])
        self.assertEqual((str(run.date), run.state, run.amount), (MARCH, "draft", 600))
        self.assertEqual(wizard.action_preview()["res_id"], run.id)
        self.assertFalse(self._balances(MARCH))
        run.with_user(self.finance).action_discard()
        self.assertFalse(run.exists())
