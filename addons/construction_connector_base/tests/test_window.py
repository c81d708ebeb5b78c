# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import doctest
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core import policy, window
from ..core.policy import Policy, Rule, choose
from ..core.window import WindowError, parse

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia")
MOMENTS = st.datetimes(datetime(2011, 1, 1), datetime(2030, 1, 1))
SCHEDULES = st.sampled_from(
    ("0 18 * * 1-5", "*/15 * * * *", "30 2 * * *", "0 0 1,15 * *", "45 23 29 2 *", "0 12 13 * 5")
)
NEW_YORK = "America/New_York"


def wall(moment: datetime, zone: str) -> str:
    """A UTC moment on the clock of a zone."""
    return f"{moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


@tagged("post_install", "-at_install")
class TestWindow(BaseCase):
    def openings(self, text, zone, after, count):
        found = []
        schedule = parse(text, zone, 30)
        for _n in range(count):
            after = schedule.next_opening(after)
            found.append(after)
        return found

    def test_examples(self):
        for module in (window, policy):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed)

    @given(SCHEDULES, st.sampled_from(ZONES), MOMENTS)
    @settings(max_examples=150, deadline=None)
    def test_next_opening_is_later_and_the_first(self, text, zone, after):
        schedule = parse(text, zone, 30)
        opening = schedule.next_opening(after)
        self.assertGreater(opening, after)
        between = after + (opening - after) / 2
        self.assertEqual(schedule.next_opening(between), opening)
        self.assertEqual(schedule.next_opening(opening - timedelta(seconds=1)), opening)

    @given(SCHEDULES, st.sampled_from(ZONES), MOMENTS, st.integers(1, 2000))
    @settings(max_examples=150, deadline=None)
    def test_open_from_the_opening_for_its_length(self, text, zone, after, minutes):
        schedule = parse(text, zone, minutes)
        opening = schedule.next_opening(after)
        length = timedelta(minutes=minutes)
        self.assertTrue(schedule.is_open(opening))
        self.assertTrue(schedule.is_open(opening + length - timedelta(seconds=1)))
        if schedule.next_opening(opening) > opening + length:
            self.assertFalse(schedule.is_open(opening + length))
        if not schedule.is_open(opening - timedelta(seconds=1)):
            self.assertFalse(schedule.is_open(opening - timedelta(minutes=1)))

    @given(st.sampled_from(ZONES), MOMENTS)
    @settings(max_examples=100, deadline=None)
    def test_daily_window_opens_once_a_day(self, zone, after):
        days = [wall(at, zone)[:10] for at in self.openings("30 2 * * *", zone, after, 5)]
        self.assertEqual(days, sorted(days))
        # the day that Samoa left out makes its window open on the next, which has its own
        self.assertGreaterEqual(len(set(days)), 4)

    def test_time_that_the_clock_skips(self):
        found = self.openings("30 2 * * *", NEW_YORK, datetime(2026, 3, 7, 12), 2)
        self.assertEqual(
            [wall(at, NEW_YORK) for at in found], ["2026-03-08 03:30", "2026-03-09 02:30"]
        )

    def test_time_that_the_clock_shows_twice(self):
        found = self.openings("30 1 * * *", NEW_YORK, datetime(2026, 10, 31, 12), 2)
        self.assertEqual(found, [datetime(2026, 11, 1, 5, 30), datetime(2026, 11, 2, 6, 30)])

    def test_every_hour_knows_both_hours(self):
        found = self.openings("0 * * * *", NEW_YORK, datetime(2026, 11, 1, 4, 30), 4)
        self.assertEqual(found, [datetime(2026, 11, 1, hour) for hour in (5, 6, 7, 8)])
        # nor does it open twice at the same moment, or leave an hour out, in spring
        found = self.openings("0 * * * *", NEW_YORK, datetime(2026, 3, 8, 5, 30), 4)
        self.assertEqual(found, [datetime(2026, 3, 8, hour) for hour in (6, 7, 8, 9)])

    def test_day_that_the_calendar_leaves_out(self):
        # Samoa went from 29 to 31 December 2011
        found = self.openings("0 18 30 12 *", "Pacific/Apia", datetime(2011, 12, 1), 1)
        self.assertEqual(wall(found[0], "Pacific/Apia"), "2011-12-31 18:00")

    def test_either_of_two_days_will_do(self):
        found = self.openings("0 12 13 * 5", "UTC", datetime(2026, 3, 1), 3)
        self.assertEqual([at.day for at in found], [6, 13, 20])

    def test_sunday_has_two_numbers(self):
        for text in ("0 8 * * 0", "0 8 * * 7"):
            self.assertEqual(
                parse(text, "UTC", 1).next_opening(datetime(2026, 3, 2)), datetime(2026, 3, 8, 8)
            )

    def test_steps_ranges_and_lists(self):
        found = self.openings("5/20,59 8-10/2 * * *", "UTC", datetime(2026, 3, 1), 8)
        self.assertEqual(
            [f"{at:%H:%M}" for at in found],
            ["08:05", "08:25", "08:45", "08:59", "10:05", "10:25", "10:45", "10:59"],
        )

    def test_what_cannot_be_read(self):
        for text in (
            "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *",
            "* * * * 8", "a * * * *", "*/0 * * * *", "5-1 * * * *", "1,,2 * * * *", "-1 * * * *",
            "1-2-3 * * * *", "0 0 31 2 *", "٣ * * * *", "1/ * * * *", "999999999999 * * * *",
        ):  # fmt: skip
            with self.subTest(text=text), self.assertRaises(WindowError):
                parse(text, "UTC", 60)
        for zone, minutes in (("Mars/Base", 60), ("../etc/passwd", 60), ("UTC", 0)):
            with self.subTest(zone=zone, minutes=minutes), self.assertRaises(WindowError):
                parse("0 18 * * *", zone, minutes)

    @given(
        st.lists(
            st.tuples(st.sampled_from([None, 1, 2]), st.sampled_from([None, 1, 2])),
            unique=True,
        )
    )
    def test_most_special_rule_wins(self, places):
        rules = [Rule(*place, Policy(priority=n + 1)) for n, place in enumerate(places)]
        chosen = choose(rules, 1, 1, Policy(priority=99))
        order = [(1, 1), (1, None), (None, 1), (None, None)]
        expected = next((places.index(place) + 1 for place in order if place in places), 99)
        self.assertEqual(chosen.priority, expected)
