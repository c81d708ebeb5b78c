# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tests import tagged

from .procurement_common import ProcurementCommon

#: Tables that only the suite has.
OWN = re.compile(r"\b(?:construction|integration)_\w+|purchase_commitment_revision")


@tagged("post_install", "-at_install")
class TestConfirmQueries(ProcurementCommon):
    """Confirming many orders asks the suite's tables no more often than confirming few."""

    def statements(self, amount):
        """Confirm so many approved orders; return the statements on the suite's own tables."""
        lines = [(self.rebar, 10, 100.0), (self.rebar, 5, 20.0)]
        orders = self.env["purchase.order"].concat(*(self._order(*lines) for _ in range(amount)))
        orders.with_user(self.approver).action_approve_order()
        self.env.cr.flush()
        self.env.invalidate_all()
        seen = []
        execute = Cursor.execute

        def spy(cr, query, *args, **kwargs):
            text = query if isinstance(query, str) else getattr(query, "code", str(query))
            if own := OWN.search(text):
                seen.append((own.group(), " ".join(text.split())[:80]))
            return execute(cr, query, *args, **kwargs)

        with patch.object(Cursor, "execute", spy):
            orders.button_confirm()
            self.env.cr.flush()
        self.assertEqual(set(orders.mapped("state")), {"purchase"})
        return seen

    def test_queries_do_not_grow_with_the_orders(self):
        few, many = self.statements(3), self.statements(9)
        self.assertTrue(few)
        self.assertLessEqual(len(many), len(few), sorted(many))
