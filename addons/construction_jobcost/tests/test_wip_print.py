# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import re

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged

from .wip_common import WipCommon

REPORT = "construction_jobcost.report_wip_schedule"


@tagged("post_install", "-at_install")
class TestWipPrint(WipCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loss = cls._job("0078", 1000)

    def _text(self, schedule):
        reports = self.env["ir.actions.report"].with_user(self.auditor)
        text = reports._render_qweb_html(REPORT, schedule.ids)[0].decode()
        return " ".join(re.sub(r"<style>.*?</style>|<[^>]*>", "", text, flags=re.DOTALL).split())

    def _prepared(self):
        self._figures(billed=550000)
        self._figures(cost=300, estimate=1200, billed=400, job=self.loss)
        schedule = self._schedule()
        self._line(schedule).write(
            {"uninstalled_by_hand": 1000, "uninstalled_note": "Elevators on site"}
        )
        return schedule

    def test_paper(self):
        schedule = self._prepared()
        text = self._text(schedule)
        for part in (
            "Work in Progress Schedule",
            "Harbor Contractors",
            "DRAFT",
            "0077 Pier 7",
            "* 0078 Job 0078",
            "Elevators on site",
            "1,001,000.00",
            "(200.00)",
        ):
            self.assertIn(part, text)
        schedule.action_submit()
        self.assertIn("NOT SIGNED", self._text(schedule))
        schedule.with_user(self.signer).action_approve()
        text = self._text(schedule)
        self.assertNotIn("NOT SIGNED", text)
        self.assertIn(self.signer.name, text)

    def test_spreadsheet(self):
        schedule = self._prepared()
        self.env.flush_all()
        self.authenticate("wp_auditor", "wp_auditor")
        url = f"/construction_jobcost/wip_schedules/{schedule.id}.xlsx"
        self.assertEqual(schedule.action_export()["url"], url)
        reply = self.url_open(url)
        self.assertEqual(reply.status_code, 200)
        page = load_workbook(io.BytesIO(reply.content)).active
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        head = next(row for row in rows if row[0] == "Job")
        place = {label: index for index, label in enumerate(head)}
        found = {row[0]: row for row in rows}
        self.assertEqual(found["0078 Job 0078"][place["Loss Provision"]], 150)
        self.assertEqual(found["Total"][place["Revised Contract"]], 1001000)
        self.assertEqual(found["Total"][place["Overbilled"]], schedule.overbilled)
        self.assertEqual(found["0077 Pier 7"][place["Note on Materials"]], "Elevators on site")
        self.assertIsNone(found["Total"][place["% Complete"]])

    def test_a_spreadsheet_is_for_who_may_read_it(self):
        schedule = self._prepared()
        self.env.flush_all()
        self.authenticate("pc_manager", "pc_manager")
        url = f"/construction_jobcost/wip_schedules/{schedule.id}.xlsx"
        self.assertEqual(self.url_open(url).status_code, 404)
