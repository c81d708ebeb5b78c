# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from dataclasses import replace
from datetime import date
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..controllers import messages as controller
from ..controllers.messages import BATCH, LINES, MAX_MESSAGES, SINGLE
from ..core.contract import get
from .common import PING, IntegrationCase, event, registered

MESSAGES = "/construction/v1/messages"


@tagged("post_install", "-at_install")
class TestHttp(IntegrationCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = cls.env["integration.api.key"]._generate(cls.system, "test", 30)

    def call(self, path=MESSAGES, body=None, content_type=SINGLE, key=None, **headers):
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {key or self.key}", **headers}
        if data is not None:
            headers["Content-Type"] = content_type
        method = "GET" if data is None else "POST"
        return self.url_open(path, data=data, headers=headers, method=method)

    def assertProblem(self, response, status, slug):
        self.assertEqual(response.status_code, status, response.text)
        self.assertEqual(response.headers["Content-Type"], "application/problem+json")
        body = response.json()
        self.assertEqual(
            (body["status"], body["type"]), (status, f"urn:construction:problem:{slug}")
        )
        self.assertNotIn("Traceback", response.text)
        return body

    def test_single(self):
        response = self.call(body=event("1"))
        self.assertEqual(response.status_code, 202)
        [result] = response.json()["results"]
        self.assertEqual(
            result,
            {
                "id": "1",
                "status": "accepted",
                "message": self.message("1").uuid,
                "errors": [],
            },
        )

    def test_no_session(self):
        response = self.call(body=event("1"))
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertNotIn("Set-Cookie", self.call(body=event("1"), key="cik_wrong").headers)

    def test_batch_takes_the_good(self):
        response = self.call(
            body=[event("1"), event("1"), {"id": "2"}, event("3", entity="Z")], content_type=BATCH
        )
        self.assertEqual(response.status_code, 202)
        self.assertEqual(
            [result["status"] for result in response.json()["results"]],
            ["accepted", "duplicate", "rejected", "rejected"],
        )

    def test_lines_take_the_good(self):
        body = b"%s\n{broken\n\n%s\n" % tuple(json.dumps(event(n)).encode() for n in "12")
        response = self.call(body=body, content_type=LINES)
        self.assertEqual(
            [result["status"] for result in response.json()["results"]],
            ["accepted", "rejected", "accepted"],
        )

    def test_refused_single_events(self):
        self.call(body=event("known"))
        table = [
            (409, "conflict", "/id", event("known", "other")),
            (422, "invalid", "/data/text", event("1", data={"text": 5})),
            (422, "invalid", "/subjekt", event("1", subjekt="x")),
            (422, "invalid", "/type", event("1", type="construction.nothing.v1")),
            (403, "forbidden", "/source", event("1", source="other")),
            (403, "forbidden", "/entity", event("1", entity="Z")),
            (422, "invalid", "", [event("1")]),
            (422, "invalid", "", None),
        ]
        for status, slug, pointer, body in table:
            with self.subTest(body):
                body = json.dumps(body).encode()
                problem = self.assertProblem(self.call(body=body), status, slug)
                self.assertEqual(problem["errors"][0]["pointer"], pointer)
        self.assertEqual(self.states(), {"known": "received"})

    def test_type_out_of_scope(self):
        self.system.contract_ids.unlink()
        self.assertProblem(self.call(body=event("1")), 403, "forbidden")

    def test_malformed_bodies(self):
        bodies = [b"", b"{", b'{"a": NaN}', b"\xff\xfe", b"[" * 5000, b'"\\ud800"']
        for body in bodies:
            with self.subTest(body[:10]):
                self.assertProblem(self.call(body=body), 422, "invalid")

    def test_batch_must_be_an_array(self):
        self.assertProblem(self.call(body=event("1"), content_type=BATCH), 422, "invalid")

    def test_keys(self):
        for header in ("", "Bearer", "Bearer cik_wrong", "Basic eDp5", f"Bearer {self.key} x"):
            with self.subTest(header):
                response = self.call(body=event("1"), Authorization=header)
                self.assertProblem(response, 401, "unauthorized")
                self.assertEqual(response.headers["WWW-Authenticate"], "Bearer")
        self.assertFalse(self.states())

    def test_revoked_key(self):
        self.system.key_ids.action_revoke()
        self.assertProblem(self.call(body=event("1")), 401, "unauthorized")

    def test_content_types(self):
        for content_type in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
            with self.subTest(content_type):
                response = self.call(body=event("1"), content_type=content_type)
                self.assertProblem(response, 415, "unsupported-media-type")

    def test_charset_is_no_obstacle(self):
        response = self.call(body=event("1"), content_type=f"{SINGLE}; charset=utf-8")
        self.assertEqual(response.status_code, 202)

    def test_compressed_body(self):
        response = self.call(body=event("1"), **{"Content-Encoding": "gzip"})
        self.assertProblem(response, 415, "unsupported-media-type")

    def test_too_many_messages(self):
        events = [event(str(n)) for n in range(MAX_MESSAGES + 1)]
        lines = b"\n".join(json.dumps(one).encode() for one in events)
        self.assertProblem(self.call(body=events, content_type=BATCH), 413, "too-large")
        self.assertProblem(self.call(body=lines, content_type=LINES), 413, "too-large")
        self.assertFalse(self.states())

    def test_as_many_as_allowed(self):
        events = [event(str(n)) for n in range(MAX_MESSAGES)]
        response = self.call(body=events, content_type=BATCH)
        self.assertEqual(response.status_code, 202)
        self.assertEqual(len(self.states()), MAX_MESSAGES)

    def test_too_many_bytes(self):
        with patch.object(controller, "MAX_BYTES", 10):
            self.assertProblem(self.call(body=event("1")), 413, "too-large")

    def test_length_must_be_declared(self):
        response = self.opener.post(
            self.base_url() + MESSAGES,
            data=(chunk for chunk in [json.dumps(event("1")).encode()]),
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": SINGLE},
            timeout=10,
        )
        self.assertProblem(response, 411, "length-required")

    def test_trace_header_is_kept(self):
        trace = f"00-{'a' * 32}-{'b' * 16}-01"
        self.call(body=event("1"), traceparent=trace)
        self.assertEqual(self.message("1").traceparent, trace)

    def test_deprecated_types_are_announced(self):
        ping = get(PING)
        ends = {"deprecated_on": date(2026, 1, 1), "sunset_on": date(2999, 7, 1)}
        announced = {
            "Deprecation": "@1767225600",
            "Sunset": "Mon, 01 Jul 2999 00:00:00 GMT",
        }
        bodies = [event("1"), event("2", data={}), [event("3"), "text", {"type": []}]]
        for body in bodies:
            content_type = BATCH if isinstance(body, list) else SINGLE
            for contract, expected in ((ping, {}), (replace(ping, **ends), announced)):
                with self.subTest(body), registered(contract):
                    answered = self.call(body=body, content_type=content_type).headers
                    found = {name: answered[name] for name in announced if name in answered}
                    self.assertEqual(found, expected)

    def test_type_after_its_sunset(self):
        ends = {"deprecated_on": date(2025, 1, 1), "sunset_on": date(2025, 7, 1)}
        with registered(replace(get(PING), **ends)):
            response = self.call(body=event("1"))
        problem = self.assertProblem(response, 422, "invalid")
        self.assertEqual(problem["errors"][0]["code"], "type.sunset")
        self.assertEqual(response.headers["Sunset"], "Tue, 01 Jul 2025 00:00:00 GMT")

    def test_other_methods_and_paths(self):
        self.assertProblem(self.call(), 405, "method-not-allowed")
        self.assertProblem(self.call("/construction/v1/nothing"), 404, "not-found")

    def test_bug_tells_nothing(self):
        def fail(*args):
            raise KeyError("internal secret")

        with (
            patch.object(self.env.registry["integration.door"], "_accept", fail),
            mute_logger("odoo.http", "odoo.addons.construction_connector_base.controllers.problem"),
        ):
            response = self.call(body=event("1"))
        self.assertProblem(response, 500, "internal")
        self.assertNotIn("secret", response.text)

    def test_message_answer(self):
        partner = self.env["res.partner"].create({"name": "Vendor"})
        [result] = self.call(body=event("1")).json()["results"]
        with self.handle(_apply=lambda handler, items: items[0].add_document(partner, "vendor")):
            self.drain()
        response = self.call(f"{MESSAGES}/{result['message']}")
        self.assertEqual(response.status_code, 200)
        answer = response.json()
        for moment in ("received_at", "applied_at"):
            self.assertRegex(answer.pop(moment), r"^\d{4}-\d\d-\d\dT[\d:.]+Z$")
        self.assertEqual(
            answer,
            {
                "message": result["message"],
                "id": "1",
                "source": "field",
                "type": "construction.ping.sent.v1",
                "state": "done",
                "attempts": 1,
                "reason": None,
                "documents": [
                    {
                        "kind": "vendor",
                        "name": "Vendor",
                        "url": f"{self.base_url()}/odoo/res.partner/{partner.id}",
                    }
                ],
            },
        )

    def test_message_answer_with_reason(self):
        [result] = self.call(body=event("1")).json()["results"]
        with self.handle(_gate=lambda handler, items: items[0].stop("budget", "Too much.")):
            self.drain()
        answer = self.call(f"{MESSAGES}/{result['message']}").json()
        self.assertEqual(answer["state"], "exception")
        self.assertEqual(answer["reason"], {"code": "budget", "text": "Too much."})

    def test_message_of_another_system(self):
        other = self._create_system("other")
        key = self.env["integration.api.key"]._generate(other, "test", 30)
        [result] = self.call(body=event("1")).json()["results"]
        path = f"{MESSAGES}/{result['message']}"
        self.assertProblem(self.call(path, key=key), 404, "not-found")

    def test_unknown_message(self):
        for message in ("00000000-0000-4000-8000-000000000000", "1", "x'--"):
            with self.subTest(message):
                self.assertProblem(self.call(f"{MESSAGES}/{message}"), 404, "not-found")

    def test_health(self):
        response = self.url_open("/construction/v1/health")
        health = response.json()
        self.assertEqual(health["live"], True)
        self.assertEqual(response.status_code, 200 if health["ready"] else 503)
        self.assertEqual(health["oldest_due_seconds"], 0)

    def test_odoo_session_does_not_open_the_door(self):
        self._create_user("group_manager", login="boss")
        self.authenticate("boss", "boss")
        response = self.call(body=event("1"), Authorization="")
        self.assertProblem(response, 401, "unauthorized")
