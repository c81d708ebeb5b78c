# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import time

from odoo.tests import HttpCase, tagged

from .adapter_common import AdapterCase

PATH = "/construction/v1/hooks"


@tagged("post_install", "-at_install")
class TestHooks(AdapterCase, HttpCase):
    """Calls that a vendor makes by its own rules; here those of Standard Webhooks."""

    def setUp(self):
        super().setUp()
        self.env["integration.signature.key"]._generate(self.vendor, "Vendor")
        self.env.cr.execute("UPDATE integration_signature_key SET valid_from = '2026-01-01'")

    def post(self, body, code="vendor", signed=True, **headers):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        if signed:
            headers |= self.vendor._sign_webhook("w1", int(time.time()), data)
        self.env.cr.flush()
        headers = {"Content-Type": "application/json"} | headers
        return self.url_open(f"{PATH}/{code}", data=data, headers=headers)

    def check(self, answer, status, problem):
        self.assertEqual(answer.status_code, status, answer.text)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.assertEqual(answer.json()["type"], f"urn:construction:problem:{problem}")

    def test_records_are_stored(self):
        answer = self.post([{"id": "1", "text": "a"}, {"id": "2", "text": "b"}])
        self.assertEqual(answer.status_code, 202, answer.text)
        self.assertEqual([one["status"] for one in answer.json()["results"]], ["accepted"] * 2)
        self.assertNotIn("Set-Cookie", answer.headers)
        self.assertEqual(self.vendor_messages().mapped("payload")[0], {"id": "1", "text": "a"})

    def test_unknown_system(self):
        self.check(self.post({}, code="nobody"), 404, "not-found")
        self.check(self.post({}, code="field"), 404, "not-found")

    def test_unsigned(self):
        self.check(self.post({"id": "1"}, signed=False), 401, "signature-invalid")
        self.assertFalse(self.vendor_messages())

    def test_bad_body(self):
        self.check(self.post(b"{"), 422, "invalid")

    def test_form(self):
        type_ = {"Content-Type": "application/x-www-form-urlencoded"}
        self.check(self.post(b"a=1", **type_), 415, "unsupported-media-type")

    def test_too_large(self):
        self.vendor.max_bytes = 10
        self.check(self.post({"id": "1", "text": "long enough"}), 413, "too-large")

    def test_too_many(self):
        self.vendor.max_messages = 1
        self.check(self.post([{"id": "1"}, {"id": "2"}]), 413, "too-large")

    def test_maintenance(self):
        self.vendor.maintenance = "refuse"
        self.check(self.post({"id": "1"}), 503, "maintenance")

    def test_documented(self):
        paths = self.env["integration.openapi"]._prepare_document()["paths"]
        self.assertIn("/hooks/{system}", str(list(paths)))
