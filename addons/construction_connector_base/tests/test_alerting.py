# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.alerting import (
    ACKNOWLEDGED,
    DROPPED,
    OPEN,
    PENDING,
    RAISED_NOTICE,
    RESOLVED,
    RESOLVED_NOTICE,
    Incident,
    Least,
    Most,
    Quiet,
    Rule,
    Scope,
    Share,
    Slowest,
    Sum,
    decide,
)
from ..core.metrics import BOUNDS

START = datetime(2026, 3, 2, 8)
SCOPES = [Scope(1, 1, "bills"), Scope(1, 1, "orders"), Scope(1, 2, "bills"), Scope(2, 2, "bills")]
#: What each minute brings: values by scope, and whether people are told in it.
VALUES = st.dictionaries(st.sampled_from(SCOPES), st.integers(0, 10))
MINUTES = st.lists(st.tuples(VALUES, st.booleans()), max_size=12)


class Watch:
    """Runs a rule minute by minute, as the cron does, and notes what is told."""

    def __init__(self, rule):
        self.rule = rule
        self.now = START
        self.incidents = {}
        self.told = []

    @property
    def live(self):
        return [one for one in self.incidents.values() if one.state != RESOLVED]

    def minute(self, values, tells=True):
        self.now += timedelta(minutes=1)
        readings = {scope: Sum(value) for scope, value in values.items()}
        for step in decide(self.rule, readings, self.live, self.now):
            id_ = step.id or len(self.incidents) + 1
            since = self.incidents[id_].since if step.id else self.now
            self.incidents[id_] = Incident(id_, step.scope, step.state, since, step.notice)
            if step.state == DROPPED:
                self.incidents[id_] = Incident(id_, step.scope, RESOLVED, since)
        if tells:
            self.tell()

    def tell(self):
        for id_, one in self.incidents.items():
            if one.notice:
                self.told.append((id_, one.notice))
                self.incidents[id_] = Incident(id_, one.scope, one.state, one.since)


@tagged("post_install", "-at_install")
class TestAlerting(BaseCase):
    @given(MINUTES, st.integers(0, 3))
    def test_one_incident_per_scope_and_no_notice_twice(self, minutes, hold):
        watch = Watch(Rule(5, hold=timedelta(minutes=hold)))
        for values, tells in minutes:
            watch.minute(values, tells)
            scopes = [one.scope for one in watch.live]
            self.assertEqual(len(scopes), len(set(scopes)))
        self.assertEqual(len(watch.told), len(set(watch.told)))

    @given(MINUTES, st.integers(0, 3))
    def test_the_end_is_told_to_whom_the_beginning_was(self, minutes, hold):
        watch = Watch(Rule(5, hold=timedelta(minutes=hold)))
        for values, tells in minutes:
            watch.minute(values, tells)
        watch.minute({})
        self.assertFalse(watch.live)
        raised = [id_ for id_, notice in watch.told if notice == RAISED_NOTICE]
        resolved = [id_ for id_, notice in watch.told if notice == RESOLVED_NOTICE]
        self.assertEqual(sorted(raised), sorted(resolved))

    @given(MINUTES, st.integers(0, 4))
    def test_raised_exactly_when_broken_for_long_enough(self, minutes, hold):
        watch = Watch(Rule(5, hold=timedelta(minutes=hold)))
        broken = dict.fromkeys(SCOPES, 0)
        for values, _tells in minutes:
            watch.minute(values)
            broken = {s: broken[s] + 1 if values.get(s, 0) > 5 else 0 for s in SCOPES}
            self.assertEqual(
                {one.scope for one in watch.live if one.state == OPEN},
                {scope for scope, count in broken.items() if count > hold},
            )

    @given(VALUES)
    def test_coarser_grains_see_the_sum(self, values):
        readings = {scope: Sum(value) for scope, value in values.items()}
        for grain in ("system", "company", "all"):
            total = sum(Rule(-1, grain=grain).breaches(readings).values())
            self.assertEqual(total, sum(values.values()))

    def test_broken_at_once(self):
        watch = Watch(Rule(5))
        watch.minute({SCOPES[0]: 5})
        self.assertFalse(watch.incidents)
        watch.minute({SCOPES[0]: 6})
        self.assertEqual(watch.told, [(1, RAISED_NOTICE)])

    def test_pending_leaves_no_trace(self):
        watch = Watch(Rule(5, hold=timedelta(minutes=5)))
        watch.minute({SCOPES[0]: 6})
        self.assertEqual([one.state for one in watch.live], [PENDING])
        watch.minute({SCOPES[0]: 4})
        self.assertFalse(watch.live)
        self.assertFalse(watch.told)

    def test_quiet_hours_delay_the_notice_alone(self):
        watch = Watch(Rule(5))
        watch.minute({SCOPES[0]: 6}, tells=False)
        self.assertEqual([one.state for one in watch.live], [OPEN])
        watch.minute({SCOPES[0]: 7}, tells=True)
        self.assertEqual(watch.told, [(1, RAISED_NOTICE)])

    def test_what_passed_in_quiet_hours_is_not_told(self):
        watch = Watch(Rule(5))
        watch.minute({SCOPES[0]: 6}, tells=False)
        watch.minute({}, tells=False)
        watch.minute({})
        self.assertFalse(watch.told)

    def test_acknowledged_stays_so_until_it_is_over(self):
        one = Incident(1, SCOPES[0], ACKNOWLEDGED, START)
        [step] = decide(Rule(5), {SCOPES[0]: Sum(9)}, [one], START)
        self.assertEqual((step.state, step.notice, step.value), (ACKNOWLEDGED, "", 9))
        [step] = decide(Rule(5), {}, [one], START)
        self.assertEqual((step.state, step.notice), (RESOLVED, RESOLVED_NOTICE))

    def test_too_little(self):
        rule = Rule(14, below=True, grain="system")
        readings = {Scope(None, 1): Least(3), Scope(None, 2): Least(20)}
        self.assertEqual(rule.breaches(readings), {Scope(None, 1): 3})

    def test_where_a_rule_looks(self):
        readings = dict.fromkeys(SCOPES, Sum(1)) | {Scope(None, 1): Sum(1)}
        table = [
            (Scope(), 5),
            (Scope(1), 4),
            (Scope(2), 2),
            (Scope(None, 2), 2),
            (Scope(None, None, "bills"), 3),
            (Scope(1, 1, "orders"), 1),
        ]
        for only, count in table:
            with self.subTest(only):
                found = Rule(0, grain="all", only=only).breaches(readings)
                self.assertEqual(found, {Scope(): count})

    def test_readings_put_together(self):
        self.assertEqual(Most(3).plus(Most(5)).value, 5)
        self.assertEqual(Least(3).plus(Least(5)).value, 3)
        self.assertEqual(Share(1, 10).plus(Share(4, 10)).value, 25)
        self.assertIsNone(Share(0, 0).value)
        self.assertIsNone(Slowest({}).value)
        slow = Slowest({0: 90}).plus(Slowest({len(BOUNDS): 10}))
        self.assertEqual(slow.value, BOUNDS[-1])

    def test_nothing_to_judge_is_no_breach(self):
        self.assertFalse(Rule(-1).breaches({SCOPES[0]: Share(0, 0)}))

    def test_quiet_over_midnight_in_a_time_zone(self):
        quiet = Quiet(20, 6, "America/Denver")
        # Denver is 7 hours behind UTC in winter, 6 in summer
        self.assertTrue(quiet.covers(datetime(2026, 1, 15, 3)))
        self.assertFalse(quiet.covers(datetime(2026, 1, 15, 2, 59)))
        self.assertTrue(quiet.covers(datetime(2026, 7, 15, 2)))
        self.assertTrue(quiet.covers(datetime(2026, 7, 15, 11, 59)))
        self.assertFalse(quiet.covers(datetime(2026, 7, 15, 12)))

    def test_quiet_within_a_day_and_never(self):
        at_noon = datetime(2026, 3, 2, 12)
        self.assertTrue(Quiet(11.5, 12.5, "UTC").covers(at_noon))
        self.assertFalse(Quiet(12.25, 13, "UTC").covers(at_noon))
        self.assertFalse(Quiet(12, 12, "UTC").covers(at_noon))
