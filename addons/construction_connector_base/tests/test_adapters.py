# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..core.errors import TransientError
from ..core.raw import UNREADABLE
from .adapter_common import AdapterCase


@tagged("post_install", "-at_install")
class TestRawRecords(AdapterCase):
    def accept_raw(self, *records):
        system = self.vendor.with_user(self.vendor.user_id)
        door = self.env["integration.door"].with_user(self.vendor.user_id)
        return [result.status for result in door._accept_raw(system, list(records))]

    def test_record_is_stored_as_it_is_and_translated_later(self):
        self.assertEqual(self.accept_raw({"id": "1", "text": "one", "more": 1}), ["accepted"])
        message = self.vendor_messages()
        self.assertEqual(message.payload, {"id": "1", "text": "one", "more": 1})
        self.drain()
        self.assertEqual(self.vendor_messages().state, "done")

    def test_same_version_is_taken_once_however_it_looks(self):
        records = {"id": "1", "text": "one"}, {"id": "1", "text": "one", "via": "hook"}
        self.assertEqual(self.accept_raw(records[0]), ["accepted"])
        self.assertEqual(self.accept_raw(records[1]), ["duplicate"])

    def test_translation_that_fits_no_contract_is_an_exception(self):
        self.adapt(_translate=lambda _self, raw, codes: {"wrong": 1})
        self.accept_raw({"id": "1"})
        self.drain()
        self.assertEqual(self.vendor_messages().reason_code, "contract.schema")

    def test_fault_in_the_translation_is_an_exception_and_heals(self):
        self.accept_raw({"id": "1"}, {"id": "2", "text": "good"})
        self.drain()
        bad, good = self.vendor_messages()
        self.assertEqual((bad.state, bad.reason_code), ("exception", "adapter.unreadable"))
        self.assertIn("KeyError", bad.error)
        self.assertEqual(good.state, "done")
        self.adapt(_translate=lambda _self, raw, codes: {"text": "mended"})
        bad.with_user(self._create_user("group_operator")).action_retry()
        self.drain()
        self.assertEqual(self.vendor_messages()[0].state, "done")

    def test_record_without_id_is_kept_for_a_person(self):
        self.assertEqual(self.accept_raw({"text": "x"}, {"id": "2", "text": "b"}), ["accepted"] * 2)
        self.assertEqual(self.accept_raw({"text": "x"}), ["duplicate"])
        self.drain()
        strange, good = self.vendor_messages()
        self.assertEqual((strange.type, good.state), (UNREADABLE.type, "done"))
        self.assertEqual((strange.state, strange.reason_code), ("exception", "adapter.unreadable"))
        self.assertEqual(strange.payload["record"], {"text": "x"})

    def test_updated_adapter_reads_what_was_kept(self):
        self.accept_raw({"text": "x"})
        self.drain()
        event = {"id": "9", "type": "construction.ping.sent.v1", "time": "2026-03-02T08:00:00Z"}
        self.adapt(_event=lambda _self, raw: event)
        self.vendor_messages().with_user(self._create_user("group_operator")).action_retry()
        self.drain()
        self.assertEqual(
            self.vendor_messages().mapped(lambda one: (one.external_id[:10], one.state)),
            [("unreadable", "done"), ("9", "done")],
        )

    def test_nul_characters_do_not_cost_the_others(self):
        self.assertEqual(
            self.accept_raw({"id": "1", "text": "a\x00b"}, {"id": "2", "text": "c"}),
            ["accepted", "accepted"],
        )
        self.assertEqual(self.vendor_messages()[0].payload["text"], "a\ufffdb")

    def test_type_that_is_not_allowed(self):
        self.vendor.contract_ids.unlink()
        self.assertEqual(self.accept_raw({"id": "1", "text": "one"}), ["rejected"])

    def test_system_without_adapter(self):
        self.vendor.adapter = False
        with self.assertRaisesRegex(UserError, "adapter"):
            self.accept_raw({"id": "1"})

    def test_another_systems_adapter_cannot_be_named_in_a_message(self):
        self.vendor._allow([UNREADABLE.type])
        event = {
            "specversion": "1.0",
            "id": "1",
            "source": "vendor",
            "type": UNREADABLE.type,
            "time": "2026-03-02T08:00:00Z",
            "data": {"adapter": "integration.door", "record": {}, "why": "x"},
        }
        self.accept(event, system=self.vendor)
        self.drain()
        self.assertEqual(self.vendor_messages().reason_code, "adapter.unreadable")


@tagged("post_install", "-at_install")
class TestCalls(AdapterCase):
    def call(self, **values):
        return self.env["integration.adapter"]._call(self.vendor, "GET", "/x", **values)

    def test_answer(self):
        self.fake.answers = {"/x": {"a": 1}}
        self.assertEqual(self.call(params={"q": "ä b"}).json(), {"a": 1})
        self.assertEqual(self.fake.log[0].path, "/x?q=%C3%A4+b")

    def test_refusal_is_an_answer(self):
        self.fake.behave("refuse")
        self.assertEqual(self.call().status, 422)

    def test_what_may_pass_is_transient(self):
        for mode in ("error", "throttle", "close", "close_mid_body"):
            self.fake.behave(mode)
            with self.subTest(mode), self.assertRaises(TransientError):
                self.call()

    def test_logins(self):
        self.vendor.login_ids = [(0, 0, {"name": "us", "secret": "s3cret"})]
        self.call()
        self.assertEqual(self.fake.log[0].headers["authorization"], "Basic dXM6czNjcmV0")
        self.vendor.login_ids.name = False
        self.call()
        self.assertEqual(self.fake.log[1].headers["authorization"], "Bearer s3cret")

    def test_without_address(self):
        self.vendor.base_url = False
        with self.assertRaisesRegex(UserError, "address"):
            self.call()


@tagged("post_install", "-at_install")
class TestLogin(AdapterCase):
    def setUp(self):
        super().setUp()
        self.login = self.env["integration.system.login"].create(
            {"system_id": self.vendor.id, "name": "us", "secret": "s3cret"}
        )

    def test_nobody_reads_the_secret(self):
        manager = self._create_user("group_manager")
        login = self.login.with_user(manager)
        self.assertFalse(login.secret)
        self.assertNotIn("s3cret", str(login.read()))
        self.assertNotIn("secret_token", login.fields_get())
        self.assertNotIn("s3cret", str(self.login.export_data(["name", "secret"])))
        self.env.cr.execute("SELECT secret_token FROM integration_system_login")
        self.assertNotIn("s3cret", str(self.env.cr.fetchall()))
        self.assertNotIn("s3cret", repr(self.vendor._login()))

    def test_a_new_one_replaces_it(self):
        self.login.secret = "other"
        self.assertEqual(self.vendor._login().secret, "other")
        self.login.name = "we"
        self.assertEqual(self.vendor._login().secret, "other")

    def test_operators_see_no_login(self):
        model = self.env["integration.system.login"].with_user(self._create_user("group_operator"))
        self.assertFalse(model.has_access("read"))

    def test_login_of_another_company(self):
        foreign = self._create_user("group_manager", self.strange)
        self.assertFalse(self.env["integration.system.login"].with_user(foreign).search([]))

    def test_audit_tells_no_secret(self):
        entries = self.env["integration.audit.entry"].search([("step", "like", "login.%")])
        self.assertEqual(entries.mapped("step"), ["login.created"])
        self.assertNotIn("s3cret", str(entries.mapped("data")))

    def test_rotation_knows_it(self):
        fields = self.env["integration.vault"]._encrypted_fields()
        self.assertIn(("integration.system.login", "secret_token"), fields)


@tagged("post_install", "-at_install")
class TestSettings(AdapterCase):
    def test_login_in_an_address(self):
        with self.assertRaises(ValidationError) as caught:
            self.vendor.base_url = "https://us:s3cret@example.com"
        self.assertNotIn("s3cret", str(caught.exception))
