# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import GROUPS, IntegrationCase, event

CONTACTS = "base.group_partner_manager"


@tagged("post_install", "-at_install")
class TestOwnership(IntegrationCase):
    """The message's text becomes the phone of a vendor; the system ``erp`` keeps phones."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.erp = cls._create_system("erp")
        for system in cls.system | cls.erp:
            system.user_id.group_ids = [(4, cls.env.ref(CONTACTS).id)]
        # writing a partner looks at its users
        cls.env["ir.model.access"].create(
            {
                "name": "users, for writing partners",
                "model_id": cls.env["ir.model"]._get_id("res.users"),
                "group_id": cls.env.ref(f"{GROUPS}.group_service").id,
                "perm_read": True,
            }
        )
        cls.vendor = cls.env["res.partner"].create(
            {"name": "Vendor", "phone": "1", "company_id": cls.acme.id}
        )
        cls._age(cls.vendor)
        cls.person = new_test_user(
            cls.env,
            "person",
            groups=f"base.group_user,{CONTACTS}",
            company_id=cls.acme.id,
            company_ids=[(6, 0, cls.acme.ids)],
        )
        cls.operator = cls._create_user("group_operator")
        cls.manager = cls._create_user("group_manager")

    @classmethod
    def _age(cls, records):
        """What was made in this transaction would count as new."""
        records.flush_recordset()
        cls.env.cr.execute(
            "UPDATE res_partner SET create_date = %s WHERE id = ANY(%s)",
            [datetime(2026, 1, 1), records.ids],
        )
        records.invalidate_recordset()

    def own(self, policy="park", names=("phone",), **values):
        fields = self.env["ir.model.fields"]
        return self.env["integration.ownership"].create(
            {
                "name": "phone",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "field_ids": [(6, 0, [fields._get("res.partner", name).id for name in names])],
                "system_id": self.erp.id,
                "policy": policy,
            }
            | values
        )

    def send(self, text, system=None, **vals):
        """Let a message write the vendor; return it."""

        def apply(handler, items):
            for item in items:
                vendor = handler.env["res.partner"].browse(self.vendor.id)
                vendor.write({"phone": item.data.text, "ref": item.data.text} | vals)
                item.add_document(vendor)

        self.enterContext(self.handle(_apply=apply))
        system = system or self.system
        self.accept(event(f"m-{text}", text, source=system.code), system=system)
        self.drain()
        message = self.Message.search(
            [("external_id", "=", f"m-{text}"), ("system_id", "=", system.id)]
        )
        self.vendor.invalidate_recordset()
        return message

    def test_owner_writes(self):
        self.own("refuse")
        self.assertEqual(self.send("2", self.erp).state, "done")
        self.assertEqual(self.vendor.phone, "2")

    def test_nothing_owned(self):
        self.own(names=("website",))
        self.assertEqual(self.send("2").state, "done")
        self.assertEqual((self.vendor.phone, self.vendor.ref), ("2", "2"))

    def test_refused(self):
        self.own("refuse")
        message = self.send("2")
        self.assertEqual((message.state, message.reason_code), ("exception", "sor.refused"))
        self.assertEqual((self.vendor.phone, self.vendor.ref), ("1", False))
        self.assertFalse(message.with_user(self.manager).can_override)

    def test_parked_with_both_values(self):
        self.own()
        message = self.send("2")
        self.assertEqual((message.state, message.reason_code), ("exception", "sor.conflict"))
        conflict = message.reason_details["conflicts"][0]
        self.assertEqual(
            [conflict[name] for name in ("record", "field", "ours", "theirs", "owner")],
            ["Vendor", "phone", "1", "2", "Erp"],
        )
        for text in ("Vendor", "<td>1</td>", "<td>2</td>", "Erp"):
            self.assertIn(text, message.conflict_table)

    def test_same_value_is_no_conflict(self):
        self.own("refuse")
        self.assertEqual(self.send("1").state, "done")
        self.assertEqual(self.vendor.ref, "1")

    def test_noted(self):
        self.own("note")
        message = self.send("2")
        self.assertEqual((message.state, message.reason_code), ("done", "sor.noted"))
        self.assertIn("<td>2</td>", message.conflict_table)
        self.assertEqual((self.vendor.phone, self.vendor.ref), ("1", "2"))
        entry = self.env["integration.audit.entry"].search([("step", "=", "ownership.left_out")])
        self.assertEqual(entry.user_id, self.system.user_id)
        self.assertIn("phone", entry.data)

    def test_take_theirs(self):
        self.own()
        message = self.send("2")
        message.with_user(self.manager)._override("They are right")
        self.drain()
        self.assertEqual(message.state, "done")
        self.assertEqual(self.vendor.phone, "2")

    def test_only_managers_take_theirs(self):
        self.own()
        message = self.send("2")
        with self.assertRaises(AccessError):
            message.with_user(self.operator)._override("They are right")

    def test_keep_ours(self):
        for policy in ("park", "refuse"):
            rule = self.own(policy)
            message = self.send(policy)
            message.with_user(self.operator).action_keep_ours()
            self.drain()
            self.vendor.invalidate_recordset()
            self.assertEqual((message.state, message.reason_code), ("done", "sor.noted"))
            self.assertEqual((self.vendor.phone, self.vendor.ref), ("1", policy))
            rule.unlink()

    def test_keep_ours_decides_conflicts_only(self):
        message = self.send("2")
        with self.assertRaises(UserError):
            message.with_user(self.operator).action_keep_ours()
        with self.assertRaises(AccessError):
            message.with_user(self._create_user("group_user")).action_keep_ours()

    def test_only_the_message_in_conflict_stops(self):
        self.own()
        self.accept(event("1", "1"), event("2", "2"), event("3", "1"))

        def apply(handler, items):
            for item in items:
                handler.env["res.partner"].browse(self.vendor.id).phone = item.data.text

        with self.handle(_apply=apply):
            self.drain()
        self.assertEqual(self.states(), {"1": "done", "2": "exception", "3": "done"})

    def test_people(self):
        rule = self.own("refuse")
        vendor = self.vendor.with_user(self.person)
        with self.assertRaisesRegex(UserError, "Phone of Vendor is kept in Erp"):
            vendor.phone = "2"
        vendor.write({"phone": "1", "ref": "2"})
        rule.policy = "note"
        vendor.phone = "3"
        entry = self.env["integration.audit.entry"].search([("step", "=", "ownership.overwritten")])
        self.assertEqual(entry.user_id, self.person)
        rule.system_id = False
        rule.policy = "refuse"
        vendor.phone = "4"
        self.assertEqual(vendor.phone, "4")

    def test_odoo_owns(self):
        self.own("refuse", system_id=False)
        self.assertEqual(self.send("2", self.erp).reason_code, "sor.refused")

    def test_a_person_cannot_pose_as_a_system(self):
        self.own("refuse")
        forged = self.vendor.with_user(self.person).with_context(
            integration_system_id=self.erp.id,
            integration_ownership={"decision": "theirs"},
        )
        with self.assertRaises(UserError):
            forged.phone = "2"

    def test_superuser_is_not_hindered(self):
        self.own("refuse")
        self.vendor.sudo().phone = "2"
        self.assertEqual(self.vendor.phone, "2")

    def test_company_of_the_rule(self):
        self.own("refuse", company_id=self.bolt.id)
        self.vendor.with_user(self.person).phone = "2"
        self.assertEqual(self.vendor.phone, "2")

    def test_what_the_message_made_is_its_own(self):
        self.own("refuse")

        def apply(handler, items):
            partner = handler.env["res.partner"].create({"name": "New", "phone": "8"})
            handler.env.flush_all()
            handler.env.invalidate_all()
            partner.phone = "9"

        self.accept(event("1"))
        with self.handle(_apply=apply):
            self.drain()
        self.assertEqual(self.states(), {"1": "done"})

    def test_relations_are_compared(self):
        tag = self.env["res.partner.category"].create({"name": "Gold"})
        self.own("refuse", names=("category_id", "state_id"))
        vendor = self.vendor.with_user(self.person)
        vendor.write({"category_id": [(6, 0, [])], "state_id": False})
        with self.assertRaises(UserError):
            vendor.write({"category_id": [(4, tag.id)]})

    def test_rules_are_checked(self):
        with self.assertRaisesRegex(ValidationError, "belongs to Odoo"):
            self.own(model_id=self.env["ir.model"]._get_id("res.users"))
        with self.assertRaisesRegex(ValidationError, "Strange"):
            self.own(company_id=self.strange.id)
        country = self.env["ir.model.fields"]._get("res.country", "name")
        with self.assertRaisesRegex(ValidationError, "fields of"):
            self.own(field_ids=[(6, 0, country.ids)])

    def test_rights(self):
        rule = self.own(company_id=self.acme.id)
        reader = self._create_user("group_user")
        foreigner = self._create_user("group_manager", self.strange)
        self.assertTrue(rule.with_user(reader).has_access("read"))
        self.assertFalse(rule.with_user(self.operator).has_access("write"))
        self.assertTrue(rule.with_user(self.manager).has_access("write"))
        self.assertFalse(rule.with_user(foreigner).has_access("read"))
        self.assertFalse(rule.with_user(self.person).has_access("read"))

    def test_audit_of_rules(self):
        rule = self.own()
        rule.policy = "refuse"
        entries = self.env["integration.audit.entry"].search(
            [("res_model", "=", rule._name), ("res_id", "=", rule.id)], order="id"
        )
        self.assertEqual(entries.mapped("step"), ["ownership.created", "ownership.changed"])
