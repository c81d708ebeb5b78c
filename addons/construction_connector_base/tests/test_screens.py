# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What people read on the screens is in words, not in the names of the code."""

from pydantic import ValidationError, model_validator

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged

from ..core.contract import Payload, label_of
from ..core.errors import field_errors
from .common import IntegrationCase, event
from .outbox_common import OutboxCase
from .replay_common import ReplayCase


class Unbalanced(Payload):
    """Never valid."""

    @model_validator(mode="after")
    def check(self):
        raise ValueError("total 2 differs from lines 1")


@tagged("post_install", "-at_install")
class TestReasons(IntegrationCase):
    """Messages are found and grouped by what the catalogue calls their reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reasons = cls.env["integration.reason"]
        cls.known = cls.reasons.create({"code": "ping.known", "name": "Known"})
        cls.own = cls.reasons.create({"code": "waiting.own", "name": "Waits for its own"})
        cls.waiting = cls.reasons._by_code({"waiting.anything"})["waiting.anything"]
        cls.reader = cls._create_user("group_user")

    def setUp(self):
        super().setUp()
        texts = ["known", "own", "other", "strange"]
        self.accept(*[event(text, text) for text in texts])

        def stop(_handler, items):
            for item in items:
                text = item.data.text
                if text in ("own", "other"):
                    item.wait_for(text, "1", "It waits.")
                else:
                    item.stop(f"ping.{text}", "It stops.", amount=5)

        with self.handle(_gate=stop):
            self.drain()
        self.messages = self.Message.with_user(self.reader).search(
            [("system_id", "=", self.system.id)]
        )

    def found(self, *reasons):
        domain = Domain("reason_id", "in", [reason.id if reason else False for reason in reasons])
        found = self.messages.search(domain & Domain("id", "in", self.messages.ids))
        return sorted(found.mapped("external_id"))

    def test_codes(self):
        self.assertEqual(
            {one.external_id: one.reason_code for one in self.messages},
            {
                "known": "ping.known",
                "own": "waiting.own",
                "other": "waiting.other",
                "strange": "ping.strange",
            },
        )

    def test_search(self):
        self.assertEqual(self.found(self.known), ["known"])
        self.assertEqual(self.found(self.own), ["own"])
        self.assertEqual(self.found(self.waiting), ["other"])
        self.assertEqual(self.found(None), ["strange"])
        self.assertEqual(self.found(self.known, None), ["known", "strange"])

    def test_search_negated(self):
        found = self.messages.search(
            [("reason_id", "!=", self.known.id), ("id", "in", self.messages.ids)]
        )
        self.assertEqual(sorted(found.mapped("external_id")), ["other", "own", "strange"])

    def test_groups_are_what_is_shown(self):
        groups = self.messages._read_group(
            [("id", "in", self.messages.ids)],
            ["reason_id"],
            ["id:recordset", "amount_at_stake:sum"],
        )
        self.assertEqual(len(groups), 4)
        for reason, messages, _amount in groups:
            self.assertEqual(messages.reason_id, reason)
            self.assertEqual(self.found(reason), sorted(messages.mapped("external_id")))
        amounts = {reason: amount for reason, _messages, amount in groups}
        self.assertEqual(amounts[self.known], 5)

    def test_reason_on_the_report(self):
        reports = self.env["integration.risk.report"].with_user(self.reader)
        rows = reports.search([("system_id", "=", self.system.id)])
        self.assertEqual(
            {row.document: row.reason_id for row in rows},
            {one.document_key: one.reason_id for one in self.messages},
        )


@tagged("post_install", "-at_install")
class TestReplayForm(ReplayCase):
    def test_company_of_the_messages(self):
        self.accept(event("1", entity="B"))
        user = self._create_user("group_operator", self.acme | self.bolt, login="both")
        companies = [self.acme.id, self.bolt.id]
        messages = self.message("1").with_user(user).with_context(allowed_company_ids=companies)
        id_ = messages.action_open_replay()["res_id"]
        replay = messages.env["integration.replay"].browse(id_)
        self.assertEqual((replay.company_id, replay.selected_count), (self.bolt, 1))

    def test_messages_of_two_companies(self):
        self.accept(event("1"), event("2", entity="B"))
        user = self._create_user("group_operator", self.acme | self.bolt, login="both")
        messages = (self.message("1") | self.message("2")).with_user(user)
        with self.assertRaisesRegex(UserError, "several companies"):
            messages.action_open_replay()

    def test_who_can_start(self):
        self.accept(event("1"))
        for user, mode, expected in (
            (self.operator, "trial", True),
            (self.operator, "real", False),
            (self.boss, "real", True),
        ):
            with self.subTest(user=user.login, mode=mode):
                self.assertEqual(self.replay(user, start=False, mode=mode).can_start, expected)


@tagged("post_install", "-at_install")
class TestWords(OutboxCase):
    def test_answer_of_the_receiver(self):
        self.fake.behave("error")
        self.publish("T1")
        self.drain()
        self.assertRegex(self.outbound().reason_text, r"^The receiver answered 500: .*sorry")

    def test_lanes_are_called_as_their_subscriptions(self):
        self.publish("T1")
        user = self._create_user("group_user")
        dashboard = self.env["integration.dashboard"].with_user(user).with_company(self.acme)
        charts = {chart["key"]: chart for chart in dashboard.get_figures()["charts"]}
        self.assertIn("Shop · Things", charts["lanes"]["labels"])

    def test_errors_say_what_is_wrong_only(self):
        with self.assertRaises(ValidationError) as caught:
            Unbalanced()
        [error] = field_errors(caught.exception, "/data")
        self.assertEqual(error.detail, "total 2 differs from lines 1")

    def test_labels(self):
        self.assertEqual(label_of("master_data"), "Master data")
        contracts = self.env["integration.contract"].search([("name", "=", "ping.sent")])
        self.assertEqual(contracts.mapped("workflow_label"), ["Connection"])

    def test_version_within_its_map(self):
        code_map = self.env["integration.code.map"].create({"domain": "color"})
        version = code_map._new_version()
        self.assertEqual(version.display_name, "color, version 1")
        self.assertEqual(version.with_context(within_map=True).display_name, "Version 1")
