# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import logging
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import config

from ..core.logline import line
from ..core.trace import new_traceparent, trace_id, valid
from ..models.integration_log import LOGGER
from .common import IntegrationCase, event

MESSAGES = "/construction/v1/messages"
TRACE = f"00-{'a' * 32}-{'b' * 16}-01"


@tagged("post_install", "-at_install")
class TestLog(IntegrationCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = cls.env["integration.api.key"]._generate(cls.system, "test", 30)

    def setUp(self):
        super().setUp()
        self.enterContext(patch.dict(config.options, construction_json_logs="True"))

    def lines(self, function):
        """What is logged meanwhile, decoded."""
        with self.assertLogs(LOGGER, logging.INFO) as logs:
            function()
        return [json.loads(record.getMessage()) for record in logs.records]

    def post(self, body, key=None, **headers):
        headers |= {
            "Authorization": f"Bearer {key or self.key}",
            "Content-Type": "application/cloudevents+json",
        }
        return self.url_open(MESSAGES, data=json.dumps(body).encode(), headers=headers)

    def test_call(self):
        [found] = self.lines(lambda: self.post(event("1"), traceparent=TRACE))
        message = self.message("1")
        self.assertGreater(found.pop("duration_ms"), 0)
        self.assertRegex(found.pop("at"), r"^\d{4}-\d\d-\d\dT")
        self.assertEqual(
            found,
            {
                "database": self.env.cr.dbname,
                "step": "call",
                "trace_id": "a" * 32,
                "system": "field",
                "messages": [message.uuid],
                "message_count": 1,
                "results": {"accepted": 1},
                "method": "POST",
                "path": MESSAGES,
                "status": 202,
            },
        )

    def test_refused_call(self):
        [found] = self.lines(lambda: self.post(event("1"), key="cik_wrong", traceparent=TRACE))
        self.assertEqual((found["status"], found["trace_id"]), (401, "a" * 32))
        self.assertNotIn("cik_wrong", json.dumps(found))

    def test_refused_event(self):
        [found] = self.lines(lambda: self.post(event("1", data={"text": 5})))
        self.assertEqual((found["status"], found["results"]), (422, {"rejected": 1}))

    def test_drain(self):
        self.accept(event("1", traceparent=TRACE), event("2", traceparent=TRACE))
        [found] = self.lines(self.drain)
        self.assertEqual(found["step"], "drain")
        self.assertEqual((found["system"], found["workflow"]), ("field", "connection"))
        self.assertEqual(found["trace_id"], "a" * 32)
        self.assertEqual(found["states"], {"done": 2})
        self.assertEqual(found["messages"], [self.message("1").uuid, self.message("2").uuid])

    def test_drain_of_several_traces(self):
        self.accept(event("1", traceparent=TRACE), event("2"))
        [found] = self.lines(self.drain)
        self.assertNotIn("trace_id", found)
        self.assertEqual(found["trace_ids"], ["a" * 32, trace_id(self.message("2").traceparent)])

    def test_acceptance_without_a_call(self):
        [found] = self.lines(lambda: self.accept(event("1")))
        self.assertEqual((found["step"], found["results"]), ("accept", {"accepted": 1}))

    def test_no_payload(self):
        found = self.lines(lambda: (self.accept(event("1", "a secret")), self.drain()))
        self.assertNotIn("secret", json.dumps(found))

    def test_off_by_default(self):
        with (
            patch.dict(config.options, construction_json_logs="False"),
            self.assertNoLogs(LOGGER, logging.INFO),
        ):
            self.accept(event("1"))
            self.drain()

    def test_messages_of_a_call_share_a_new_trace(self):
        self.accept(event("1"), event("2"))
        self.accept(event("3"))
        traces = [self.message(id_).traceparent for id_ in "123"]
        self.assertEqual(traces[0], traces[1])
        self.assertNotEqual(traces[0], traces[2])
        self.assertEqual(valid(traces[0]), traces[0])

    def test_bad_trace_is_replaced(self):
        self.post(event("1"), traceparent="nonsense")
        self.assertTrue(valid(self.message("1").traceparent))

    def test_traces_are_new(self):
        self.assertNotEqual(trace_id(new_traceparent()), trace_id(new_traceparent()))

    def test_unknown_field_is_refused(self):
        with self.assertRaises(KeyError):
            line({"payload": {"iban": "DE00"}})

    def test_many_ids_are_cut(self):
        found = json.loads(line({"messages": list(range(50)), "message_count": 50}))
        self.assertEqual((len(found["messages"]), found["message_count"]), (20, 50))
