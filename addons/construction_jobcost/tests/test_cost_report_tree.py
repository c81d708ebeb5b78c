# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from ..core.cost_report import COLUMN_NAMES
from .common import MODULE, JobCostCommon


@tagged("post_install", "-at_install")
class TestCostReportTree(JobCostCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls.create_user("tree_member", f"{MODULE}.group_job_cost_user")
        cls.plain = cls.create_user("tree_plain")
        cls.foreigner = new_test_user(
            cls.env,
            "tree_foreigner",
            groups=f"{MODULE}.group_job_cost_all",
            company_id=cls.env.ref("base.main_company").id,
        )
        cls.outsider = new_test_user(
            cls.env,
            "tree_outsider",
            groups=f"{MODULE}.group_job_cost_user",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        codes = cls.env["construction.cost.code"]
        cls.division = codes.create({"code": "03", "name": "Concrete work"})
        cls.concrete.parent_id = cls.division
        cls.forms = codes.create({"code": "03-100", "name": "Forms", "parent_id": cls.division.id})
        cls.create_estimate(
            lines=[
                (cls.concrete, cls.material, 1000),
                (cls.concrete, cls.labor, 400),
                (cls.forms, cls.labor, 300),
                (cls.digging, cls.labor, 250),
            ]
        ).action_award()
        cls.create_timesheet(hours=10, date="2026-02-02")

    def _tree(self, user=None, **moment):
        report = self.env["construction.cost.report"].with_user(user or self.member)
        return report.get_tree(self.job.id, **moment)

    def _row(self, data, code):
        return next(row for row in data["rows"] if row["code"] == code)

    def test_codes_sum_up_what_is_below_them(self):
        data = self._tree()
        self.assertEqual(
            [(row["depth"], row["code"], row["cost_type"]) for row in data["rows"]],
            [
                (0, "03", ""),
                (1, "03-100", "Labor"),
                (1, "03-300", ""),
                (2, "", "Labor"),
                (2, "", "Material"),
                (0, "0031", "Labor"),
            ],
        )
        division = self._row(data, "03")["figures"]
        self.assertEqual((division["revised_budget"], division["direct_cost"]), (1700, 500))
        # labor is 100 over, material keeps its forecast: lines do not offset
        self.assertEqual(division["over_under"], -100)
        self.assertEqual(data["total"]["figures"]["revised_budget"], 1950)
        self.assertEqual(data["total"]["figures"]["direct_cost"], 500)

    def test_every_column_of_the_report_is_there_with_its_label(self):
        data = self._tree()
        self.assertEqual([column["name"] for column in data["columns"]], list(COLUMN_NAMES))
        self.assertEqual(set(data["total"]["figures"]), set(COLUMN_NAMES))
        self.assertTrue(all(column["label"] for column in data["columns"]))

    def test_phases_and_types_can_stand_above_the_codes(self):
        phase = self.env["construction.job.phase"].create(
            {"project_id": self.job.id, "code": "P1", "name": "Pier"}
        )
        estimate = self.create_estimate(
            number="E-2", lines=[(self.digging, self.labor, 50)], date="2026-02-10"
        )
        estimate.line_ids.phase_id = phase
        estimate.action_award()
        tops = [row for row in self._tree(group_by="phase")["rows"] if row["depth"] == 0]
        self.assertEqual(
            [(row["code"], row["figures"]["revised_budget"]) for row in tops],
            [("", 1950), ("P1", 50)],
        )
        tops = [row for row in self._tree(group_by="type")["rows"] if row["depth"] == 0]
        self.assertEqual(
            {row["name"]: row["figures"]["revised_budget"] for row in tops},
            {"Labor": 1000, "Material": 1000},
        )

    def test_as_of_and_known_at(self):
        total = self._tree(as_of="2026-02-01")["total"]["figures"]
        self.assertEqual((total["revised_budget"], total["direct_cost"]), (1950, 0))
        self.assertEqual(
            self._tree(known_at="2020-01-01 00:00:00")["total"]["figures"]["direct_cost"], 0
        )

    def test_a_figure_opens_the_entries_it_sums_up(self):
        report = self.env["construction.cost.report"].with_user(self.member)
        row = self._row(self._tree(), "03")
        for column in ("direct_cost", "revised_budget", "job_to_date"):
            action = report.get_drill_down(self.job.id, row["line_ids"], column)
            entries = self.entries.with_user(self.member).search(action["domain"])
            self.assertEqual(sum(entries.mapped("amount")), row["figures"][column])
        self.assertIn("Job to Date", action["name"])
        action = report.get_drill_down(
            self.job.id, row["line_ids"], "direct_cost", as_of="2026-02-01"
        )
        self.assertFalse(self.entries.search(action["domain"]))

    def test_lines_open_with_the_moment(self):
        report = self.env["construction.cost.report"].with_user(self.member)
        action = report.get_lines_action(self.job.id, as_of="2026-02-01")
        self.assertEqual(action["context"], {"as_of": "2026-02-01"})
        self.assertEqual(action["domain"], [("project_id", "in", self.job.ids)])

    def test_without_a_job_named_one_of_the_own_is_shown(self):
        self.env["project.project"].create(
            {
                "name": "Closed",
                "job_code": "0001",
                "company_id": self.company.id,
                "job_status": "closed",
            }
        ).job_team_ids = self.member
        report = self.env["construction.cost.report"]
        self.assertEqual(report.with_user(self.member).get_tree()["job"]["id"], self.job.id)
        self.assertFalse(report.with_user(self.outsider).get_tree()["job"])

    def test_who_may_not_see_the_job_gets_nothing(self):
        self.assertFalse(self._tree(self.outsider)["job"])
        self.assertFalse(self._tree(self.foreigner)["job"])
        with self.assertRaises(AccessError):
            self._tree(self.plain)
        report = self.env["construction.cost.report"].with_user(self.outsider)
        lines = self._tree()["total"]["line_ids"]
        action = report.get_drill_down(self.job.id, lines, "direct_cost")
        self.assertFalse(self.entries.with_user(self.outsider).search(action["domain"]))

    def _download(self, user, **params):
        self.authenticate(user.login, user.login)
        query = "&".join(f"{name}={value}" for name, value in params.items())
        return self.url_open(f"/construction_jobcost/jobs/{self.job.id}/cost_report.xlsx?{query}")

    def test_export(self):
        answer = self._download(
            self.member, as_of="2026-02-28", columns="direct_cost,revised_budget", group_by="code"
        )
        self.assertEqual(answer.status_code, 200)
        page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        self.assertEqual(rows[0][0], "Cost Report")
        facts = {row[0]: row[1] for row in rows[1:7]}
        self.assertEqual(facts["Job"], self.job.display_name)
        self.assertEqual(facts["As of"], "02/28/2026")
        head = next(index for index, row in enumerate(rows) if row[0] == "Cost Code")
        self.assertEqual(rows[head][4:], ["Revised Budget", "Direct Cost"])
        figures = {(row[0] or "").strip(): row[4:] for row in rows[head + 1 :]}
        self.assertEqual(figures["03"], [1700, 500])
        self.assertEqual(figures["Total"], [1950, 500])

    def test_export_of_a_wrong_day_or_user(self):
        self.assertEqual(self._download(self.member, as_of="yesterday").status_code, 400)
        for user, status in ((self.outsider, 404), (self.foreigner, 404), (self.plain, 403)):
            answer = self._download(user)
            self.assertEqual(answer.status_code, status, user.login)
            self.assertNotIn(b"PK", answer.content[:2])
        self.logout()
        path = f"/construction_jobcost/jobs/{self.job.id}/cost_report.xlsx"
        self.assertIn("/web/login", self.url_open(path).url)

    def test_from_the_tree_to_the_document(self):
        self.start_tour("/odoo/job-cost", "construction_cost_tree", login=self.member.login)
