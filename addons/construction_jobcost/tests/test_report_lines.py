# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.cost_report import COLUMN_NAMES, KEYS, ReportRow
from ..core.report_lines import ReportLines

QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
IDS = st.lists(st.integers(1, 2000), unique=True, min_size=1, max_size=30)
AMOUNTS = st.decimals(-(10**9), 10**9, allow_nan=False, places=2)


@tagged("post_install", "-at_install")
class TestReportLines(BaseCase):
    @QUIET
    @given(IDS, st.data())
    def test_every_amount_finds_its_line(self, ids, data):
        known = data.draw(st.sampled_from([ids, ids[:1], [*ids, 5000]]))
        amounts = {line_id: data.draw(AMOUNTS) for line_id in sorted(known)}
        lines = ReportLines([ids])
        placed = lines.place(
            ",".join(map(str, amounts)), ",".join(str(amount) for amount in amounts.values())
        )
        self.assertEqual(placed, [amounts.get(line_id, 0) for line_id in ids])

    def test_a_row_is_read_by_name(self):
        row = ReportRow._make(
            [7, "03-300", "L", None, "Concrete", *map(Decimal, range(30))][
                : len(KEYS) + len(COLUMN_NAMES)
            ]
        )
        self.assertEqual(row["budget_line_id"], 7)
        self.assertEqual(row[COLUMN_NAMES[2]], 2)
        self.assertEqual(tuple(dict(row)), (*KEYS, *COLUMN_NAMES))
