# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from copy import deepcopy
from dataclasses import replace
from datetime import date

from odoo.tests import BaseCase, TransactionCase, tagged

from ..core import contract as contracts
from ..core.upcast import upcast
from .common import PING, registered

FIRST = contracts.get(PING)
MIDDLE = replace(FIRST, version=2, upcast=dict)
OLD = replace(FIRST, upcast=dict)
NEWEST = replace(FIRST, version=3)


def fail(data):
    raise AssertionError("This step is skipped")


@tagged("post_install", "-at_install")
class TestRegistry(BaseCase):
    def test_type_is_composed(self):
        self.assertEqual(contracts.get("construction.ping.sent.v1").workflow, "connection")

    def test_unknown_type(self):
        self.assertIsNone(contracts.get("construction.ping.sent.v99"))

    def test_type_is_taken_once(self):
        with self.assertRaisesRegex(ValueError, "registered twice"):
            contracts.register(FIRST)

    def test_type_may_be_used_in_each_direction(self):
        sent = replace(FIRST, direction="outbound", workflow="events")
        with registered(sent):
            self.assertIs(contracts.get(PING), FIRST)
            self.assertIs(contracts.get(PING, "outbound"), sent)
            self.assertIn(sent, contracts.all_contracts("outbound"))
            self.assertNotIn(sent, contracts.all_contracts("inbound"))
            self.assertIn(sent, contracts.all_contracts())

    def test_contradictions(self):
        table = [
            ("the name is not", {"name": "Ping Sent"}),
            ("versions count", {"version": 0}),
            ("an example", {"example": {}}),
            ("a description", {"description": ""}),
            ("by XML id", {"groups": ("base.group_user", "Group User")}),
            ("upcast_to needs", {"upcast_to": 7}),
            ("leads to a newer", {"version": 9, "upcast": dict, "upcast_to": 9}),
            ("sunset follows", {"sunset_on": date(2026, 1, 1)}),
            (
                "sunset follows",
                {"deprecated_on": date(2026, 1, 1), "sunset_on": date(2026, 1, 1)},
            ),
        ]
        for text, changes in table:
            contract = replace(FIRST, **{"name": "other.sent"} | changes)
            with self.subTest(changes), self.assertRaisesRegex(ValueError, text):
                contracts.register(contract)

    def test_what_goes_together(self):
        changes = {
            "name": "other.sent",
            "groups": ("base.group_user", "project.group_project_user"),
            "upcast": dict,
            "deprecated_on": date(2026, 1, 1),
            "sunset_on": date(2026, 7, 1),
        }
        with registered(replace(FIRST, **changes)):
            self.assertTrue(contracts.get("construction.other.sent.v1"))
        self.assertIsNone(contracts.get("construction.other.sent.v1"))

    def test_each_older_version_needs_an_upcaster(self):
        with self.assertRaisesRegex(ValueError, "v1 is not the newest"), registered(NEWEST):
            pass
        with (
            self.assertRaisesRegex(ValueError, "v2 is not the newest"),
            registered(OLD, NEWEST, replace(MIDDLE, upcast=None)),
        ):
            pass

    def test_versions_share_a_workflow(self):
        other = replace(NEWEST, workflow="other")
        with self.assertRaisesRegex(ValueError, "one workflow"), registered(OLD, other):
            pass

    def test_newest(self):
        with registered(OLD, NEWEST, MIDDLE):
            for contract in (OLD, MIDDLE, NEWEST):
                self.assertEqual(contracts.newest_type(contract.type), NEWEST.type)
            self.assertEqual(contracts.versions(MIDDLE), [OLD, MIDDLE, NEWEST])
        self.assertEqual(contracts.newest_type(PING), PING)
        self.assertEqual(contracts.newest_type("unknown"), "unknown")

    def test_a_version_may_be_skipped(self):
        with registered(replace(OLD, upcast_to=3), replace(MIDDLE, upcast=fail), NEWEST):
            self.assertEqual(contracts.newest_type(PING), NEWEST.type)
            self.assertEqual(upcast(contracts.get(PING), {"text": "a"}), {"text": "a"})

    def test_sunset(self):
        ending = replace(OLD, deprecated_on=date(2026, 1, 1), sunset_on=date(2026, 7, 1))
        self.assertFalse(ending.is_sunset(date(2026, 6, 30)))
        self.assertTrue(ending.is_sunset(date(2026, 7, 1)))
        self.assertFalse(FIRST.is_sunset(date(2026, 7, 1)))


@tagged("post_install", "-at_install")
class TestRegistered(TransactionCase):
    """What holds for each contract of each installed addon."""

    def contracts(self):
        found = contracts.installed(self.env)
        self.assertIn(FIRST, found)
        return found

    def test_examples_are_valid(self):
        for contract in self.contracts():
            with self.subTest(contract.type):
                data = contract.payload.model_validate(contract.example)
                self.assertTrue(contract.ordering_key(data))
                self.assertTrue(contract.document(data))

    def test_examples_of_older_versions_become_new_ones(self):
        for contract in self.contracts():
            with self.subTest(contract.type):
                newest = contracts.get(contracts.newest_type(contract.type), contract.direction)
                self.assertIn(newest.handler, self.env)
                newest.payload.model_validate(upcast(contract, deepcopy(contract.example)))

    def test_groups_exist(self):
        for contract in self.contracts():
            for xml_id in contract.groups:
                with self.subTest(contract.type, group=xml_id):
                    self.assertEqual(self.env.ref(xml_id)._name, "res.groups")
