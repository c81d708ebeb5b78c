# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core import coding
from ..core.coding import Code, CostType, Facts, Job, Opening, Operation, Part, Period, Phase

DAY = date(2026, 3, 10)
PART = Part(1, 2, 3, 0, 7, DAY)


JOB = Job("active", 7)
CODE = Code()


def facts(job=JOB, code=CODE, openings=(), **more):
    return Facts({1: job}, {2: code}, {3: CostType()}, openings={(1, 2): openings}, **more)


def code_of(part=PART, operation=Operation.BILL, **more):
    finding = coding.judge(part, facts(**more), operation)
    return finding and finding.code


@tagged("post_install", "-at_install")
class TestCodingCore(BaseCase):
    def test_each_status_lets_through_what_the_table_says(self):
        let = {
            status: {op.value for op in Operation if not code_of(operation=op, job=Job(status, 7))}
            for status in coding.STATUS_ALLOWS
        }
        self.assertEqual(
            let,
            {
                "planned": {"budget"},
                "active": {"budget", "order", "receive", "work", "bill"},
                "on_hold": {"budget", "receive", "work", "bill"},
                "complete": {"receive", "bill"},
                "closed": set(),
            },
        )

    def test_reasons(self):
        for expected, more in {
            None: {},
            coding.MISSING: {"part": PART._replace(code_id=0)},
            coding.UNKNOWN: {"part": PART._replace(unknown=(99,))},
            coding.COMPANY: {"part": PART._replace(company_id=8)},
            coding.CLOSED: {"code": Code(closed_company_ids=frozenset({7}))},
            coding.NOT_ALLOWED: {"code": Code(cost_type_ids=frozenset({4}))},
        }.items():
            with self.subTest(expected):
                self.assertEqual(code_of(**more), expected)

    def test_phase_of_another_job_is_not_allowed(self):
        part = PART._replace(phase_id=5)
        self.assertEqual(code_of(part, phases={5: Phase(6)}), coding.NOT_ALLOWED)
        self.assertEqual(code_of(part, phases={5: Phase(1, False)}), coding.CLOSED)
        self.assertIsNone(code_of(part, phases={5: Phase(1)}))

    def test_only_opened_codes_where_the_job_says_so(self):
        strict = Job("active", 7, only_opened=True)
        self.assertEqual(code_of(job=strict), coding.NOT_ALLOWED)
        self.assertIsNone(code_of(job=strict, openings=(Opening(0, True),)))
        self.assertIsNone(code_of(job=strict, openings=(Opening(3, True),)))
        self.assertEqual(code_of(job=strict, openings=(Opening(4, True),)), coding.NOT_ALLOWED)

    def test_what_is_said_of_the_cost_type_goes_first(self):
        self.assertEqual(code_of(openings=(Opening(0, True), Opening(3, False))), coding.CLOSED)
        self.assertIsNone(code_of(openings=(Opening(0, False), Opening(3, True))))

    def test_hours_may_lack_a_code_unless_the_job_is_strict(self):
        part = PART._replace(code_id=0)
        self.assertIsNone(code_of(part, Operation.WORK))
        strict = Job("active", 7, only_opened=True)
        self.assertEqual(code_of(part, Operation.WORK, job=strict), coding.MISSING)

    def test_accepted_coding_stays_but_not_on_a_closed_job(self):
        part = PART._replace(is_new=False)
        self.assertIsNone(code_of(part, code=Code(active=False)))
        self.assertEqual(code_of(part, job=Job("closed", 7)), coding.CLOSED)

    @given(st.integers(-400, 400), st.integers(0, 200), st.integers(-400, 400))
    def test_a_code_holds_exactly_within_its_days(self, start, length, offset):
        first, day = DAY + timedelta(start), DAY + timedelta(offset)
        period = Period(first, first + timedelta(length))
        refused = code_of(PART._replace(day=day), code=Code(period=period))
        self.assertEqual(refused is None, start <= offset <= start + length)
        opening = (Opening(0, True, period),)
        self.assertEqual(code_of(PART._replace(day=day), openings=opening) is None, refused is None)
