# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from prometheus_client.openmetrics.parser import text_string_to_metric_families

from odoo.tests import HttpCase, tagged
from odoo.tools import config

from .common import IntegrationCase, event

METRICS = "/construction/v1/metrics"
OPEN_METRICS = "application/openmetrics-text; version=1.0.0"


@tagged("post_install", "-at_install")
class TestMetricsHttp(IntegrationCase, HttpCase):
    def get(self, token="", **headers):
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self.url_open(METRICS, headers=headers)

    def options(self, **values):
        return patch.dict(config.options, values)

    def assertMetrics(self, response):
        self.assertEqual(response.status_code, 200, response.text)
        self.assertIn("construction_runner_alive", response.text)

    def test_refused_without_a_token(self):
        for token in ("", "wrong", "cik_" + "x" * 43):
            with self.subTest(token):
                self.assertEqual(self.get(token).status_code, 401)

    def test_token_of_the_server(self):
        with self.options(construction_metrics_token="s3cret"):
            self.assertMetrics(self.get("s3cret"))
            self.assertEqual(self.get("s3cre").status_code, 401)
            self.assertEqual(self.get().status_code, 401)

    def test_key_of_a_system(self):
        key = self.env["integration.api.key"]._generate(self.system, "monitor", 30)
        self.assertEqual(self.get(key).status_code, 403)
        self.system.may_read_metrics = True
        self.assertMetrics(self.get(key))

    def test_loopback_only_where_it_is_configured(self):
        with self.options(construction_metrics_loopback="True"):
            self.assertMetrics(self.get())
            self.assertEqual(self.get(**{"X-Forwarded-For": "203.0.113.7"}).status_code, 401)
            self.assertEqual(self.get("wrong").status_code, 401)

    def test_format_is_negotiated(self):
        self.accept(event('quote"\\', entity="B"))
        with self.options(construction_metrics_loopback="True"):
            response = self.get(Accept=OPEN_METRICS)
            self.assertIn("application/openmetrics-text", response.headers["Content-Type"])
            self.assertTrue(list(text_string_to_metric_families(response.text)))
            self.assertIn("text/plain", self.get().headers["Content-Type"])
        self.assertNotIn("Set-Cookie", response.headers)
