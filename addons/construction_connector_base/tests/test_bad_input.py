# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import time
from unittest.mock import patch

import requests

from odoo.tests import HttpCase, tagged

from ..core.json_body import Malformed, screen
from ..core.signature import ID, SIGNATURE, TIMESTAMP, new_secret, sign
from .bad_input import BATCH, LINES, SIGNED, SINGLE, TABLE, text
from .common import IntegrationCase, event

MESSAGES = "/construction/v1/messages"


@tagged("post_install", "-at_install")
class TestBadInput(IntegrationCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = cls.env["integration.api.key"]._generate(cls.system, "test", 30)

    def send(self, method, path, body, headers):
        """Send exactly this, whatever a careful client would make of it."""
        url = self.base_url() + path.replace("@key", self.key)
        self.env.cr.flush()
        self.env.cr.clear()
        with self.allow_requests():
            prepared = self.opener.prepare_request(requests.Request(method, url, data=body))
            prepared.url = url
            for name, value in headers.items():
                prepared.headers.pop(name, None)
                if value is not None:
                    prepared.headers[name] = value
            return self.opener.send(prepared, timeout=20, allow_redirects=False)

    def post(self, body, content_type=SINGLE, **headers):
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": content_type,
            **headers,
        }
        return self.send("POST", MESSAGES, body, headers)

    def assertAnswer(self, response, status, problem, code=""):
        self.assertEqual(response.status_code, status, response.text[:500])
        self.assertEqual(response.headers["Content-Type"], "application/problem+json")
        answer = response.json()
        self.assertEqual(answer["type"], f"urn:construction:problem:{problem}")
        errors = answer.get("errors") or [{"code": ""}]
        self.assertEqual(errors[0]["code"], code, answer)
        self.assertNotIn("Traceback", response.text)

    def test_table(self):
        for bad in TABLE:
            with self.subTest(bad.case):
                headers = {"Authorization": f"Bearer {self.key}"}
                if bad.body is not None:
                    headers["Content-Type"] = bad.content_type
                response = self.send(bad.method, bad.path, bad.body, headers | bad.headers)
                self.assertAnswer(response, bad.status, bad.problem, bad.code)
        self.assertFalse(self.states())

    def test_signatures(self):
        secret = self.env["integration.signature.key"]._generate(self.system, "hook")
        revoked = self.env["integration.signature.key"]._generate(self.system, "old")
        self.system.signature_key_ids.filtered(lambda key: key.name == "old").action_revoke()
        self.system.signature_required = True
        body, now = text(), int(time.time())
        good = sign([secret], "call-1", now, body)
        latin = text().replace(b"hello", b"\xe9")
        made = {
            "no signature": ({}, body),
            "a signature without id": ({k: v for k, v in good.items() if k != ID}, body),
            "a signature of another key": (sign([new_secret()], "call-1", now, body), body),
            "a signature of a revoked key": (sign([revoked], "call-1", now, body), body),
            "a signature over another body": (good, text(id="2")),
            "a signature over another id": (good | {ID: "call-2"}, body),
            "a signature of version `v2` only": (
                good | {SIGNATURE: good[SIGNATURE].replace("v1,", "v2,")},
                body,
            ),
            "a signature that is no base64": (good | {SIGNATURE: "v1,%%% v1 ,, x"}, body),
            "a time that is no number": (good | {TIMESTAMP: "nan"}, body),
            "a signed body that is not UTF-8": (good, latin),
            "a signature 301 seconds old": (sign([secret], "call-1", now - 301, body), body),
            # the clock goes on while the test runs
            "a signature 301 seconds ahead": (sign([secret], "call-1", now + 330, body), body),
        }
        for case, (headers, sent) in made.items():
            with self.subTest(case):
                self.assertAnswer(self.post(sent, **headers), *SIGNED[case])
        self.assertFalse(self.states())
        accepted = self.post(body, **good)
        self.assertEqual(accepted.status_code, 202, accepted.text)
        with self.subTest("honest retry"):
            self.assertEqual(self.post(body, **good).json()["results"][0]["status"], "duplicate")
        case = "the id of an earlier call with another body"
        other = text(id="2")
        replayed = self.post(other, **sign([secret], "call-1", now, other))
        self.assertAnswer(replayed, *SIGNED[case])
        self.assertEqual({*made, case}, set(SIGNED))

    def test_bad_ones_do_not_cost_the_good_of_a_batch(self):
        twice = json.dumps(event("2"))[:-1] + ', "id": "3"}'
        good = json.dumps(event("1"))
        for content_type, body in ((BATCH, f"[{good},{twice}]"), (LINES, f"{good}\n{twice}\n")):
            with self.subTest(content_type):
                results = self.post(body.encode(), content_type).json()["results"]
                self.assertEqual(results[1]["errors"][0]["code"], "schema.duplicate_key")
                self.assertNotEqual(results[0]["status"], "rejected")

    def test_key_of_this_system_is_in_no_log(self):
        with self.assertLogs("odoo", "DEBUG") as logs:
            self.post(text())
        self.assertFalse([line for line in logs.output if self.key in line])

    def test_read_twice_only_when_there_is_a_doubt(self):
        plain = [{"a": "x:y", "b": {"c": [":", 1]}}]
        body = b'[{"a": "x:y", "b": {"c": [":", 1]}}]'
        with patch("json.loads") as second:
            self.assertEqual(screen(body, plain), plain)
        second.assert_not_called()
        [found] = screen(b'[{"id":"1","a":{"b/c":1,"b/c":2}}]', [{"id": "1", "a": {"b/c": 2}}])
        self.assertIsInstance(found, Malformed)
        self.assertEqual((found.id, found.error.pointer), ("1", "/a/b~1c"))
