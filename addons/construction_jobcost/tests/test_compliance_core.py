# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core import compliance as c

TODAY = date(2026, 4, 10)
INSURANCE, LIEN, WAGES = 1, 2, 3
MARCH = c.Payment(("application", 2), date(2026, 3, 31), Decimal(900), start=date(2026, 3, 1))
FEBRUARY = c.Payment(("application", 1), date(2026, 2, 28), Decimal(500), start=date(2026, 2, 1))
CASE = c.Case(
    c.PAYMENT, 1, 7, 20, "subcontract", Decimal(10000), frozenset({5}), 0, MARCH, FEBRUARY
)
RULES = (
    c.Rule(11, INSURANCE, c.DOCUMENT, c.PAYMENT, True, minimum=Decimal(1000000)),
    c.Rule(12, LIEN, c.WAIVER, c.PAYMENT, True),
    c.Rule(13, WAGES, c.PAYROLL, c.PAYMENT, False),
)
CERTIFICATE = c.Paper(
    31,
    INSURANCE,
    "verified",
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
    cover=Decimal(1000000),
)
CONDITIONAL = c.Paper(
    32,
    LIEN,
    "verified",
    order=20,
    condition=c.CONDITIONAL,
    scope=c.PROGRESS,
    through=date(2026, 3, 31),
    amount=Decimal(900),
    payment=MARCH.key,
)
UNCONDITIONAL = replace(
    CONDITIONAL,
    id=33,
    condition=c.UNCONDITIONAL,
    through=date(2026, 2, 28),
    amount=Decimal(500),
    payment=FEBRUARY.key,
)

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
money = st.decimals(0, 2000000, places=2)
papers = st.builds(
    c.Paper,
    id=st.integers(1, 99),
    type=st.sampled_from([INSURANCE, LIEN, WAGES]),
    state=st.sampled_from(["draft", "verified", "rejected"]),
    job=st.sampled_from([0, 5, 6]),
    order=st.sampled_from([0, 20, 21]),
    valid_from=st.none() | days,
    valid_to=st.none() | days,
    cover=money,
    condition=st.sampled_from(["", c.CONDITIONAL, c.UNCONDITIONAL]),
    scope=st.sampled_from(["", c.PROGRESS, c.FINAL]),
    through=st.none() | days,
    amount=money,
    payment=st.sampled_from([None, MARCH.key, FEBRUARY.key]),
    week=st.none() | days,
)


def codes(*handed_in, case=CASE, rules=RULES, today=TODAY):
    return [finding.code for finding in c.assess(case, rules, handed_in, today)]


@tagged("post_install", "-at_install")
class TestComplianceCore(BaseCase):
    def test_an_insurance_counts_while_it_is_valid(self):
        rule = RULES[:1]
        for values, code in (
            ({}, ""),
            ({"valid_to": TODAY}, ""),
            ({"valid_to": TODAY - timedelta(1)}, c.EXPIRED),
            ({"valid_from": TODAY + timedelta(1)}, c.NOT_YET_VALID),
            ({"cover": Decimal("999999.99")}, c.COVER),
            ({"state": "draft"}, c.UNVERIFIED),
            ({"state": "draft", "valid_to": date(2026, 1, 31)}, c.EXPIRED),
            ({"state": "rejected"}, c.REJECTED),
            ({"job": 6}, c.MISSING),
            ({"order": 21}, c.MISSING),
            ({"type": LIEN}, c.MISSING),
        ):
            with self.subTest(values=values):
                self.assertEqual(codes(replace(CERTIFICATE, **values), rules=rule), [code])

    def test_the_nearest_paper_is_told(self):
        expired = replace(CERTIFICATE, id=1, valid_to=date(2026, 1, 31))
        renewed = replace(CERTIFICATE, id=2, state="draft")
        (finding,) = c.assess(CASE, RULES[:1], [renewed, expired], TODAY)
        self.assertEqual((finding.code, finding.paper), (c.UNVERIFIED, 2))

    def test_waivers_of_this_and_the_last_payment(self):
        rule = RULES[1:2]
        self.assertEqual(codes(CONDITIONAL, UNCONDITIONAL, rules=rule), ["", ""])
        self.assertEqual(codes(CONDITIONAL, rules=rule), ["", c.MISSING])
        for values, code in (
            ({"through": date(2026, 3, 30)}, c.WAIVER_THROUGH),
            ({"through": date(2026, 4, 30)}, ""),
            ({"amount": Decimal("899.99")}, c.WAIVER_AMOUNT),
            ({"condition": c.UNCONDITIONAL}, ""),
            ({"scope": c.FINAL}, ""),
            ({"order": 0}, c.MISSING),
        ):
            with self.subTest(values=values):
                found = codes(replace(CONDITIONAL, **values), UNCONDITIONAL, rules=rule)
                self.assertEqual(found, [code, ""])
        weak = replace(UNCONDITIONAL, condition=c.CONDITIONAL)
        self.assertEqual(codes(CONDITIONAL, weak, rules=rule), ["", c.WAIVER_KIND])

    def test_the_last_payment_takes_a_final_waiver(self):
        case = replace(CASE, payment=replace(MARCH, final=True))
        final = replace(CONDITIONAL, scope=c.FINAL)
        rule = RULES[1:2]
        self.assertEqual(codes(CONDITIONAL, UNCONDITIONAL, case=case, rules=rule)[0], c.WAIVER_KIND)
        self.assertEqual(codes(final, UNCONDITIONAL, case=case, rules=rule), ["", ""])

    def test_which_waivers_a_rule_wants(self):
        for wanted, count in (("current", 1), ("previous", 1), ("both", 2)):
            rule = replace(RULES[1], waivers=wanted)
            self.assertEqual(len(codes(rules=[rule])), count)
        first = replace(CASE, previous=None, payment=replace(MARCH, amount=Decimal(0)))
        self.assertEqual(codes(case=first, rules=RULES[1:2]), [])

    def test_payrolls_of_all_weeks(self):
        sundays = [date(2026, 3, day) for day in (1, 8, 15, 22, 29)]
        self.assertEqual(c.weeks(MARCH.start, MARCH.through), sundays)
        self.assertEqual(
            c.weeks(MARCH.start, MARCH.through, final=True), [*sundays, date(2026, 4, 5)]
        )
        handed_in = [
            c.Paper(40 + number, WAGES, "verified", order=20, week=sunday - timedelta(2))
            for number, sunday in enumerate(sundays[:4])
        ]
        self.assertEqual(codes(*handed_in, rules=RULES[2:]), ["", "", "", "", c.MISSING])
        release = replace(CASE, payment=replace(MARCH, start=None))
        self.assertEqual(codes(case=release, rules=RULES[2:]), [])

    def test_a_payroll_week_ends_when_the_company_says(self):
        saturdays = [date(2026, 3, day) for day in (7, 14, 21, 28)]
        self.assertEqual(c.weeks(MARCH.start, MARCH.through, week_end=5), saturdays)
        case = replace(CASE, week_end=5)
        friday = c.Paper(41, WAGES, "verified", order=20, week=date(2026, 3, 6))
        sunday = replace(friday, id=42, week=date(2026, 3, 8))
        self.assertEqual(codes(friday, case=case, rules=RULES[2:]), ["", *[c.MISSING] * 3])
        # a Sunday lies in the week that ends on the Saturday after it
        self.assertEqual(
            codes(sunday, case=case, rules=RULES[2:]), [c.MISSING, "", *[c.MISSING] * 2]
        )

    def test_what_is_not_paid_yet_takes_no_waiver(self):
        case = replace(CASE, payment=None, previous=None)
        self.assertEqual(codes(case=case, rules=RULES[1:]), [])

    def test_a_bill_past_the_applications(self):
        """It takes a waiver of its own, or one of the contract for all that was billed so far."""
        bill = c.Payment(("bill", 9), date(2026, 3, 31), Decimal(900), billed=Decimal(1400))
        case, rule = replace(CASE, payment=bill, previous=None), RULES[1:2]
        own = replace(CONDITIONAL, payment=bill.key)
        of_contract = replace(CONDITIONAL, payment=None)
        for paper, code in (
            (own, ""),
            (replace(own, amount=Decimal("899.99")), c.WAIVER_AMOUNT),
            (replace(own, through=date(2026, 3, 30)), c.WAIVER_THROUGH),
            (of_contract, c.WAIVER_AMOUNT),
            (replace(of_contract, amount=Decimal(1400)), ""),
            (replace(of_contract, amount=Decimal(1400), order=21), c.MISSING),
            (CONDITIONAL, c.MISSING),
        ):
            with self.subTest(paper=paper):
                self.assertEqual(codes(paper, case=case, rules=rule), [code])
        # a certificate takes one that names it
        self.assertEqual(codes(of_contract, UNCONDITIONAL, rules=rule), [c.MISSING, ""])

    def test_a_rule_for_prevailing_wages(self):
        rule = replace(RULES[0], wages=True)
        self.assertFalse(c.applies(rule, CASE))
        case = replace(CASE, jobs=frozenset({5, 6}), wage_jobs=frozenset({6}))
        self.assertEqual([need.job for need in c.needs(rule, case)], [6])
        self.assertEqual([need.job for need in c.needs(RULES[0], case)], [5, 6])
        self.assertFalse(c.applies(replace(rule, job=5), case))

    @given(money, money, money)
    def test_a_raise_asks_for_what_was_not_asked_before(self, before, after, limit):
        rule = replace(RULES[0], amount_from=limit)
        case = replace(CASE, amount=after)
        new = c.applies(rule, case) and not c.applies(rule, replace(case, amount=before))
        self.assertEqual(c.applies(rule, replace(case, raised_from=before)), new)

    def test_whom_a_rule_holds_for(self):
        rule = RULES[0]
        for values, wanted in (
            ({"job": 5}, True),
            ({"job": 6}, False),
            ({"stage": c.COMMITMENT}, False),
            ({"vendor_class": 3}, False),
            ({"commitment": "subcontract"}, True),
            ({"commitment": "material"}, False),
            ({"amount_from": Decimal(10000)}, True),
            ({"amount_from": Decimal("10000.01")}, False),
        ):
            with self.subTest(values=values):
                self.assertEqual(c.applies(replace(rule, **values), CASE), wanted)
        self.assertFalse(c.applies(rule, replace(CASE, jobs=frozenset())))

    @given(st.lists(papers, max_size=6), papers)
    def test_one_more_paper_never_hurts(self, handed_in, more):
        before = codes(*handed_in)
        after = codes(*handed_in, more)
        self.assertEqual(len(before), len(after))
        for was, now in zip(before, after, strict=True):
            if not was:
                self.assertEqual(now, "")

    @given(st.lists(papers, max_size=6, unique_by=lambda paper: paper.id), st.randoms())
    def test_the_order_of_papers_does_not_matter(self, handed_in, random):
        shuffled = random.sample(handed_in, len(handed_in))
        self.assertEqual(codes(*handed_in), codes(*shuffled))

    @given(st.lists(papers, max_size=6), days)
    def test_only_what_is_verified_and_valid_meets_a_need(self, handed_in, today):
        known = {(paper.id, paper.type) for paper in handed_in if paper.state == "verified"}
        for finding in c.assess(CASE, RULES, handed_in, today):
            if not finding.code:
                self.assertIn((finding.paper, finding.need.rule.type), known)

    @given(st.lists(papers, max_size=6), st.frozensets(st.sampled_from([11, 12, 13])))
    def test_a_waive_lets_pass_its_rule_alone(self, handed_in, waived):
        findings = c.assess(CASE, RULES, handed_in, TODAY, waived)
        self.assertEqual([finding.code for finding in findings], codes(*handed_in))
        for finding in findings:
            wanted = bool(finding.code) and finding.need.rule.id not in waived
            self.assertEqual(finding.lacks, wanted)
            self.assertEqual(finding.stops, wanted and finding.need.rule.stops)

    @given(days, st.integers(0, 80), st.integers(0, 80), st.integers(0, 6))
    def test_periods_that_follow_each_other_ask_for_each_week_once(self, start, first, second, day):
        middle = start + timedelta(first)
        end = middle + timedelta(1 + second)
        parts = c.weeks(start, middle, week_end=day)
        parts += c.weeks(middle + timedelta(1), end, final=True, week_end=day)
        self.assertEqual(parts, c.weeks(start, end, final=True, week_end=day))
        self.assertEqual({week.weekday() for week in parts}, {day})
        # every day of work lies in one of the weeks
        for offset in range((end - start).days + 1):
            day = start + timedelta(offset)
            self.assertEqual(sum(week - c.WEEK < day <= week for week in parts), 1)
