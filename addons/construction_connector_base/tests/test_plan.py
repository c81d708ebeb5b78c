# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.lanes import Claimed, Lane, plan

MESSAGES = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from("xyz"), st.sampled_from("123")), max_size=30
)


def claimed(messages):
    return [Claimed(n, key, type_, document) for n, (key, type_, document) in enumerate(messages)]


@tagged("post_install", "-at_install")
class TestPlan(BaseCase):
    @given(MESSAGES)
    def test_each_message_once(self, messages):
        rows = claimed(messages)
        planned = [row for bulk in plan(rows) for row in bulk.rows]
        self.assertEqual(sorted(planned), rows)

    @given(MESSAGES)
    def test_order_within_a_key(self, messages):
        rows = claimed(messages)
        planned = [row for bulk in plan(rows) for row in bulk.rows]
        for key in "AB":
            ids = [row.id for row in planned if row.ordering_key == key]
            self.assertEqual(ids, sorted(ids))

    @given(MESSAGES)
    def test_one_contract_and_each_document_once_per_bulk(self, messages):
        for bulk in plan(claimed(messages)):
            self.assertEqual({row.type for row in bulk.rows}, {bulk.type})
            documents = [row.document for row in bulk.rows]
            self.assertEqual(len(documents), len(set(documents)))

    @given(MESSAGES)
    def test_order_within_a_document(self, messages):
        rows = claimed(messages)
        planned = [row for bulk in plan(rows) for row in bulk.rows]
        for type_ in "xyz":
            for document in "123":
                ids = [r.id for r in planned if (r.type, r.document) == (type_, document)]
                self.assertEqual(ids, sorted(ids))

    def test_keys_share_a_bulk(self):
        rows = [Claimed(n, f"key{n}", "x", f"document{n}") for n in range(50)]
        self.assertEqual(len(plan(rows)), 1)

    def test_identity_of_a_lane(self):
        self.assertEqual(Lane(1, 2, "bills").identity, "integration:1:2:bills")
