# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .compliance_common import ComplianceCommon

REPORT = "construction_jobcost.report_lien_waiver"


@tagged("post_install", "-at_install")
class TestComplianceWaiverForm(ComplianceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_filled_in_from_the_application")
        cls.job.partner_id = cls.env["res.partner"].create({"name": "Port Authority"})
        cls.contract = case._subcontract(
            10000.0, retention_work_percent=10, commitment_type="subcontract"
        )
        cls.application = case._certified(cls.contract, 2000.0)

    def _drafted(self, record):
        """Return the waiver as its button fills it in."""
        action = record.with_user(self.buyer).action_view_waivers()
        form = Form(
            self.env["construction.compliance.document"]
            .with_user(self.buyer)
            .with_context(**action["context"])
        )
        return form.save()

    def _text(self, waiver):
        html = self.env["ir.actions.report"]._render_qweb_html(REPORT, waiver.ids)[0]
        return " ".join(html.decode().split())

    def test_filled_in_from_the_application(self):
        waiver = self._drafted(self.application)
        self.assertRecordValues(
            waiver,
            [
                {
                    "order_id": self.contract.id,
                    "project_id": self.job.id,
                    "partner_id": self.vendor.id,
                    "waiver_condition": "conditional",
                    "waiver_scope": "progress",
                    "waiver_amount": 1800,
                    "through_date": self.application.period_end,
                }
            ],
        )
        action = self.application.with_user(self.buyer).action_view_waivers()
        found = self.env["construction.compliance.document"].search(action["domain"])
        self.assertEqual(found, waiver)

    def test_the_four_forms(self):
        waiver = self._drafted(self.application)
        for condition, scope, wanted, other in (
            ("conditional", "progress", "has no effect", "Do not sign it before"),
            ("unconditional", "progress", "Do not sign it before", "has no effect"),
            ("conditional", "final", "retention included", "retention held until now"),
            ("unconditional", "final", "nothing more is owed", "has no effect"),
        ):
            with self.subTest(condition=condition, scope=scope):
                waiver.write({"waiver_condition": condition, "waiver_scope": scope})
                text = self._text(waiver)
                for part in (
                    wanted,
                    f"{condition.title()} Lien Waiver, {scope.title()} Payment",
                    "Steel Supply",
                    "Harbor Contractors",
                    "Port Authority",
                    "0077 Pier 7",
                    "$ 1,800.00",
                    "03/31/2026",
                    "local statutory form",
                ):
                    self.assertIn(part, text)
                self.assertNotIn(other, text)

    def test_only_waivers_have_a_form(self):
        with self.assertRaisesRegex(UserError, "no form"):
            self._insured().action_print_waiver()
        action = self._drafted(self.application).action_print_waiver()
        self.assertEqual(action["report_name"], REPORT)
