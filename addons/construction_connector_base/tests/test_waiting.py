# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import IntegrationCase, event

EARLY, LATE = datetime(2026, 3, 1), datetime(2026, 3, 3)


@tagged("post_install", "-at_install")
class TestWaiting(IntegrationCase):
    """Messages that came too early, and those that came too late."""

    def setUp(self):
        super().setUp()
        self.vendor, self.other_vendor = self.env["res.partner"].create(
            [{"name": "Vendor"}, {"name": "Other"}]
        )

    def needs_vendor(self):
        """Let each message need the vendor that its text names."""

        def resolve(handler, items):
            first = items[0].message
            known = handler.env["integration.xref"]._lookup(
                first.system_id, first.company_id, "vendor", [item.data.text for item in items]
            )
            for item in items:
                if item.data.text not in known:
                    item.wait_for("vendor", item.data.text, f"Vendor {item.data.text} is missing.")

        return self.handle(_resolve=resolve)

    def register(self, external_id="V:1", time=EARLY, system=None, company=None, record=None):
        self.Xref._remember(
            system or self.system,
            company or self.acme,
            "vendor",
            [(external_id, (record or self.vendor).id, time)],
            "res.partner",
        )

    def lookup(self, *ids, system=None, company=None):
        return self.Xref._lookup(system or self.system, company or self.acme, "vendor", ids)

    def test_child_waits_for_its_parent(self):
        self.accept(event("1", "V:1"))
        with self.needs_vendor():
            self.drain()
            message = self.message("1")
            self.assertEqual((message.state, message.waiting_key), ("waiting", "vendor:V:1"))
            self.register()
            self.assertEqual(self.message("1").state, "received")
            self.drain()
        message = self.message("1")
        self.assertEqual(message.state, "done")
        self.assertFalse(message.reason_code)
        self.assertFalse(message.waiting_key)

    def test_release_wakes_the_lane(self):
        self.accept(event("1", "V:1"))
        with self.needs_vendor():
            self.drain()
        self.jobs().unlink()
        self.register()
        self.assertEqual(len(self.jobs()), 1)

    def test_others_go_on_waiting(self):
        self.accept(event("1", "V:1"), event("2", "V:2"))
        with self.needs_vendor():
            self.drain()
        self.register("V:2")
        self.assertEqual(self.states(), {"1": "waiting", "2": "received"})

    def test_parent_of_another_company_does_not_count(self):
        self.accept(event("1", "V:1"))
        with self.needs_vendor():
            self.drain()
        self.register(company=self.bolt)
        self.assertEqual(self.states(), {"1": "waiting"})
        self.assertEqual(self.lookup("V:1"), {})

    def test_release_by_whoever_makes_it(self):
        self.accept(event("1", "V:1"))
        with self.needs_vendor():
            self.drain()
        self.assertEqual(self.Message._release(self.acme.id, "vendor", ["V:1", "V:9"]), 1)
        self.assertEqual(self.states(), {"1": "received"})

    def test_cross_reference_by_hand_releases(self):
        self.accept(event("1", "V:1"))
        with self.needs_vendor():
            self.drain()
        manager = self._create_user("group_manager")
        self.Xref.with_user(manager).create(
            {
                "system_id": self.system.id,
                "company_id": self.acme.id,
                "entity": "vendor",
                "external_id": "V:1",
                "res_model": "res.partner",
                "res_id": self.vendor.id,
            }
        )
        self.assertEqual(self.states(), {"1": "received"})

    def test_cross_reference_in_a_company_of_the_system_only(self):
        with self.assertRaisesRegex(ValidationError, "Strange"):
            self.Xref.create(
                {
                    "system_id": self.system.id,
                    "company_id": self.strange.id,
                    "entity": "vendor",
                    "external_id": "V:1",
                    "res_model": "res.partner",
                    "res_id": self.vendor.id,
                }
            )

    def test_cron_releases_whose_parent_came_at_the_same_moment(self):
        self.register()
        self.accept(event("1", "V:1"), event("2", "V:2"))
        with self.handle(
            _resolve=lambda handler, items: [
                item.wait_for("vendor", item.data.text, "Not seen.") for item in items
            ]
        ):
            self.drain()
        self.env["integration.lane"]._release_found()
        self.assertEqual(self.states(), {"1": "received", "2": "waiting"})

    def test_lookup_in_ids_of_other_systems(self):
        erp = self._create_system("erp")
        self.register("V:1", system=erp)
        self.assertEqual(self.lookup("V:1"), {})
        self.system.id_source_ids = erp
        self.assertEqual(self.lookup("V:1", "V:2"), {"V:1": self.vendor.id})

    def test_own_id_wins(self):
        erp = self._create_system("erp")
        self.system.id_source_ids = erp
        self.register("V:1", system=erp)
        self.register("V:1", record=self.other_vendor)
        self.assertEqual(self.lookup("V:1"), {"V:1": self.other_vendor.id})

    def test_deleted_record_is_unknown(self):
        self.register()
        self.vendor.unlink()
        self.assertEqual(self.lookup("V:1"), {})

    def test_register_again_updates(self):
        self.register(time=LATE)
        self.register(time=EARLY, record=self.other_vendor)
        xref = self.Xref.search([("external_id", "=", "V:1")])
        self.assertEqual((xref.res_id, xref.source_time), (self.other_vendor.id, LATE))
        self.assertEqual(xref.record_name, "Other")

    def test_source_times(self):
        self.register("V:1", EARLY)
        self.register("V:2", LATE)
        self.assertEqual(
            self.Xref._source_times(self.system, self.acme, "vendor", ["V:1", "V:2", "V:3"]),
            {"V:1": EARLY, "V:2": LATE},
        )

    def test_older_version_is_superseded(self):
        seen = []

        def resolve(handler, items):
            handler._drop_superseded(items, "vendor")

        self.register("V:1", LATE)
        self.register("V:2", EARLY)
        self.accept(event("1", "V:1"), event("2", "V:2"), event("3", "V:3"))
        with self.handle(_resolve=resolve, _apply=lambda handler, items: seen.extend(items)):
            self.drain()
        self.assertEqual(self.states(), {"1": "superseded", "2": "done", "3": "done"})
        self.assertEqual([item.data.text for item in seen], ["V:2", "V:3"])

    def test_superseded_by_an_id_of_the_handlers_choice(self):
        def resolve(handler, items):
            handler._drop_superseded(items, "vendor", lambda item: f"V:{item.data.text}")

        self.register("V:1", LATE)
        self.accept(event("1", "1"))
        with self.handle(_resolve=resolve):
            self.drain()
        self.assertEqual(self.states(), {"1": "superseded"})
