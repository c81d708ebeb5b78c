# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .adapter_common import AdapterCase
from .code_map_case import CodeMapCase


@tagged("post_install", "-at_install")
class TestAdapterCodes(CodeMapCase, AdapterCase):
    """Codes in records of outside products: their adapter translates them, nobody else."""

    def setUp(self):
        super().setUp()
        self.adapt(
            _translate=lambda _self, raw, codes: {"text": codes.translate("color", raw["text"])}
        )

    def accept_raw(self, *texts):
        door = self.env["integration.door"].with_user(self.vendor.user_id)
        records = [{"id": str(n), "text": text} for n, text in enumerate(texts)]
        door._accept_raw(self.vendor.with_user(self.vendor.user_id), records)
        self.drain()
        return self.vendor_messages()

    def test_no_code_is_translated_twice(self):
        seen = self.seen()
        version = self._create_map({"rot": "red", "red": "rose"}).current_version_id
        message = self.accept_raw("rot")
        self.assertEqual(seen, ["red"])
        self.assertEqual(message.state, "done")
        self.assertEqual(message.map_versions, {"color": [version.id]})

    def test_code_that_only_its_handler_misses(self):
        """The map knows a code, Odoo does not: people are told what the system sent."""
        self.seen()
        code_map = self._create_map({"rot": "rose", "blau": "red"})
        message = self.accept_raw("rot")
        self.assertEqual(
            (message.reason_code, message.waiting_key), ("color.unknown", "map:color:rot")
        )
        self.assertEqual(
            message.reason_details, {"domain": "color", "value": "rot", "code": "rose"}
        )
        self.assertIn("sent as rot, which a code map turns into rose", message.reason_text)
        mended = self._add_version(code_map, {"rot": "red"})
        mended._stopped_messages().with_user(self.operator).action_retry()
        self.drain()
        self.assertEqual(message.state, "done")

    def test_nothing_is_kept_for_the_next_message(self):
        self.seen()
        self._create_map({"rot": "rose"})
        self.adapt(
            _translate=lambda _self, raw, codes: {
                "text": codes.known("color", raw["text"]) if raw["id"] == "0" else "rose"
            }
        )
        first, second = self.accept_raw("rot", "rot").sorted("id")
        self.assertEqual(
            (first.waiting_key, second.waiting_key), ("map:color:rot", "map:color:rose")
        )

    def test_unknown_code_is_mapped_and_released(self):
        self.seen()
        self._create_map({"blau": "red"})
        message = self.accept_raw("rot")
        self.assertEqual(
            (message.reason_code, message.waiting_key), ("map.missing", "map:color:rot")
        )
        code_map = self.Map.search([("domain", "=", "color")])
        self._add_version(code_map, {"blau": "red", "rot": "red"})._stopped_messages().with_user(
            self.operator
        ).action_retry()
        self.drain()
        self.assertEqual(message.state, "done")
