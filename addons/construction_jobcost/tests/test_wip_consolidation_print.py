# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import re

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .wip_group_common import WipGroupCommon

REPORT = "construction_jobcost.report_wip_consolidation"


@tagged("post_install", "-at_install")
class TestWipConsolidationPrint(WipGroupCommon, HttpCase):
    def _group(self, user=None):
        """Sign schedules of two companies, 500,000 earned and 60,000 at two for one."""
        self._figures(billed=550000)
        self._signed()
        self._other_schedule()
        self._rate("2026-03-31", 0.5)
        return self._consolidation(user or self.auditor)

    def _text(self, group):
        text = group.env["ir.actions.report"]._render_qweb_html(REPORT, group.ids)[0].decode()
        return " ".join(re.sub(r"<style>.*?</style>|<[^>]*>", "", text, flags=re.DOTALL).split())

    def test_paper(self):
        group = self._group()
        self.assertEqual(group.action_print()["report_name"], REPORT)
        text = self._text(group)
        for part in (
            "Consolidated Work in Progress Schedule",
            "Harbor Contractors",
            "Harbor Overseas",
            "0077 Pier 7",
            "Q1 Quay",
            f"1 {self.foreign.name} = 2 {self.company.currency_id.name}",
            self.signer.name,
            "620,000.00",
        ):
            self.assertIn(part, text)
        self.assertNotIn("INCOMPLETE", text)

    def test_a_group_that_lacks_a_company_says_so(self):
        self._figures()
        self._signed()
        group = self._consolidation(self.auditor)
        group.action_print()
        text = self._text(group)
        self.assertIn("INCOMPLETE", text)
        self.assertIn("Left out, not signed Harbor Overseas", text)

    def test_spreadsheet(self):
        group = self._group()
        url = group.action_export()["url"]
        self.env.flush_all()
        self.authenticate("wp_auditor", "wp_auditor")
        reply = self.url_open(url)
        self.assertEqual(reply.status_code, 200)
        page = load_workbook(io.BytesIO(reply.content)).active
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        head = next(row for row in rows if row[0] == "Job")
        found = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
        self.assertEqual(found["Q1 Quay"]["Earned"], 120000)
        self.assertEqual(found["Q1 Quay"]["% Complete"], 0.6)
        self.assertEqual(found["Harbor Overseas"]["Underbilled"], 20000)
        self.assertEqual(found["Total"]["Earned"], 620000)
        self.assertEqual(found["Total"]["Overbilled"], 50000)

    def test_it_is_for_who_asked_for_it(self):
        group = self._group()
        url = group.action_export()["url"]
        self.env.flush_all()
        for login in ("cl_finance", "pc_manager"):
            self.authenticate(login, login)
            self.assertEqual(self.url_open(url).status_code, 404, login)
        with self.assertRaises(AccessError):
            group.with_user(self.finance).action_print()

    def test_from_the_list_on_screen(self):
        group = self._group()
        action = group.action_view_lines()
        lines = self.env["construction.wip.consolidation.line"].with_user(self.auditor)
        lines = lines.with_context(**action["context"], allowed_company_ids=group.company_ids.ids)
        self.assertEqual(lines.action_export()["url"].split("/")[-1], f"{group.id}.xlsx")
        with self.assertRaisesRegex(UserError, "too old"):
            lines.with_context(consolidation_id=False).action_print()

    def test_taken_anew_it_holds_each_job_once(self):
        group = self._group()
        group._make_lines()
        group._make_lines()
        self.assertEqual(len(group.line_ids), 2)
