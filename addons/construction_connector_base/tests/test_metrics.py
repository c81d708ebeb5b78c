# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..core.errors import TransientError
from ..core.metrics import CURRENT, STORED
from .common import IntegrationCase, event


@tagged("post_install", "-at_install")
class TestMetrics(IntegrationCase):
    def setUp(self):
        super().setUp()
        self.totals = self.env["integration.metric.total"]
        self.samples = self.env["integration.metric.sample"]

    def scrape(self):
        """Each sample by its name, with its labels as a frozen set."""
        text = generate_latest(self.env["integration.metric.exposition"]._registry()).decode()
        self.families = {family.name: family for family in text_string_to_metric_families(text)}
        return {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in self.families.values()
            for sample in family.samples
        }

    def value(self, name, **labels):
        """The sum of what has these labels of the system ``field``, among others."""
        wanted = ({"system": "field"} | labels).items()
        return sum(value for (n, found), value in self.scrape().items() if n == name and wanted <= found)  # fmt: skip

    def test_output_has_each_family_of_the_catalogue(self):
        self.scrape()
        expected = {family.name for family in (*STORED.values(), *CURRENT.values())}
        self.assertEqual(set(self.families), expected)
        self.assertTrue(all(family.documentation for family in self.families.values()))

    def test_what_the_door_takes_and_does_not(self):
        self.accept(event("1"), event("1"), event("2", entity="B"), event("3", data={"text": 5}))
        self.accept(event("1", "other"))
        count = "construction_messages_accepted_total"
        self.assertEqual(self.value(count, company=str(self.acme.id)), 1)
        self.assertEqual(self.value(count, company=str(self.bolt.id), workflow="connection"), 1)
        refused = "construction_events_not_accepted_total"
        self.assertEqual(self.value(refused, state="duplicate"), 1)
        self.assertEqual(self.value(refused, state="conflict", code="id.conflict"), 1)
        self.assertEqual(self.value(refused, state="rejected", code="schema.string_type"), 1)

    def test_one_sample_per_call(self):
        before = self.samples.search_count([])
        self.accept(*[event(str(n)) for n in range(20)])
        self.assertEqual(self.samples.search_count([]), before + 1)

    def test_states_and_latency(self):
        self.accept(event("1"), event("2"))
        self.env.cr.execute(
            "UPDATE integration_message SET received_at = received_at - interval '20 seconds'"
            " WHERE external_id = '1'"
        )
        self.drain()
        self.assertEqual(self.value("construction_message_transitions_total", state="done"), 2)
        latency = "construction_message_apply_seconds"
        self.assertEqual(self.value(f"{latency}_count"), 2)
        self.assertEqual(self.value(f"{latency}_bucket", le="10.0"), 1)
        self.assertEqual(self.value(f"{latency}_bucket", le="30.0"), 2)
        self.assertAlmostEqual(self.value(f"{latency}_sum"), 20, delta=5)
        self.assertEqual(self.value("construction_drain_seconds_count"), 1)

    def test_retries_and_dead_letters(self):
        def fail(handler, items):
            raise TransientError("not now")

        self.accept(event("1"))
        with self.handle(_apply=fail):
            for _attempt in range(8):
                self.drain()
                self.make_due()
        count = "construction_message_transitions_total"
        self.assertEqual(self.value(count, state="retry", code="transient"), 7)
        self.assertEqual(self.value(count, state="dead", code="attempts.exhausted"), 1)

    def test_what_needed_a_person(self):
        operator = self._create_user("group_operator")
        self.accept(event("1"), event("2"))

        def stop(handler, items):
            for item in items:
                item.stop("too.much", "No.", 100)

        with self.handle(_gate=stop):
            self.drain()
            self.message("1").with_user(operator).action_retry()
            self.drain()
        count = "construction_messages_stopped_total"
        self.assertEqual(self.value(count, code="too.much"), 2)
        self.env.cr.execute(
            "UPDATE integration_message SET desk_since = desk_since - interval '2 hours'"
        )
        self.env.invalidate_all()
        self.message("1").with_user(operator).action_retry()
        self.message("2").with_user(operator)._reject("no")
        self.drain()
        settled = "construction_message_settle_seconds"
        for state in ("done", "rejected"):
            self.assertEqual(self.value(f"{settled}_count", state=state), 1)
            self.assertEqual(self.value(f"{settled}_bucket", state=state, le="3600.0"), 0)
            self.assertEqual(self.value(f"{settled}_bucket", state=state, le="14400.0"), 1)

    def test_gauges(self):
        self.accept(event("stops"))
        with self.handle(_gate=lambda handler, items: items[0].stop("too.much", "No.", 100)):
            self.drain()
        self.accept(event("waits"))
        with self.handle(_gate=lambda handler, items: items[0].wait_for("job", "J1", "No job.")):
            self.drain()
        self.accept(event("queued"))
        self.env.cr.execute(
            "UPDATE integration_message SET received_at = received_at - interval '1 hour',"
            " due_at = due_at - interval '1 hour' WHERE state = 'received'"
        )
        self.assertEqual(self.value("construction_needs_person", code="too.much"), 1)
        self.assertEqual(self.value("construction_waiting", code="waiting.job"), 1)
        self.assertEqual(self.value("construction_backlog", age="1 to 24 h"), 1)
        self.assertGreaterEqual(self.value("construction_oldest_due_seconds"), 3590)
        money = [
            (dict(labels), value)
            for (name, labels), value in self.scrape().items()
            if name == "construction_money_at_stake"
        ]
        self.assertIn(
            (
                {
                    "company": str(self.acme.id),
                    "currency": self.acme.currency_id.name,
                    "state": "exception",
                    "code": "too.much",
                },
                100,
            ),
            money,
        )

    def test_counters_never_fall(self):
        counters = ("_total", "_count", "_bucket", "_sum")
        self.accept(event("1"), event("1"), event("2"))
        self.drain()
        before = self.scrape()
        self.totals._roll_up()
        self.assertFalse(self.samples.search_count([]))
        rolled = self.scrape()
        self.accept(event("3"))
        self.drain()
        self.totals._roll_up()
        self.totals._forget()
        after = self.scrape()
        for key, value in before.items():
            if key[0].endswith(counters):
                self.assertEqual(rolled[key], value, key)
                self.assertGreaterEqual(after[key], value, key)
        self.assertEqual(self.value("construction_messages_accepted_total"), 3)

    def test_sums_of_seconds_do_not_change_by_being_rolled_up(self):
        expected = Decimal()
        # what floats add up to depends on their order
        for n, seconds in enumerate((0.1, 10_000_000_000.7, 0.2, 0.000001, 0.0000004, 3.3), 1):
            self.samples._observe("drain_seconds", seconds, system_id=self.system.id)
            expected += round(Decimal(seconds), 6)
            if n % 2:
                self.totals._roll_up()
            sums = self.totals._sums("drain_seconds")
            total = sum(one.total for one, _at in sums if one.system_id == self.system.id)
            self.assertEqual(total, expected)
        self.assertEqual(self.value("construction_drain_seconds_sum"), float(expected))

    def test_hours_and_slots_sum_up(self):
        self.accept(event("1"), event("2"))
        self.totals._roll_up()
        for span in ("ever", "hour", "slot"):
            rows = self.totals.search(
                [
                    ("span", "=", span),
                    ("metric", "=", "accepted"),
                    ("system_id", "=", self.system.id),
                ]
            )
            self.assertEqual(sum(rows.mapped("count")), 2, span)

    def test_old_hours_and_slots_are_forgotten(self):
        self.accept(event("1"))
        self.env.cr.execute("UPDATE integration_metric_sample SET at = at - interval '3 days'")
        self.totals._roll_up()
        self.totals._forget()
        spans = self.totals.search([("system_id", "=", self.system.id)]).mapped("span")
        self.assertEqual(sorted(spans), ["ever", "hour"])

    def test_deleted_systems_spoil_nothing(self):
        self.samples._count("accepted", system_id=2**31 - 1, company_id=self.acme.id)
        self.samples._count("accepted", system_id=2**31 - 2, company_id=self.acme.id)
        self.scrape()
        self.totals._roll_up()
        self.assertFalse(self.samples.search_count([]))
        self.scrape()

    def test_roll_up_in_parts(self):
        for n in range(3):
            self.samples._count("accepted", system_id=self.system.id, code=str(n))
        moved = []
        while not moved or moved[-1]:
            moved.append(self.totals._roll_up(limit=2))
        self.assertEqual(self.value("construction_messages_accepted_total"), 3)
        self.assertGreaterEqual(len(moved), 3)

    def test_company_of_totals(self):
        self.accept(event("1"), event("2", entity="B"))
        self.totals._roll_up()
        reader = self._create_user("group_user")
        seen = self.totals.with_user(reader).search([("system_id", "=", self.system.id)])
        self.assertEqual(seen.company_id, self.acme)
        for model in (self.totals, self.samples):
            with self.assertRaises(AccessError):
                model.with_user(self.system.user_id).search([])

    def test_nobody_writes_totals(self):
        manager = self._create_user("group_manager")
        for model in ("integration.metric.total", "integration.metric.sample"):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(self.env[model].with_user(manager).has_access(operation))
