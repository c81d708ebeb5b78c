# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, Form, tagged

from ..core.difference import differences
from ..core.errors import pointer
from .common import IntegrationCase, event
from .correction_contract import use_two_words

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


def leaves(value, place=()):
    """Each value of a document by its pointer; an empty list or object has none."""
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        return {
            key: one for name, part in parts for key, one in leaves(part, (*place, name)).items()
        }
    return {pointer(place): json.dumps(value)}


@tagged("post_install", "-at_install")
class TestDifference(BaseCase):
    @given(JSON)
    def test_nothing_differs_from_itself(self, value):
        self.assertFalse(differences(value, value))

    @given(JSON, JSON)
    def test_differences_are_there_exactly_when_documents_differ(self, old, new):
        self.assertEqual(bool(differences(old, new)), json.dumps(old, sort_keys=True) != json.dumps(new, sort_keys=True))  # fmt: skip

    @given(JSON, JSON)
    def test_what_is_not_listed_is_the_same(self, old, new):
        listed = [one.pointer for one in differences(old, new)]

        def untouched(value):
            return {
                place: leaf
                for place, leaf in leaves(value).items()
                if not any(place == one or place.startswith(f"{one}/") for one in listed)
            }

        self.assertEqual(untouched(old), untouched(new))

    def test_true_is_not_one(self):
        self.assertTrue(differences({"a": 1}, {"a": True}))


@tagged("post_install", "-at_install")
class TestCorrection(IntegrationCase):
    """A person corrects what a system sent; what it sent stays known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls._create_user("group_operator")
        cls.boss = cls._create_user("group_manager")

    def setUp(self):
        super().setUp()
        # the document of a connection check is its text: a contract with another one is needed
        use_two_words(self)

    def stop(self, text="D1 first J1", id_="1"):
        self.accept(event(id_, text))
        with self.handle(
            _gate=lambda h, items: [i.stop("some.code", "It stopped.") for i in items]
        ):
            self.drain()

    def correct(self, text, reason="They told us", user=None):
        message = self.message("1").with_user(user or self.operator).with_company(self.acme)
        action = message.action_open_correct()
        model = self.env[action["res_model"]].with_user(user or self.operator)
        form = Form(model.with_context(**action["context"]))
        form.text = text if isinstance(text, str) else json.dumps(text)
        form.reason = reason
        form.save().action_correct()

    def seen_by_handler(self):
        seen = []
        with self.handle(_apply=lambda h, items: seen.extend(item.data.text for item in items)):
            self.drain()
        return seen

    def test_the_handler_gets_the_corrected_payload(self):
        self.stop()
        self.correct({"text": "D1 second J2"})
        self.assertEqual(self.message("1").state, "received")
        self.assertEqual(self.seen_by_handler(), ["D1 second J2"])
        self.assertEqual(self.message("1").state, "done")

    def test_what_was_sent_is_kept_and_the_change_shown(self):
        self.stop()
        self.correct({"text": "D1 second J1"})
        self.drain()
        correction = self.message("1").correction_ids.with_user(self.operator)
        self.assertEqual(correction.user_id, self.operator)
        self.assertEqual(correction.reason, "They told us")
        self.assertEqual(correction._versions()[0], {"text": "D1 first J1"})
        for text in ("/text", "D1 first J1", "D1 second J1"):
            self.assertIn(text, correction.changes_html)
        entry = self.env["integration.audit.entry"].search([("step", "=", "message.corrected")])
        self.assertEqual((entry.user_id, entry.res_id), (self.operator, correction.id))
        self.assertNotIn("D1", entry.data)

    def test_a_repeat_of_what_was_sent_is_a_repeat(self):
        self.stop()
        self.correct({"text": "D1 second J1"})
        [result] = self.accept(event("1", "D1 first J1"))
        self.assertEqual(result.status, "duplicate")
        [result] = self.accept(event("1", "D1 second J1"))
        self.assertEqual(result.status, "conflict")

    def test_a_corrected_message_is_still_proven(self):
        self.stop()
        self.correct({"text": "D1 second J1"})
        self.assertIsNone(self.message("1")._proof_problem())

    def test_corrections_without_end(self):
        self.stop()
        for word in ("a", "b", "c"):
            self.correct({"text": f"D1 {word} J1"})
            with self.handle(_gate=lambda h, items: items[0].stop("some.code", "Again.")):
                self.drain()
        versions = [one._versions() for one in self.message("1").correction_ids]
        self.assertEqual([after["text"] for _before, after in versions], ["D1 a J1", "D1 b J1", "D1 c J1"])  # fmt: skip
        self.assertEqual(versions[2][0], versions[1][1])

    def test_it_must_fit_the_contract(self):
        self.stop()
        for text, error in (
            ({"text": 5}, "/text"),
            ({"text": "D1", "more": 1}, "/more This field is not known"),
            ({}, "/text This field is required"),
            ("[1]", "An object is expected"),
            ("{", "line 1"),
            ({"text": "D1 \0"}, "NUL"),
        ):
            with self.subTest(text), self.assertRaisesRegex(UserError, error):
                self.correct(text)
        self.assertEqual(self.message("1").state, "exception")
        self.assertFalse(self.message("1").correction_ids)

    def test_errors_and_changes_are_shown_while_one_types(self):
        self.stop()
        action = self.message("1").with_user(self.operator).action_open_correct()
        model = self.env[action["res_model"]].with_user(self.operator)
        form = Form(model.with_context(**action["context"]))
        self.assertEqual(json.loads(form.text), {"text": "D1 first J1"})
        form.text = '{"text": "D1 <b> J1"}'
        self.assertFalse(form.errors_html)
        self.assertIn("D1 &lt;b&gt; J1", form.changes_html)
        form.text = '{"text": 5}'
        self.assertIn("/text", form.errors_html)

    def test_it_must_stay_the_same_document(self):
        self.stop()
        with self.assertRaisesRegex(UserError, "document D2, not of D1"):
            self.correct({"text": "D2 first J1"})

    def test_the_order_follows_the_payload_unless_the_sender_gave_it(self):
        self.stop()
        self.correct({"text": "D1 first J2"})
        self.assertEqual(self.message("1").ordering_key, "J2")

    def test_the_order_that_the_sender_gave_stays(self):
        self.accept(event("1", "D1 first J1", partitionkey="P"))
        with self.handle(_gate=lambda h, items: items[0].stop("some.code", "It stopped.")):
            self.drain()
        self.correct({"text": "D1 first J2"})
        self.assertEqual(self.message("1").ordering_key, "P")

    def test_an_override_was_given_for_something_else(self):
        reason = self.env["integration.reason"].create(
            {
                "code": "some.code",
                "name": "X",
                "override_group_id": self.env.ref("construction_connector_base.group_manager").id,
                "override_second": "always",
            }
        )
        self.stop()
        pending = self.message("1").with_user(self.boss)._override("ok")
        self.correct({"text": "D1 second J1"})
        self.assertEqual(pending.state, "void")
        self.assertTrue(reason)

    def test_words_and_a_change_are_needed(self):
        self.stop()
        with self.assertRaisesRegex(UserError, "auditors"):
            self.correct({"text": "D1 second J1"}, reason="  ")
        with self.assertRaisesRegex(UserError, "Nothing is changed"):
            self.correct({"text": "D1 first J1"})

    def test_what_is_done_is_not_corrected(self):
        self.accept(event("1", "D1 x"))
        self.drain()
        self.assertFalse(self.message("1").with_user(self.operator).can_correct)
        with self.assertRaisesRegex(UserError, "is in state Done"):
            self.correct({"text": "D1 y"})

    def test_who_may_correct(self):
        self.stop()
        for user in (
            self._create_user("group_user"),
            self._create_user("group_auditor"),
            self._create_user("group_operator", self.strange),
        ):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.message("1").with_user(user)._correct('{"text": "D1 y"}', "x")
        self.correct({"text": "D1 second J1"})
        correction = self.message("1").correction_ids
        with self.assertRaises(AccessError):
            correction.with_user(self.boss).reason = "y"
        stranger = self._create_user("group_manager", self.strange)
        self.assertFalse(self.env["integration.correction"].with_user(stranger).search([]))

    def test_retention_takes_the_corrections_along(self):
        self.stop()
        self.correct({"text": "D1 second J1"})
        self.drain()
        self.env["integration.retention"]._anonymise(self.message("1").ids)
        self.env.invalidate_all()
        self.assertIsNone(self.message("1").correction_ids._versions())
        self.assertFalse(self.message("1").correction_ids.changes_html)

    def test_sensitive_payloads_are_for_managers_and_encrypted(self):
        use_two_words(self, sensitive=True)
        self.stop("D1 secretword J1")
        with self.assertRaises(AccessError):
            self.message("1").with_user(self.operator).action_open_correct()
        self.correct({"text": "D1 otherword J1"}, user=self.boss)
        correction = self.message("1").correction_ids
        self.assertIn("secretword", correction.with_user(self.boss).changes_html)
        self.assertNotIn("secretword", correction.with_user(self.operator).changes_html)
        self.env.flush_all()
        for table in (
            "integration_message",
            "integration_correction",
            "integration_message_correct",
        ):
            self.env.cr.execute(f"SELECT t::text FROM {table} t")
            kept = str(self.env.cr.fetchall())
            self.assertNotIn("secretword", kept, table)
            self.assertNotIn("otherword", kept.replace("D1 otherword", ""), table)
        self.assertEqual(self.seen_by_handler(), ["D1 otherword J1"])
        revealed = self.env["integration.audit.entry"].search([("step", "=", "payload.revealed")])
        self.assertEqual(revealed.mapped("user_id"), self.boss)
