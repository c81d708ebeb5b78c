# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal
from unittest.mock import patch

from odoo.tests import tagged

from ..core.keys import CostKey
from .common import JobCostCommon


@tagged("post_install", "-at_install")
class TestCostKey(JobCostCommon):
    def setUp(self):
        super().setUp()
        self.phase = self.env["construction.job.phase"].create(
            {"project_id": self.job.id, "code": "01", "name": "Street"}
        )

    def test_distribution_comes_back_as_key(self):
        plain = self.keys._distribution(self.job, self.concrete, self.material)
        phased = self.keys._distribution(self.job, self.concrete, self.labor, self.phase)
        ids = (self.job.id, self.concrete.id)
        self.assertEqual(
            self.keys._parse([plain, phased]),
            [
                [(CostKey(*ids, self.material.id, 0), Decimal(100))],
                [(CostKey(*ids, self.labor.id, self.phase.id), Decimal(100))],
            ],
        )

    def test_parts_keep_their_percents(self):
        (first,) = self.keys._distribution(self.job, self.concrete, self.material)
        (second,) = self.keys._distribution(self.job, self.digging, self.material)
        (parts,) = self.keys._parse([{first: 33.33, second: 66.67}])
        self.assertEqual([percent for _key, percent in parts], [Decimal("33.33"), Decimal("66.67")])

    def test_part_without_code_falls_on_uncoded(self):
        (parts,) = self.keys._parse([{str(self.job.account_id.id): 40}])
        key = CostKey(self.job.id, self.uncoded.id, self.other.id, 0)
        self.assertEqual(parts, [(key, Decimal(40))])

    def test_part_without_job_is_left_out(self):
        project = self.env["project.project"].create(
            {"name": "Office", "company_id": self.company.id}
        )
        distributions = [
            {str(self.concrete.analytic_account_id.id): 100},
            {str(project.account_id.id): 100},
            {},
            False,
        ]
        self.assertEqual(self.keys._parse(distributions), [[], [], [], []])

    def test_lines_without_a_job_need_no_data_of_the_addon(self):
        """While the addon is installed beside orders that exist, its codes do not exist yet."""
        with patch.object(type(self.keys), "_fallback", side_effect=ValueError):
            self.assertEqual(
                self.keys._parse([{str(self.concrete.analytic_account_id.id): 100}]), [[]]
            )

    def test_parsing_is_bulk(self):
        distribution = self.keys._distribution(self.job, self.concrete, self.material)
        self.keys._parse([distribution])
        with self.assertQueryCount(4):
            self.keys._parse([distribution] * 100)
