# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import hashlib
import json

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..core.config_sections import sections
from ..core.vault import new_key
from .common import PING, use_master_keys
from .common_config import ConfigCase


@tagged("post_install", "-at_install")
class TestConfig(ConfigCase):
    def test_an_export_changes_nothing_and_is_the_same_each_time(self):
        self.make_everything()
        text = self.Config._export()
        self.assertEqual(set(self.kinds(text).values()), {"unchanged"})
        self.assertFalse(self.Config._preview(text).is_change)
        self.assertEqual(self.Config._export(), text)

    def test_every_section_is_in_the_export(self):
        self.make_everything()
        text = self.Config._export()
        for section in sections(self.env):
            self.assertIn(f"\n{section.name}:\n", text)

    def test_names_stand_there_and_no_numbers_of_the_database(self):
        self.make_everything()
        text = self.Config._export()
        for name in (
            "owner: group_manager.acme",
            "company: Acme",
            "approval_group: construction_connector_base.group_manager",
            "retention_class: payroll",
            "- res.partner.city",
            "'0012': 01-100",
            "speaks_ids_of:\n      - erp",
        ):
            self.assertIn(name, text)

    def test_no_secret_is_in_the_export(self):
        use_master_keys(self, new_key())
        self.make_everything()
        secrets = {
            self.env["integration.api.key"]._generate(self.system, "gateway", 30),
            self.env["integration.signature.key"]._generate(self.system, "webhooks"),
        }
        self.system.login_ids = [(0, 0, {"name": "api", "secret": "s3cr3t-password"})]
        secrets.add("s3cr3t-password")
        for model in self.env.registry.values():
            hidden = [field for field in model._fields.values() if field.groups == fields.NO_ACCESS]
            if model._name.startswith("integration.") and model._auto and not model._abstract:
                secrets |= self.stored(model, [field.name for field in hidden if field.store])
        self.assertGreater(len(secrets), 4)
        text = self.Config._export()
        for secret in secrets:
            self.assertNotIn(secret, text)

    def stored(self, model, names):
        found = set()
        for name in names:
            query = SQL(
                "SELECT %s::text FROM %s", SQL.identifier(name), SQL.identifier(model._table)
            )
            found |= {value for (value,) in self.env.execute_query(query) if value}
        return found

    def test_an_import_makes_changes_and_removes(self):
        doomed = self._create_system("doomed")
        text = self.file(
            retention_classes=[{"code": "short", "name": "Short", "delete_days": 5}],
            systems=[
                {
                    "code": "field",
                    "name": "Field App",
                    "entities": [
                        {"code": "B", "absent": True},
                        {"code": "C", "company": "Bolt"},
                    ],
                },
                {
                    "code": "new",
                    "name": "New",
                    "company": "Acme",
                    "companies": ["Bolt", "Acme"],
                    "owner": self.manager.login,
                    "speaks_ids_of": ["field", "newer"],
                    "contracts": [PING],
                },
                {"code": "newer", "name": "Newer", "company": "Bolt", "companies": ["Bolt"]},
                {"code": "doomed", "absent": True},
            ],
            policies=[{"type": PING, "system": "new", "retention_class": "short"}],
        )
        self.take(text)
        self.assertEqual(self.system.name, "Field App")
        self.assertEqual(
            [(one.code, one.company_id) for one in self.system.entity_ids], [("C", self.bolt)]
        )
        new = self.env["integration.system"].search([("code", "=", "new")])
        self.assertEqual(new.company_ids, self.acme | self.bolt)
        self.assertEqual(set(new.id_source_ids.mapped("code")), {"field", "newer"})
        self.assertEqual(new.contract_ids.mapped("type"), [PING])
        self.assertTrue(new.user_id)
        policy = self.env["integration.contract.policy"].search([("system_id", "=", new.id)])
        self.assertEqual(policy.retention_class_id.code, "short")
        self.assertFalse(doomed.exists())
        self.assertFalse(self.Config._preview(text).is_change)

    def test_what_the_file_does_not_name_stays(self):
        self._create_system("other")
        self.take(self.file(systems=[{"code": "field", "name": "Renamed"}]))
        self.assertEqual(self.system.environment, "production")
        self.assertEqual(self.system.entity_ids.mapped("code"), ["B"])
        self.assertEqual(self.env["integration.system"].search_count([("code", "=", "other")]), 1)

    def test_errors_tell_the_place(self):
        field = {"code": "field"}
        for values, message in [
            ({"owner": "nobody"}, "systems[field].owner: There is no User 'nobody', or you may not see it"),
            ({"company": "Strange"}, "systems[field].company: There is no Companies 'Strange', or you may not see it"),
            ({"name": 12}, "systems[field].name: Text is expected: write it in quotes"),
            ({"name": None}, "systems[field].name: A value is needed"),
            ({"active": "yes"}, "systems[field].active: true or false is expected"),
            ({"environment": "moon"}, "systems[field].environment: 'moon' is none of: production, sandbox"),
            ({"companies": "Acme"}, "systems[field].companies: A list is expected"),
            ({"contracts": ["x"]}, f"systems[field].contracts[x].type: 'x' is none of: {self.types()}"),
        ]:  # fmt: skip
            with self.subTest(values):
                self.assertRefused(self.file(systems=[field | values]), message)

    def types(self):
        return ", ".join(
            self.env["integration.system.contract"]._fields["type"].get_values(self.env)
        )

    def test_a_refused_setting_undoes_the_whole_import(self):
        text = self.file(
            systems=[
                {"code": "field", "name": "Renamed"},
                {"code": "bad code", "name": "Bad", "company": "Acme", "companies": ["Acme"]},
            ]
        )
        with self.assertRaisesRegex(UserError, r"^systems\[bad code\]: bad code is no code"):
            self.take(text)
        self.env.invalidate_all()
        self.assertEqual(self.system.name, "Field")

    def test_what_is_in_use_is_not_removed(self):
        self.make_everything()
        refused = self.assertRaisesRegex(UserError, r"^retention_classes\[payroll\]: ")
        with mute_logger("odoo.sql_db"), refused:
            self.take(self.file(retention_classes=[{"code": "payroll", "absent": True}]))

    def test_only_what_was_shown_is_done(self):
        text = self.file(systems=[{"code": "field", "name": "Renamed"}])
        preview = self.Config._preview(text)
        self.system.name = "Changed meanwhile"
        with self.assertRaisesRegex(UserError, "changed since the preview"):
            self.Config._import(text, preview.digest)

    def test_the_audit_tells_of_both_ways(self):
        text = self.Config._export()
        self.take(self.file(systems=[{"code": "field", "name": "Renamed"}]))
        exported, imported = self.env["integration.audit.entry"].search(
            [("step", "in", ["config.exported", "config.imported"])], order="id"
        )
        self.assertEqual(
            json.loads(exported.data)["sha256"], hashlib.sha256(text.encode()).hexdigest()
        )
        self.assertEqual(json.loads(imported.data)["entries"]["update"], 1)
        self.assertEqual(imported.user_id, self.manager)

    def test_the_wizards(self):
        action = self.env["integration.config.export"].with_user(self.manager).action_export()
        exported = self.env["integration.config.export"].browse(action["res_id"])
        text = base64.b64decode(exported.file).decode()
        self.assertTrue(text.startswith("version: 1\n"))
        wizard = (
            self.env["integration.config.import"]
            .with_user(self.manager)
            .create(
                {"file": base64.b64encode(text.replace("name: Field", "name: Renamed").encode())}
            )
        )
        wizard.action_preview()
        self.assertIn("~ systems[field]\n    name: “Field” → “Renamed”", wizard.changes)
        wizard.action_import()
        self.assertEqual(self.system.name, "Renamed")
        binary = wizard.create({"file": base64.b64encode(b"\xff\xfe")})
        with self.assertRaisesRegex(UserError, "UTF-8"):
            binary.action_preview()

    def test_rights(self):
        operator = self._create_user("group_operator")
        config = self.env["integration.config"].with_user(operator)
        for call in (config._export, lambda: config._preview("version: 1")):
            with self.assertRaisesRegex(AccessError, "managers"):
                call()
        foreign = self._create_user("group_manager", self.strange)
        text = self.env["integration.config"].with_user(foreign)._export()
        self.assertNotIn("Acme", text)
