# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.codes import MissingCode
from .code_map_case import CodeMapCase


@tagged("post_install", "-at_install")
class TestCodeMaps(CodeMapCase):
    def test_most_specific_map(self):
        erp = self._create_system("erp")
        self._create_map({"rot": "all", "blau": "blue"})
        self._create_map({"rot": "acme"}, company_id=self.acme.id)
        self._create_map({"rot": "field"}, system_id=self.system.id)
        self._create_map({"rot": "both"}, system_id=self.system.id, company_id=self.acme.id)
        self.assertEqual(self.translate("rot"), "both")
        self.assertEqual(self.translate("rot", company=self.bolt), "field")
        self.assertEqual(self.translate("rot", system=erp), "acme")
        self.assertEqual(self.translate("rot", system=erp, company=self.bolt), "all")
        self.assertEqual(self.translate("blau"), "blue")

    def test_only_what_is_approved_counts(self):
        code_map = self.Map.create({"domain": "color"})
        version = code_map._new_version()
        version.line_ids = [(0, 0, {"external_value": "rot", "code": "red"})]
        self.assertEqual(self.translate("rot"), "rot")
        version.with_user(self.operator).action_propose()
        self.assertEqual(self.translate("rot"), "rot")
        version.with_user(self.manager).action_approve()
        self.assertEqual(self.translate("rot"), "red")
        code_map.active = False
        self.assertEqual(self.translate("rot"), "rot")

    def test_effective_dates_and_corrections(self):
        code_map = self._create_map({"rot": "red"})
        first = code_map.current_version_id
        april = self._add_version(code_map, {"rot": "crimson"}, date(2026, 4, 1))
        self.assertEqual(self.translate("rot", on=date(2026, 3, 31)), "red")
        self.assertEqual(self.translate("rot", on=date(2026, 4, 1)), "crimson")
        correction = self._add_version(code_map, {"rot": "scarlet"}, date(2026, 4, 1))
        self.assertEqual(self.translate("rot", on=date(2026, 4, 1)), "scarlet")
        self.assertEqual(
            [one.state for one in (first, april, correction)],
            ["approved", "superseded", "approved"],
        )

    def test_missing_code(self):
        self._create_map({"rot": "red"})
        translator = self.Map._translator(self.system, self.acme, date(2026, 3, 2))
        with self.assertRaisesRegex(MissingCode, "color: gelb"):
            translator.translate("color", "gelb")

    def test_nobody_approves_what_they_proposed(self):
        code_map = self.Map.with_user(self.manager).create({"domain": "color"})
        version = code_map._new_version()
        version.line_ids = [(0, 0, {"external_value": "rot", "code": "red"})]
        version.action_propose()
        with self.assertRaisesRegex(AccessError, "yourself"):
            version.action_approve()
        with self.assertRaisesRegex(AccessError, "managers"):
            version.with_user(self.operator).action_approve()
        version.with_user(self.other_manager).action_approve()
        self.assertEqual(
            (version.state, version.proposed_by_id, version.approved_by_id),
            ("approved", self.manager, self.other_manager),
        )

    def test_approval_cannot_be_written(self):
        version = self.Map.create({"domain": "color"})._new_version()
        for vals in (
            {"state": "approved"},
            {"approved_by_id": self.manager.id},
            {"proposed_by_id": self.manager.id},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                version.write(vals)
        with self.assertRaises(AccessError):
            version.create({"map_id": version.map_id.id, "state": "approved"})

    def test_approval_does_not_come_from_defaults(self):
        code_map = self.Map.create({"domain": "color"})
        forged = code_map.with_context(
            default_state="approved",
            default_proposed_by_id=self.operator.id,
            default_approved_by_id=self.manager.id,
        )._new_version()
        self.assertEqual(forged.state, "draft")
        self.assertFalse(forged.approved_by_id)

    @mute_logger("odoo.sql_db")
    def test_database_wants_two_people(self):
        version = self._create_map({"rot": "red"}).current_version_id
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE integration_code_map_version SET approved_by_id = proposed_by_id WHERE id = %s",
                [version.id],
            )

    def test_approved_lines_do_not_change(self):
        version = self._create_map({"rot": "red"}).current_version_id
        line = version.line_ids
        for change in (
            lambda: line.write({"code": "blue"}),
            lambda: line.unlink(),
            lambda: line.create({"version_id": version.id, "external_value": "b", "code": "c"}),
            lambda: version.write({"effective_from": "2026-01-01"}),
            lambda: version.write({"line_ids": [(1, line.id, {"code": "blue"})]}),
            lambda: version.unlink(),
        ):
            with self.subTest(change), self.assertRaisesRegex(UserError, "no draft"):
                change()
        with self.assertRaisesRegex(UserError, "cannot change"):
            version.map_id.system_id = self.system

    def test_a_proposal_does_not_change(self):
        version = self.Map.create({"domain": "color"})._new_version()
        version.line_ids = [(0, 0, {"external_value": "rot", "code": "red"})]
        version.with_user(self.operator).action_propose()
        with self.assertRaisesRegex(UserError, "no draft"):
            version.line_ids.code = "blue"
        version.action_back_to_draft()
        version.line_ids.code = "blue"
        self.assertFalse(version.proposed_by_id)

    def test_one_version_in_work(self):
        code_map = self.Map.create({"domain": "color"})
        code_map._new_version()
        with self.assertRaisesRegex(IntegrityError, "open_uniq"), mute_logger("odoo.sql_db"):
            code_map._new_version()

    def test_ambiguous_lines_are_not_proposed(self):
        code_map = self.Map.create({"domain": "color", "direction": "both"})
        version = code_map._new_version()
        version.line_ids = [
            (0, 0, {"external_value": "rot", "code": "red"}),
            (0, 0, {"external_value": "rouge", "code": "red"}),
        ]
        with self.assertRaisesRegex(UserError, "which one would be sent"):
            version.action_propose()

    def test_state_maps_know_the_codes_of_the_contract(self):
        with patch.object(type(self.Map), "_fixed_codes", lambda maps, domain: ("red",)):
            version = self.Map.create({"domain": "color"})._new_version()
            version.line_ids = [(0, 0, {"external_value": "blau", "code": "blue"})]
            with self.assertRaisesRegex(UserError, "not one of the codes"):
                version.action_propose()

    def test_new_version_begins_with_the_old_lines(self):
        code_map = self._create_map({"rot": "red", "grün": "green"})
        version = code_map._new_version()
        self.assertEqual(sorted(version._pairs()), [("grün", "green"), ("rot", "red")])
        version.line_ids.filtered(lambda line: line.code == "red").code = "crimson"
        self.assertEqual(version.changes, "rot: red → crimson")

    def test_audit(self):
        version = self._create_map({"rot": "red"}).current_version_id
        entries = self.env["integration.audit.entry"].search(
            [("res_model", "=", version._name), ("res_id", "=", version.id)], order="id"
        )
        self.assertEqual(
            [(entry.step, entry.user_id) for entry in entries],
            [("map.proposed", self.operator), ("map.approved", self.manager)],
        )

    def test_domain_and_company_are_checked(self):
        with self.assertRaisesRegex(ValidationError, "cost_code"):
            self.Map.create({"domain": "Cost Code:1"})
        with self.assertRaisesRegex(ValidationError, "Strange"):
            self.Map.create(
                {"domain": "x", "system_id": self.system.id, "company_id": self.strange.id}
            )

    def test_rights(self):
        mine = self._create_map({"rot": "red"}, company_id=self.acme.id)
        reader = self._create_user("group_user")
        foreigner = self._create_user("group_manager", self.strange)
        version, line = mine.current_version_id, mine.current_version_id.line_ids
        for record in (mine, version, line):
            with self.subTest(record):
                self.assertTrue(record.with_user(reader).has_access("read"))
                self.assertFalse(record.with_user(reader).has_access("write"))
                self.assertFalse(record.with_user(foreigner).has_access("read"))
                self.assertFalse(record.with_user(self.system.user_id).has_access("read"))
        draft = mine._new_version()
        with self.assertRaises(AccessError):
            draft.with_user(reader).action_propose()
