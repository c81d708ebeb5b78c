# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..core.codes import MissingCode
from .code_map_case import CodeMapCase
from .common import event


@tagged("post_install", "-at_install")
class TestCodesInMessages(CodeMapCase):
    def test_codes_are_translated_and_versions_pinned(self):
        seen = self.seen()
        version = self._create_map({"rot": "red"}).current_version_id
        self.accept(event("1", "rot"), event("2", "red"))
        self.drain()
        self.assertEqual(seen, ["red", "red"])
        self.assertEqual(self.states(), {"1": "done", "2": "done"})
        message = self.message("1")
        self.assertEqual(message.payload, {"text": "rot"})
        self.assertEqual(message.map_versions, {"color": [version.id]})
        self.assertEqual(message.map_version_ids, version)

    def test_day_of_the_event_decides(self):
        seen = self.seen()
        code_map = self._create_map({"rot": "red"})
        self._add_version(code_map, {"rot": "crimson"}, date(2026, 4, 1))
        self.accept(
            event("1", "rot", time="2026-03-31T12:00:00Z"),
            event("2", "rot", time="2026-04-01T12:00:00Z"),
        )
        self.drain()
        self.assertEqual(seen, ["red", "crimson"])
        self.assertNotEqual(self.message("1").map_versions, self.message("2").map_versions)

    def test_no_map_costs_no_query(self):
        self.seen()
        self.translate("red")
        self.accept(event("1", "red"))
        with patch.object(type(self.Map), "_translator", side_effect=AssertionError):
            self.drain()
        self.assertEqual(self.states(), {"1": "done"})
        self.assertFalse(self.message("1").map_versions)

    def test_unknown_code_stops(self):
        self.seen()
        self.accept(event("1", "rot"))
        self.drain()
        message = self.message("1")
        self.assertEqual(
            (message.state, message.reason_code, message.waiting_key, message.amount_at_stake),
            ("exception", "color.unknown", "map:color:rot", 5),
        )
        self.assertTrue(message.is_unmapped)

    def test_what_the_sender_wrote_is_what_is_missing(self):
        self.seen()
        self._create_map({"rot": "rood"})
        self.accept(event("1", "rot"))
        self.drain()
        self.assertEqual(self.message("1").waiting_key, "map:color:rot")

    def test_the_desk_says_in_words_what_to_do(self):
        """A domain without an entry of its own in the catalogue shares one with others."""
        self.seen()
        self.accept(event("1", "rot"))
        self.drain()
        message = self.message("1")
        shared = self.env.ref("construction_connector_base.reason_unknown")
        self.assertEqual((message.reason_code, message.reason_id), ("color.unknown", shared))
        self.assertIn("Map this code", message.reason_what_to_do)
        risk = self.env["integration.risk.report"].search([("message_id", "=", message.id)])
        self.assertEqual(risk.reason_id, shared)
        self.assertEqual(self.found("=", shared.id), message)
        self.assertFalse(self.found("=", False))
        own = self.env["integration.reason"].create({"code": "color.unknown", "name": "No color"})
        self.env.invalidate_all()
        self.assertEqual((message.reason_id, risk.reason_id), (own, own))
        self.assertFalse(self.found("=", shared.id))
        self.assertEqual(self.found("=", own.id), message)

    def found(self, operator, value):
        """Messages of the system by their reason's entry in the catalogue."""
        domain = [("system_id", "=", self.system.id), ("reason_id", operator, value)]
        return self.Message.search(domain)

    def test_other_codes_share_no_entry(self):
        found = self.env["integration.reason"]._by_code({"unknown.color", "color.known", "waiting"})
        self.assertEqual(list(found), ["waiting"])

    def test_missing_code_of_an_adapter(self):
        def resolve(handler, items):
            raise MissingCode("color", items[0].data.text)

        self.accept(event("1", "a:b"))
        with self.handle(_resolve=resolve):
            self.drain()
        message = self.message("1")
        self.assertEqual((message.state, message.reason_code), ("exception", "map.missing"))
        self.assertEqual(message._unmapped(), ("color", "a:b"))


@tagged("post_install", "-at_install")
class TestFixingCodes(CodeMapCase):
    def setUp(self):
        super().setUp()
        self.seen()
        self.accept(event("1", "rot"), event("2", "gelb"), event("3", "rot", entity="B"))
        self.drain()

    def propose(self, message, code, user=None, **values):
        action = message.with_user(user or self.operator).action_open_code()
        wizard = self.env[action["res_model"]].with_user(user or self.operator)
        wizard = wizard.browse(action["res_id"])
        wizard.write({"code": code} | values)
        wizard.action_propose()
        return self.Map.search([("domain", "=", "color")], order="id desc", limit=1)

    def release(self, action):
        wizard = self.env[action["res_model"]].with_user(self.manager).browse(action["res_id"])
        self.assertEqual(wizard.count, len(wizard.message_ids))
        self.assertIn(str(5 * wizard.count), wizard.worth)
        wizard.action_release()
        return wizard

    def test_map_approve_release(self):
        code_map = self.propose(self.message("1"), "red")
        self.assertEqual((code_map.system_id, code_map.company_id), (self.system, self.acme))
        version = code_map.open_version_id
        self.assertEqual((version.state, version.proposed_by_id), ("proposed", self.operator))
        wizard = self.release(version.with_user(self.manager).action_approve())
        self.assertEqual(wizard.message_ids, self.message("1"))
        self.drain()
        self.assertEqual(self.states(), {"1": "done", "2": "exception", "3": "exception"})

    def test_map_of_all_companies_releases_all(self):
        version = self.propose(self.message("1"), "red", scope="system").open_version_id
        self.release(version.with_user(self.manager).action_approve())
        self.drain()
        self.assertEqual(self.states(), {"1": "done", "2": "exception", "3": "done"})

    def test_second_proposal_joins_the_first(self):
        self.propose(self.message("1"), "red")
        code_map = self.propose(self.message("2"), "red", user=self.manager)
        version = code_map.open_version_id
        self.assertEqual(sorted(version._pairs()), [("gelb", "red"), ("rot", "red")])
        self.assertEqual(version.proposed_by_id, self.manager)
        with self.assertRaises(AccessError):
            version.with_user(self.manager).action_approve()
        self.release(version.with_user(self.other_manager).action_approve())
        self.drain()
        self.assertEqual(self.states(), {"1": "done", "2": "done", "3": "exception"})

    def test_approver_reads_why(self):
        self.propose(self.message("1"), "red", note="It is German")
        code_map = self.propose(self.message("2"), "red", user=self.manager, note="So they say")
        self.assertEqual(
            code_map.open_version_id.note, "rot → red: It is German\ngelb → red: So they say"
        )

    def test_steps_of_a_map_are_history_of_who_stopped_for_it(self):
        message = self.message("1")
        version = self.propose(message, "red").open_version_id
        version.with_user(self.manager).action_approve()
        entries = self.env["integration.audit.entry"].search(
            [("step", "in", ("map.proposed", "map.approved"))]
        )
        self.assertEqual(entries.mapped("messages"), [message.ids, message.ids])

    def test_nobody_to_release(self):
        code_map = self._create_map({"blau": "red"})
        self.assertFalse(self._add_version(code_map, {"blau": "red"})._offer_release())

    def test_suggestions(self):
        known = {"gelb-1": "Yellow", "rot-1": "Red", "x": "Something else"}

        def candidates(maps, domain, company, codes=None):
            return {code: name for code, name in known.items() if codes is None or code in codes}

        with patch.object(type(self.Map), "_code_candidates", candidates):
            action = self.message("1").with_user(self.operator).action_open_code()
            wizard = self.env[action["res_model"]].browse(action["res_id"])
            self.assertEqual(wizard.suggestion_ids[0].code, "rot-1")
            wizard.suggestion_ids[0].action_choose()
            self.assertEqual((wizard.code, wizard.label), ("rot-1", "Red"))

    def test_only_operators_map(self):
        reader = self._create_user("group_user")
        with self.assertRaises(AccessError):
            self.message("1").with_user(reader).action_open_code()

    def test_not_for_other_stops(self):
        self.accept(event("4", "red"))
        with self.assertRaisesRegex(UserError, "unknown code"):
            self.message("4").with_user(self.operator).action_open_code()
