# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..core.metrics import bucket, observe, quantile
from .common import IntegrationCase, event

MEASURES = ("accepted", "alone_share", "stopped_rate", "apply_median", "settle_median")
AGGREGATES = ["accepted:sum", *(f"{name}:avg" for name in MEASURES[1:])]


@tagged("post_install", "-at_install")
class TestSuccessReport(IntegrationCase):
    def figures(self, groupby=(), user=None):
        self.env["integration.metric.total"]._roll_up()
        report = self.env["integration.success.report"].with_user(user or self.env.user)
        rows = report._read_group([("system_id", "=", self.system.id)], groupby, AGGREGATES)
        return [dict(zip((*groupby, *MEASURES), row, strict=True)) for row in rows]

    def measure(self, metric, *seconds, **labels):
        labels = {"company_id": self.acme.id, "system_id": self.system.id} | labels
        self.env["integration.metric.sample"]._add(
            observe(metric, value, **labels) for value in seconds
        )

    def test_messages_and_people(self):
        operator = self._create_user("group_operator")
        self.accept(*[event(str(n)) for n in range(3)])
        self.drain()
        self.accept(event("stops"))
        with self.handle(_gate=lambda handler, items: items[0].stop("too.much", "No.")):
            self.drain()
        self.env.cr.execute(
            "UPDATE integration_message SET desk_since = desk_since - interval '3 hours'"
        )
        self.env.invalidate_all()
        self.message("stops").with_user(operator).action_retry()
        self.drain()
        [figures] = self.figures()
        self.assertEqual(figures["accepted"], 4)
        self.assertEqual(figures["alone_share"], 75)
        self.assertEqual(figures["stopped_rate"], 250)
        self.assertGreater(figures["apply_median"], 0)
        self.assertGreater(figures["settle_median"], 1)
        self.assertLess(figures["settle_median"], 4)

    def test_nothing_of_a_kind(self):
        self.accept(event("1"))
        [figures] = self.figures()
        self.assertEqual(figures["stopped_rate"], 0)
        for name in ("alone_share", "apply_median", "settle_median"):
            self.assertFalse(figures[name])

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.floats(0, 200_000), min_size=1, max_size=20))
    def test_median_is_that_of_the_histogram(self, seconds):
        self.env.cr.execute("DELETE FROM integration_metric_total")
        self.measure("apply_seconds", *seconds)
        counts = {}
        for value in seconds:
            counts[bucket(value)] = counts.get(bucket(value), 0) + 1
        [figures] = self.figures()
        self.assertAlmostEqual(figures["apply_median"], quantile(counts, 0.5), places=6)

    def test_median_of_groups_is_computed_anew(self):
        self.measure("apply_seconds", *[0.02] * 99, workflow="fast")
        self.measure("apply_seconds", 5000, workflow="slow")
        by_workflow = {row["workflow"]: row["apply_median"] for row in self.figures(["workflow"])}
        self.assertLess(by_workflow["fast"], 0.05)
        self.assertGreater(by_workflow["slow"], 3600)
        [together] = self.figures()
        self.assertLess(together["apply_median"], 0.05)

    def test_pivot_with_totals(self):
        self.accept(event("1"))
        self.drain()
        self.env["integration.metric.total"]._roll_up()
        groups = self.env["integration.success.report"].formatted_read_grouping_sets(
            [("system_id", "=", self.system.id)],
            [[], ["system_id"], ["system_id", "date:month"]],
            ["alone_share:avg", "accepted:sum"],
        )
        for group in groups:
            self.assertEqual([row["alone_share:avg"] for row in group], [100])

    def test_company(self):
        self.accept(event("1"), event("2", entity="B"))
        [figures] = self.figures(user=self._create_user("group_user"))
        self.assertEqual(figures["accepted"], 1)
        with self.assertRaises(AccessError):
            self.figures(user=self.system.user_id)
