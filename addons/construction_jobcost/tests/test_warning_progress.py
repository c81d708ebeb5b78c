# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .owner_common import OwnerCommon


@tagged("post_install", "-at_install")
class TestWarningProgress(OwnerCommon):
    """Warnings that go by owner's applications, invoices and forecasts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["construction.warning.rule"]
        cls.rules.search([]).active = False
        cls.env["construction.estimate"].create(
            {
                "project_id": cls.job.id,
                "number": "E-1",
                "date": "2026-01-10",
                "line_ids": [
                    Command.create(
                        {
                            "cost_code_id": cls.concrete.id,
                            "cost_type_id": cls.material.id,
                            "amount": 8000,
                        }
                    )
                ],
            }
        ).action_award()

    def _rule(self, kind, **values):
        return self.rules.create(
            {"name": kind, "kind": kind, "company_id": self.company.id, **values}
        )

    def _look(self, day="2026-07-15"):
        warnings = self.env["construction.warning"]
        with freeze_time(f"{day} 12:00:00"):
            self.env.flush_all()
            self.env.invalidate_all()
            warnings._cron_look()
            self.env.flush_all()
        return warnings.search([("company_id", "=", self.company.id), ("state", "!=", "cleared")])

    def _cost(self, amount, day="2026-03-10"):
        none = self.env["purchase.order.line"]
        coding = {"analytic_distribution": self._coding()}
        bill = self._bill((none, 1, amount, coding), date=day, invoice_date=day)
        bill.with_user(self.approver).action_approve_bill("Agreed")
        self.env.cr.flush()

    def test_burn_goes_by_the_schedule_of_values_and_by_the_field(self):
        self._rule("burn", points=10)
        self._cost(4000)
        contract = self._contract(10000.0)
        application = self._certified(contract, 3000.0)
        warning = self._look()
        self.assertRecordValues(warning, [{"actual": 50, "base": 30, "amount": 1600}])
        self._invoiced(application)
        following = self._application(
            contract, 1500.0, period_start="2026-04-01", period_end="2026-04-30"
        )
        self.assertFalse(self._look(), "45 % are claimed by now")
        following.line_ids.with_user(self.site).field_percent = 20
        self.assertRecordValues(self._look(), [{"actual": 50, "base": 20}])

    def test_a_forecast_knows_best_how_far_the_work_is(self):
        self._rule("burn", points=10)
        self._cost(4000)
        self._certified(self._contract(10000.0), 3000.0)
        self.assertTrue(self._look())
        self._forecast(percent=45)
        self.assertFalse(self._look())

    def test_margin_fades_against_the_last_forecast(self):
        self._rule("margin_fade", base="forecast", points=1)
        self._contract(10000.0)
        self.assertFalse(self._look(), "nothing was forecast")
        self._cost(800)
        self._forecast(percent=10)
        self.assertFalse(self._look())
        self._cost(8200, day="2026-04-10")
        warning = self._look()
        self.assertRecordValues(warning, [{"actual": 10, "base": 20, "amount": 1000}])

    def test_unbilled_work_by_invoices_to_the_owner(self):
        self._rule("underbilled", amount=500)
        self._cost(4000)
        contract = self._contract(10000.0)
        self.assertRecordValues(self._look(), [{"actual": 5000, "base": 0, "amount": 5000}])
        self._invoiced(self._certified(contract, 4600.0))
        self.assertFalse(self._look())

    def test_cost_since_the_last_invoice(self):
        self._rule("billing_gap", days=45)
        self._cost(4000, day="2026-03-10")
        contract = self._contract(10000.0)
        self.assertEqual(self._look("2026-05-01").amount, 4000)
        self._invoiced(self._certified(contract, 4600.0))
        self.assertFalse(self._look("2026-05-01"))

    def test_retention_that_the_owner_holds_too_long(self):
        self._rule("owner_retention", days=30)
        self.job.write({"date_start": "2026-01-01", "date": "2026-06-14"})
        contract = self._contract(10000.0, retention_work_percent=10)
        self._invoiced(self._certified(contract, 4000.0))
        self.assertFalse(self._look("2026-07-14"))
        warning = self._look("2026-07-15")
        self.assertRecordValues(warning, [{"days": 31, "amount": 400}])
        self.job.date = "2026-12-31"
        self.assertFalse(self._look("2026-07-15"))

    def _forecast(self, percent):
        forecast = (
            self.env["construction.forecast"]
            .with_user(self.manager)
            .create({"project_id": self.job.id, "period": "2026-03-31"})
        )
        forecast.line_ids.write({"method": "percent", "percent": percent})
        forecast.action_submit()
        forecast.with_user(self.controller).action_approve()
        self.env.cr.flush()
        return forecast
