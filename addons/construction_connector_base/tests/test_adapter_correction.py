# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..core.codes import MissingCode
from ..core.raw import UNREADABLE
from .adapter_common import AdapterCase
from .common import PING


@tagged("post_install", "-at_install")
class TestAdapterCorrection(AdapterCase):
    """A person corrects a record of an outside product: in that product's form."""

    def setUp(self):
        super().setUp()
        self.operator = self._create_user("group_operator")
        self.seen = []

    def accept_raw(self, record):
        door = self.env["integration.door"].with_user(self.vendor.user_id)
        door._accept_raw(self.vendor.with_user(self.vendor.user_id), [record])
        self.drain()
        return self.vendor_messages()

    def correct(self, record, message=None):
        message = message or self.vendor_messages()[:1]
        message.with_user(self.operator)._correct(json.dumps(record), "They told us")

    def apply(self):
        seen = []
        with self.handle(_apply=lambda h, items: seen.extend(item.data.text for item in items)):
            self.drain()
        return seen

    def test_record_is_corrected_in_its_own_form(self):
        message = self.accept_raw({"id": "1", "more": 1})
        self.assertEqual(message.reason_code, "adapter.unreadable")
        self.correct({"id": "1", "text": "right", "more": 1})
        self.assertEqual(self.apply(), ["right"])
        self.assertEqual(message.state, "done")
        self.assertEqual(message.payload, {"id": "1", "text": "right", "more": 1})
        self.assertEqual(message.correction_ids._versions()[0], {"id": "1", "more": 1})

    def test_what_the_adapter_makes_of_it_must_fit_the_contract(self):
        message = self.accept_raw({"id": "1"})
        with self.assertRaisesRegex(UserError, "Translated.*/text"):
            self.correct({"id": "1", "text": 5})
        with self.assertRaisesRegex(UserError, "cannot translate it: KeyError"):
            self.correct({"id": "1", "texd": "x"})
        # what fits the contract is no record of the product
        with self.assertRaisesRegex(UserError, "cannot read it: KeyError"):
            self.correct({"text": "right"})
        self.assertEqual(message.state, "exception")
        self.assertFalse(message.correction_ids)

    def test_it_stays_the_same_event(self):
        self.adapt(
            _event=lambda _self, raw: {
                "id": raw["id"],
                "type": PING,
                "time": raw.get("at", "2026-03-02T08:00:00Z"),
                "entity": raw.get("entity"),
            }
        )
        self.accept_raw({"id": "1"})
        for change in ({"id": "2"}, {"entity": "B"}, {"at": "2026-03-02T09:00:00Z"}):
            with self.subTest(change), self.assertRaisesRegex(UserError, "something else"):
                self.correct({"id": "1", "text": "right"} | change)
        self.correct({"id": "1", "text": "right", "at": "2026-03-02T08:00:00Z"})

    def test_id_that_follows_from_the_record_may_change_with_it(self):
        self.adapt(
            _event=lambda adapter, raw: {
                "id": adapter._versioned_id(raw["no"], raw),
                "type": PING,
                "time": "2026-03-02T08:00:00Z",
            }
        )
        message = self.accept_raw({"no": "1"})
        id_, key = message.external_id, message.ordering_key
        with self.assertRaisesRegex(UserError, "something else"):
            self.correct({"no": "2", "text": "right"})
        self.correct({"no": "1", "text": "right"})
        self.assertEqual((message.external_id, message.ordering_key), (id_, key))
        self.assertEqual(self.apply(), ["right"])

    def test_order_follows_the_record(self):
        self.adapt(
            _event=lambda _self, raw: {
                "id": raw["id"],
                "type": PING,
                "time": "2026-03-02T08:00:00Z",
                "subject": "D1",
                "partitionkey": raw.get("job"),
            }
        )
        message = self.accept_raw({"id": "1", "job": "J1"})
        self.correct({"id": "1", "job": "J2"} | {"text": "right"})
        self.assertEqual(message.ordering_key, "J2")

    def test_code_that_no_map_knows_yet_is_no_fault_of_the_record(self):
        def translate(_self, raw, codes):
            if raw["color"] != "red":
                raise MissingCode("color", raw["color"])
            return {"text": raw["color"]}

        self.adapt(_translate=translate)
        message = self.accept_raw({"id": "1"})
        self.assertEqual(message.reason_code, "adapter.unreadable")
        self.correct({"id": "1", "color": "rot"})
        self.drain()
        self.assertEqual(message.reason_code, "map.missing")
        self.correct({"id": "1", "color": "red"})
        self.assertEqual(self.apply(), ["red"])

    def test_adapter_works_as_the_service_user_whoever_corrects(self):
        users = []

        def translate(adapter, raw, codes):
            users.append(adapter.env.user)
            return {"text": raw["text"]}

        self.accept_raw({"id": "1"})
        self.adapt(_translate=translate)
        self.correct({"id": "1", "text": "right"})
        self.assertEqual(set(users), {self.vendor.user_id})

    def test_record_that_nobody_could_read(self):
        message = self.accept_raw({"text": "right"})
        self.assertEqual((message.type, message.state), (UNREADABLE.type, "exception"))
        self.correct(message.payload | {"record": {"id": "7", "text": "right"}})
        self.assertEqual(self.apply(), ["right"])
        kept, read = self.vendor_messages()
        self.assertEqual((kept.state, read.external_id, read.state), ("done", "7", "done"))
