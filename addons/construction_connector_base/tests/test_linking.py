# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged

from ..core.linking import Known, Matcher, Row, Target, differences, is_sure, read_table
from .common import IntegrationCase, event

VENDOR = Target(
    model="res.partner",
    name_field="name",
    keys={"code": "ref", "tax_id": "vat", "email": "email"},
    shown={"city": "city"},
)
KNOWN = [
    Known(1, {"name": "Delta Ready-Mix", "code": "V-1", "tax_id": "94-1234567"}),
    Known(2, {"name": "Delta Supply Inc", "code": "V-2", "tax_id": ""}),
    Known(3, {"name": "Summit Steel", "code": "", "email": "ar@summit.example"}),
]


@tagged("post_install", "-at_install")
class TestMatcher(BaseCase):
    def find(self, external_id, **values):
        found = Matcher(KNOWN, list(VENDOR.keys)).candidates(Row(external_id, values))
        return [(one.record.id, one.method) for one in found], is_sure(found)

    def test_by_key(self):
        self.assertEqual(self.find("v1"), ([(1, "code")], True))
        self.assertEqual(self.find("X", tax_id="941234567"), ([(1, "tax_id")], True))
        self.assertEqual(self.find("X", email="AR@summit.example"), ([(3, "email")], True))

    def test_two_keys_disagree(self):
        found, sure = self.find("V-2", tax_id="94-1234567")
        self.assertEqual(sorted(found), [(1, "tax_id"), (2, "code")])
        self.assertFalse(sure)

    def test_by_name(self):
        self.assertEqual(self.find("X", name="delta ready mix"), ([(1, "name")], False))
        found, sure = self.find("X", name="Steel Summit Ltd")
        self.assertEqual(found[0], (3, "alike"))
        self.assertFalse(sure)

    def test_nothing_alike(self):
        self.assertEqual(self.find("X", name="Quarry"), ([], False))
        self.assertEqual(self.find("X"), ([], False))

    def test_differences(self):
        row = Row("X", {"name": "DELTA ready mix", "tax_id": "94-0", "code": ""})
        self.assertEqual(differences(row, KNOWN[0]), [("tax_id", "94-0", "94-1234567")])

    def test_read_table(self):
        rows, errors = read_table("external_id\tname\tcolor\n007\tDelta\tred\n\n", ["name"])
        self.assertEqual((rows, errors), ([Row("007", {"name": "Delta"})], []))
        rows, errors = read_table("external_id,name\nA\n,x\nB,b\nB,c", ["name"])
        self.assertEqual([row.external_id for row in rows], ["B"])
        self.assertEqual(errors, [(2, "columns"), (3, "empty"), (5, "twice")])
        self.assertEqual(read_table("id,name\n1,2", ["name"])[1], [(1, "header")])
        self.assertEqual(read_table("", [])[1], [(1, "header")])


@tagged("post_install", "-at_install")
class TestLinking(IntegrationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Link = cls.env["integration.link"]
        cls.startClassPatcher(
            patch.object(type(cls.Link), "_link_targets", lambda links: {"vendor": VENDOR})
        )
        cls.manager = cls._create_user("group_manager")
        cls.delta, cls.summit = cls.env["res.partner"].create(
            [
                {"name": "Zeta Delta Ready-Mix", "ref": "QV-1", "city": "Oakland"},
                {"name": "Zeta Summit Steel", "email": "zeta@summit.example"},
            ]
        )

    def link(self, table, **values):
        link = self.Link.with_user(self.manager).create(
            {
                "system_id": self.system.id,
                "company_id": self.acme.id,
                "entity": "vendor",
                "table": table,
            }
            | values
        )
        link.action_match()
        return link

    def line(self, link, external_id):
        return link.line_ids.filtered(lambda line: line.external_id == external_id)

    def known(self, *ids):
        return self.Xref._lookup(self.system, self.acme, "vendor", ids)

    def test_confirmed_matches_are_linked(self):
        link = self.link("external_id,name,city\nQV-1,Zeta Delta,Alameda\nS9,Zeta Sumit Steel,\n")
        first, second = self.line(link, "QV-1"), self.line(link, "S9")
        self.assertEqual((first.state, first.record_name), ("open", self.delta.name))
        link.action_confirm_sure()
        self.assertEqual(first.state, "confirmed")
        self.assertIn("city: Alameda ↔ Oakland", first.comparison)
        self.assertEqual((second.state, second.res_id), ("open", self.summit.id))
        count = self.env["res.partner"].search_count([])
        link.action_link()
        self.assertEqual(self.known("QV-1", "S9"), {"QV-1": self.delta.id})
        second.candidate_ids[0].action_choose()
        link.action_link()
        self.assertEqual(self.known("S9"), {"S9": self.summit.id})
        self.assertEqual((link.open_count, link.linked_count), (0, 2))
        self.assertEqual(self.env["res.partner"].search_count([]), count)

    def test_who_waits_is_released(self):
        self.accept(event("1", "QV-1"))

        def resolve(handler, items):
            for item in items:
                item.wait_for("vendor", item.data.text, "Missing.")

        with self.handle(_resolve=resolve):
            self.drain()
        link = self.link("external_id,name\n")
        link.action_collect_waiting()
        self.assertIn("QV-1,", link.table)
        link.action_collect_waiting()
        self.assertEqual(link.table.count("QV-1"), 1)
        link.action_match()
        link.action_confirm_sure()
        link.action_link()
        self.assertEqual(self.states(), {"1": "received"})

    def test_who_stopped_is_offered(self):
        self.accept(event("1", "QV-1"))

        def resolve(handler, items):
            for item in items:
                item.stop_unmapped("vendor", item.data.text, "Missing.")

        with self.handle(_resolve=resolve):
            self.drain()
        link = self.link("external_id\nQV-1\n")
        link.action_confirm_sure()
        action = link.action_link()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.message_ids, self.message("1"))

    def test_linked_meanwhile(self):
        link = self.link("external_id\nQV-1\n")
        link.action_confirm_sure()
        self.Xref._remember(
            self.system, self.acme, "vendor", [("QV-1", self.summit.id, None)], "res.partner"
        )
        with self.assertRaisesRegex(UserError, "linked meanwhile"):
            link.action_link()
        self.line(link, "QV-1").action_reopen()
        link.action_match()
        line = self.line(link, "QV-1")
        self.assertEqual((line.state, line.res_id), ("linked", self.summit.id))
        with self.assertRaisesRegex(UserError, "Cross-References"):
            line.res_id = self.delta.id

    def test_record_of_another_id_is_shown(self):
        self.Xref._remember(
            self.system, self.acme, "vendor", [("OLD", self.delta.id, None)], "res.partner"
        )
        line = self.line(self.link("external_id\nQV-1\n"), "QV-1")
        self.assertEqual(line.candidate_ids.other_ids, "OLD")

    def test_nothing_confirmed(self):
        link = self.link("external_id,name\nS9,Zeta Sumit Steel\nX,Quarry\n")
        with self.assertRaisesRegex(UserError, "Confirm"):
            link.action_link()
        with self.assertRaisesRegex(UserError, "Choose the record"):
            self.line(link, "X").action_confirm()

    def test_bad_table(self):
        with self.assertRaisesRegex(UserError, "Line 3"):
            self.link("external_id,name\nA,b\nA,c\n")

    def test_records_of_other_companies(self):
        self.delta.company_id = self.strange
        self.assertFalse(self.line(self.link("external_id\nQV-1\n"), "QV-1").candidate_ids)

    def test_thousand_lines_in_bulk(self):
        rows = "\n".join(f"Q-{i},Nobody {i}" for i in range(1000))
        self.link(f"external_id,name\n{rows}")
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            link = self.link(f"external_id,name\n{rows}")
            self.env.flush_all()
        self.assertEqual(len(link.line_ids), 1000)

    def test_rights(self):
        link = self.link("external_id\nQV-1\n")
        operator = self._create_user("group_operator")
        foreigner = self._create_user("group_manager", self.strange)
        for record in (link, link.line_ids, link.line_ids.candidate_ids):
            with self.subTest(record):
                self.assertFalse(record.with_user(operator).has_access("read"))
                self.assertFalse(record.with_user(foreigner).has_access("read"))
        with self.assertRaises(AccessError):
            link.with_user(operator).action_link()


@tagged("post_install", "-at_install")
class TestXrefHistory(IntegrationCase):
    def setUp(self):
        super().setUp()
        self.first, self.second = self.env["res.partner"].create([{"name": "1"}, {"name": "2"}])
        self.manager = self._create_user("group_manager")

    def entries(self, step):
        return self.env["integration.audit.entry"].search([("step", "=", step)])

    def remember(self, partner):
        self.Xref._remember(
            self.system, self.acme, "vendor", [("V", partner.id, None)], "res.partner"
        )
        return self.Xref.search([("external_id", "=", "V")])

    def test_changed_by_a_message(self):
        self.remember(self.first)
        self.remember(self.first)
        self.assertFalse(self.entries("xref.changed"))
        self.remember(self.second)
        entry = self.entries("xref.changed")
        self.assertEqual((entry.system_id, entry.company_id), (self.system, self.acme))
        self.assertIn(f'"before":["res.partner",{self.first.id}]', entry.data)
        self.assertIn(f'"after":["res.partner",{self.second.id}]', entry.data)

    def test_changed_by_hand(self):
        xref = self.remember(self.first).with_user(self.manager)
        xref.source_time = "2026-01-01"
        self.assertFalse(self.entries("xref.changed"))
        xref.res_id = self.second.id
        entry = self.entries("xref.changed")
        self.assertEqual((entry.user_id, entry.res_id), (self.manager, xref.id))
        self.assertIn(str(self.first.id), entry.data)
        xref.unlink()
        self.assertEqual(len(self.entries("xref.removed")), 1)
