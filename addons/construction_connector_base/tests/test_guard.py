# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import doctest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import ValidationError
from odoo.tests import BaseCase, HttpCase, tagged

from ..core import guard, json_body, routing, vault
from ..core.guard import WINDOW, allowance, first_of_window
from ..core.routing import Span, find_overlap
from .common import IntegrationCase, event
from .test_http import MESSAGES, TestHttp

DAYS = st.dates(date(2020, 1, 1), date(2020, 2, 1))
SPANS = st.builds(Span, st.integers(1, 3), st.none() | DAYS, st.none() | DAYS)


@tagged("post_install", "-at_install")
class TestGuardCore(BaseCase):
    def test_doctests(self):
        for module in (guard, json_body, routing, vault):
            self.assertFalse(doctest.testmod(module).failed, module)

    @given(st.integers(1, 1000), st.integers(1, 2000), st.floats(0, 4e9))
    def test_allowance(self, limit, used, now):
        left = allowance(limit, first_of_window(now) + used, now)
        self.assertEqual(left.is_exceeded, used > limit)
        self.assertTrue(1 <= left.reset <= WINDOW)
        self.assertEqual("Retry-After" in left.headers(), left.is_exceeded)

    @given(st.floats(0, 4e9))
    def test_next_window_begins_above_this_one(self, now):
        self.assertGreater(first_of_window(now + WINDOW) - first_of_window(now), 2**31)

    @given(st.lists(SPANS.filter(lambda s: not (s.start and s.end) or s.start <= s.end)))
    def test_overlap_is_found_as_by_looking_at_each_day(self, spans):
        days = [date(2019, 12, 31) + timedelta(days=n) for n in range(35)]
        twice = any(sum(span.holds_on(day) for span in spans) > 1 for day in days)
        self.assertEqual(bool(find_overlap(spans)), twice)


@tagged("post_install", "-at_install")
class TestGuard(IntegrationCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = cls.env["integration.api.key"]._generate(cls.system, "test", 30)

    call = TestHttp.call
    assertProblem = TestHttp.assertProblem

    def refused(self):
        self.env.invalidate_all()
        return self.env["integration.refusal"].search([("system_id", "=", self.system.id)])

    def test_addresses(self):
        self.system.allowed_networks = "203.0.113.0/24\n2001:db8::/32"
        self.assertProblem(self.call(body=event("1")), 403, "forbidden")
        self.assertEqual(self.refused().mapped("code"), ["address.refused"])
        self.system.allowed_networks = "203.0.113.0/24, 127.0.0.1"
        self.assertEqual(self.call(body=event("1")).status_code, 202)

    def test_addresses_are_checked(self):
        for wrong in ("localhost", "10.0.0.1/8", "300.1.1.1"):
            with self.subTest(wrong), self.assertRaisesRegex(ValidationError, wrong):
                self.system.allowed_networks = f"10.0.0.0/8 {wrong}"

    def test_ipv4_through_ipv6(self):
        self.system.allowed_networks = "127.0.0.1"
        admits = self.system._guard().admits
        self.assertTrue(admits("::ffff:127.0.0.1"))
        for strange in ("::1", "", None, "unix:"):
            self.assertFalse(admits(strange), strange)

    def test_rate(self):
        self.system.rate_limit = 2
        answers = [self.call(body=event(str(n))) for n in range(3)]
        # the minute may end between two of the calls: then they are counted anew
        if "0" in [one.headers["RateLimit"].split("r=")[1][0] for one in answers[1:2]]:
            self.assertEqual([one.status_code for one in answers], [202, 202, 429])
            last = self.assertProblem(answers[2], 429, "rate-limited") and answers[2]
            self.assertTrue(1 <= int(last.headers["Retry-After"]) <= 60)
            self.assertEqual(last.headers["RateLimit-Policy"], '"calls";q=2;w=60')
            self.assertEqual(self.refused().mapped("code"), ["rate.exceeded"])

    def test_rate_is_per_system(self):
        self.system.rate_limit = 1
        other = self._create_system("other", rate_limit=1)
        key = self.env["integration.api.key"]._generate(other, "test", 30)
        self.call(body=event("1"))
        response = self.call(body=event("1", source="other"), key=key)
        self.assertEqual(response.status_code, 202)

    def test_a_new_minute_counts_anew(self):
        self.system.rate_limit = 1
        name = f"integration_rate_{self.system.id}"
        self.env.cr.execute("SELECT setval(%s, %s)", [name, first_of_window(0) + 7])
        left = self.env["integration.rate"]._count(self.system._guard())
        self.assertEqual((left.used, left.is_exceeded), (1, False))

    def test_no_limit_costs_nothing(self):
        self.assertNotIn("RateLimit", self.call(body=event("1")).headers)

    def test_own_sizes(self):
        self.system.max_messages = 1
        response = self.call(
            body=[event("1"), event("2")], content_type="application/cloudevents-batch+json"
        )
        self.assertProblem(response, 413, "too-large")
        self.system.max_bytes = 10
        self.assertProblem(self.call(body=event("1")), 413, "too-large")
        self.system.max_bytes = 10**9
        self.assertEqual(self.call(body=event("1")).status_code, 202)

    def test_maintenance_refuses(self):
        self.system.write({"maintenance": "refuse", "maintenance_text": "Back at 6 pm."})
        response = self.call(body=event("1"))
        problem = self.assertProblem(response, 503, "maintenance")
        self.assertEqual(problem["detail"], "Back at 6 pm.")
        self.assertEqual(response.headers["Retry-After"], "300")
        self.assertEqual(self.refused().mapped("code"), ["system.closed"])

    def test_maintenance_does_not_hide_what_was_sent(self):
        [result] = self.call(body=event("1")).json()["results"]
        self.system.maintenance = "refuse"
        self.assertEqual(self.call(f"{MESSAGES}/{result['message']}").status_code, 200)

    def test_maintenance_parks(self):
        self.system.maintenance = "park"
        self.assertEqual(self.call(body=event("1")).status_code, 202)
        self.assertFalse(self.jobs())
        self.assertEqual(self.drain(), 0)
        lane = ("connection",)
        self.assertEqual(
            self.Message._drain_lane(self.acme.id, self.system.id, *lane), 0, "a late job"
        )
        self.assertEqual(self.states(), {"1": "received"})
        self.system.maintenance = "off"
        self.assertEqual(len(self.jobs()), 1)
        self.drain()
        self.assertEqual(self.states(), {"1": "done"})

    def test_what_is_parked_makes_nobody_late(self):
        self.accept(event("1"))
        self.env.cr.execute("UPDATE integration_message SET due_at = due_at - interval '1 day'")
        self.assertGreater(self.env["integration.lane"]._health()["oldest_due_seconds"], 1000)
        self.system.maintenance = "park"
        self.assertEqual(self.env["integration.lane"]._health()["oldest_due_seconds"], 0)


@tagged("post_install", "-at_install")
class TestEntityDates(IntegrationCase):
    def route(self, **values):
        return self.env["integration.system.entity"].create(
            {"system_id": self.system.id, "code": "B", "company_id": self.acme.id} | values
        )

    def test_time_of_the_message_decides(self):
        self.system.entity_ids.valid_from = date(2026, 4, 1)
        self.route(valid_to=date(2026, 3, 31))
        for id_, moment, company in (
            ("1", "2026-03-31T23:59:59Z", self.acme),
            ("2", "2026-04-01T00:00:00Z", self.bolt),
            ("3", "2026-04-01T01:00:00+02:00", self.acme),
        ):
            self.accept(event(id_, entity="B", time=moment))
            self.assertEqual(self.message(id_).company_id, company, moment)

    def test_outside_all_dates(self):
        self.system.entity_ids.valid_from = date(2026, 4, 1)
        [result] = self.accept(event("1", entity="B"))
        self.assertEqual(result.errors[0].code, "entity.unknown")

    def test_no_two_companies_on_one_day(self):
        self.system.entity_ids.valid_to = date(2026, 3, 31)
        with self.assertRaisesRegex(ValidationError, "twice"), self.env.cr.savepoint():
            self.route(valid_from=date(2026, 3, 31))
        self.route(valid_from=date(2026, 4, 1))
