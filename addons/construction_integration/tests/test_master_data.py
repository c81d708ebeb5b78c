# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import HandlerCase


@tagged("post_install", "-at_install")
class TestMasterData(HandlerCase):
    def job(self, code="0042"):
        return self.env["project.project"].search([("job_code", "=", code)])

    def code(self, code):
        return self.env["construction.cost.code"].search([("code", "=", code)])

    def test_job_with_customer_phases_and_site(self):
        message = self.send_job(
            customer={"external_id": "C-1", "name": "City"},
            status="active",
            start_date="2026-03-01",
            contract_amount="1250000.50",
            currency="USD",
            phases=[{"code": "1", "name": "Site"}, {"code": "2", "name": "Shell"}],
            site={"city": "Oakland", "state": "CA", "country": "US"},
        )
        self.assertState(message, "done")
        job = self.job()
        self.assertEqual(job.company_id, self.acme)
        self.assertEqual(job.partner_id.ref, "C-1")
        self.assertEqual((job.job_status, job.contract_amount), ("active", 1250000.50))
        self.assertEqual(job.phase_ids.mapped("code"), ["1", "2"])
        self.assertEqual((job.site_city, job.site_state_id.code), ("Oakland", "CA"))
        self.assertFalse(job.user_id, "a service user manages no job")
        self.assertEqual(message.document_ids.mapped("res_id"), job.ids)

    def test_leading_zeros_of_codes_stay(self):
        self.send_job("007")
        self.assertEqual(self.job("007").job_code, "007")

    def test_omitted_fields_stay_and_null_clears(self):
        self.send_job(start_date="2026-03-01", contract_amount="100")
        self.send_job(contract_amount=None, name="Renamed")
        job = self.job()
        self.assertEqual(str(job.date_start), "2026-03-01")
        self.assertEqual((job.contract_amount, job.name), (0.0, "Renamed"))

    def test_older_version_is_superseded(self):
        self.send("job.upserted", {"job_code": "0042", "name": "New"}, "2026-03-02T12:00:00Z")
        late = self.send(
            "job.upserted", {"job_code": "0042", "name": "Old"}, "2026-03-01T12:00:00Z"
        )
        self.assertState(late, "superseded", "superseded")
        self.assertEqual(self.job().name, "New")

    def test_same_job_code_in_two_companies(self):
        self.send_job()
        other = self.send("job.upserted", {"job_code": "0042", "name": "Bolt's"}, entity="B")
        self.assertState(other, "done")
        self.assertEqual(self.job().company_id, self.acme | self.bolt)

    def test_contract_in_another_currency_stops(self):
        message = self.send_job(contract_amount="1", currency="EUR")
        self.assertState(message, "exception", "job.currency")
        self.assertFalse(self.job())

    def test_unknown_country_stops(self):
        self.assertState(self.send_job(site={"country": "XX"}), "exception", "country.unknown")

    def test_cost_codes_of_one_batch_find_their_parents(self):
        for code, parent in (("03", None), ("03-3", "03"), ("03-300", "03-3")):
            self.post("cost_code.upserted", {"code": code, "name": code, "parent_code": parent})
        self.drain()
        self.assertEqual(self.code("03-300").parent_id.parent_id, self.code("03"))

    def test_child_waits_for_its_parent(self):
        child = self.send(
            "cost_code.upserted", {"code": "03-300", "name": "Concrete", "parent_code": "03"}
        )
        self.assertState(child, "waiting", "waiting.cost_code")
        self.send_codes("03")
        self.assertState(child, "done")
        self.assertEqual(self.code("03-300").parent_id, self.code("03"))

    def test_parent_made_in_the_web_client_releases_its_children(self):
        child = self.send(
            "cost_code.upserted", {"code": "03-300", "name": "Concrete", "parent_code": "03"}
        )
        self.env["construction.cost.code"].with_user(self.controller).create(
            {"code": "03", "name": "Concrete", "company_id": self.acme.id}
        )
        self.drain()
        self.assertState(child, "done")

    def test_cost_types_and_unit_of_a_code(self):
        self.send(
            "cost_code.upserted",
            {"code": "03-300", "name": "Concrete", "cost_types": ["L", "M"], "uom": "CY"},
        )
        code = self.code("03-300")
        self.assertEqual(set(code.cost_type_ids.mapped("code")), {"L", "M"})
        self.assertEqual(code.uom_id.name, "CY")
        unknown = self.send("cost_code.upserted", {"code": "1", "name": "x", "uom": "FURLONG"})
        self.assertState(unknown, "exception", "uom.unknown")

    def test_vendor_is_updated_not_doubled(self):
        self.send_vendor(insurance_expiry="2026-12-31", subcontractor=True)
        self.send_vendor(phone="555-0100", license_number="C-8 77")
        vendor = self.env["res.partner"].search([("ref", "=", "V-1")])
        self.assertEqual(len(vendor), 1)
        paper = self.env["construction.compliance.document"].search(
            [("partner_id", "=", vendor.id)]
        )
        # what a sender says of an insurance counts once a person has verified it
        self.assertEqual((str(paper.valid_to), paper.step), ("2026-12-31", "draft"))
        self.assertEqual(paper.entered_by_id, self.system.user_id)
        self.assertFalse(vendor.insurance_expiry)
        self.assertEqual((vendor.phone, vendor.license_number), ("555-0100", "C-8 77"))

    def test_two_systems_may_number_different_vendors_alike(self):
        other = self._create_system("accounts")
        other._allow(["construction.vendor.upserted.v1"])
        other.user_id.group_ids = self.system.user_id.group_ids
        self.send_vendor("V-1", name="Delta Supply")
        event = {
            "specversion": "1.0",
            "id": "a-1",
            "source": "accounts",
            "type": "construction.vendor.upserted.v1",
            "time": "2026-03-02T12:00:00Z",
            "data": {"vendor_id": "V-1", "name": "Omega Rentals"},
        }
        self.accept(event, system=other)
        self.drain()
        vendors = self.env["res.partner"].search([("ref", "=", "V-1")])
        self.assertEqual(set(vendors.mapped("name")), {"Delta Supply", "Omega Rentals"})

    def test_vendor_kept_by_hand_is_adopted(self):
        vendor = self.env["res.partner"].create({"name": "Delta", "ref": "V-1"})
        self.send_vendor("V-1", phone="555-0101")
        self.assertEqual(self.env["res.partner"].search([("ref", "=", "V-1")]), vendor)
        self.assertEqual(vendor.phone, "555-0101")

    def test_unknown_payment_terms_stop_until_they_exist(self):
        message = self.send_vendor(payment_terms="Net 17")
        self.assertState(message, "exception", "payment_term.unknown")
        self.env["account.payment.term"].create({"name": "Net 17"})
        message.with_user(self.operator).action_retry()
        self.drain()
        self.assertState(message, "done")
        vendor = self.env["res.partner"].search([("ref", "=", "V-1")]).with_company(self.acme)
        self.assertEqual(vendor.property_supplier_payment_term_id.name, "Net 17")

    def test_item_belongs_to_the_company_that_uses_it(self):
        data = {"item_code": "RM", "name": "Mix", "uom": "CY", "category": "Concrete"}
        self.send("item.upserted", data)
        self.send("item.upserted", data, entity="B")
        items = self.env["product.product"].search([("default_code", "=", "RM")])
        self.assertEqual(items.company_id, self.acme | self.bolt)
        self.assertEqual(items.categ_id.mapped("name"), ["Concrete"])

    def test_employee_that_left_is_archived(self):
        data = {"employee_id": "E-1", "name": "Rosa", "hourly_cost": "58.75"}
        self.send("employee.upserted", data)
        self.send("employee.upserted", data | {"active": False})
        employee = (
            self.env["hr.employee"].with_context(active_test=False).search([("name", "=", "Rosa")])
        )
        self.assertEqual((employee.active, employee.hourly_cost), (False, 58.75))
