# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ipaddress
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core import breaker
from ..core.adapter import Response
from ..core.delivery import MAX_RETRY_AFTER, judge, retry_after
from ..core.network import is_allowed, parse_networks, url_fault

NOW = datetime(2026, 3, 2, 8)


@tagged("post_install", "-at_install")
class TestNetwork(BaseCase):
    def test_inner_addresses_are_refused(self):
        for address in (
            "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0",
            "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "fe80::1%eth0", "fc00::1",
            "::ffff:127.0.0.1", "::ffff:10.0.0.1", "ff02::1", "::",
        ):  # fmt: skip
            with self.subTest(address):
                self.assertFalse(is_allowed(address, ()))

    def test_public_addresses_are_allowed(self):
        for address in ("8.8.8.8", "2606:4700::1111"):
            with self.subTest(address):
                self.assertTrue(is_allowed(address, ()))

    @given(st.ip_addresses(v=4, network="10.1.0.0/16"))
    def test_only_what_is_listed(self, address):
        self.assertTrue(is_allowed(str(address), parse_networks("10.1.0.0/16")))
        self.assertFalse(is_allowed(str(address), parse_networks("10.2.0.0/16, ::/0")))

    @given(st.ip_addresses(v=4))
    def test_an_address_in_other_clothes_is_judged_the_same(self, address):
        mapped = str(ipaddress.IPv6Address(f"::ffff:{address}"))
        self.assertEqual(is_allowed(mapped, ()), is_allowed(str(address), ()))

    @given(st.text(), st.booleans())
    def test_any_text_is_judged(self, url, needs_tls):
        self.assertIn(url_fault(url, needs_tls), (None, "scheme", "host", "login", "tls"))


@tagged("post_install", "-at_install")
class TestJudgement(BaseCase):
    @given(st.integers(200, 599))
    def test_each_status_has_a_meaning(self, status):
        outcome = judge(Response(status, {}, b"\x00\xff"), NOW)
        expected = "refused"
        if status < 300:
            expected = "delivered"
        elif status in (408, 425, 429) or status >= 500:
            expected = "retry"
        self.assertEqual(outcome.kind, expected)
        self.assertNotIn("\x00", outcome.text)

    @given(st.text())
    def test_any_retry_after(self, value):
        seconds = retry_after({"retry-after": value}, NOW)
        self.assertTrue(seconds is None or 0 <= seconds <= MAX_RETRY_AFTER)

    def test_retry_after(self):
        for value, seconds in {
            "120": 120.0,
            "Mon, 02 Mar 2026 08:00:30 GMT": 30.0,
            "Mon, 02 Mar 2026 09:00:30 +0100": 30.0,
            "Sun, 01 Mar 2026 08:00:00 GMT": 0.0,
            "99999999999999999999": MAX_RETRY_AFTER,
            "soon": None,
            "-5": None,
            "": None,
        }.items():
            with self.subTest(value):
                self.assertEqual(retry_after({"retry-after": value}, NOW), seconds)


@tagged("post_install", "-at_install")
class TestBreakerRules(BaseCase):
    @given(st.lists(st.sampled_from(["retry", "unknown", "delivered", "refused"])))
    def test_opens_after_failures_in_a_row_only(self, outcomes):
        failures = 0
        for outcome in outcomes:
            if outcome not in breaker.FAILURES:
                break
            failures += 1
        self.assertEqual(breaker.trips(outcomes), failures >= breaker.LIMIT)

    @given(st.integers(-5, 10_000))
    def test_pause_is_bounded(self, openings):
        self.assertTrue(breaker.BASE_SECONDS <= breaker.pause(openings) <= breaker.CAP_SECONDS)
        self.assertTrue(timedelta(seconds=breaker.pause(openings)))
