# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from dataclasses import replace
from datetime import date

from jsonschema import Draft202012Validator
from lxml import html

from odoo.tests import HttpCase, tagged

from ..controllers.problem import PREFIX
from ..core import contract as contracts
from ..core.openapi import event_name
from .common import PING, IntegrationCase, event, registered

OPENAPI = "/construction/v1/openapi.json"
DOCS = "/construction/v1/docs"
FIRST = contracts.get(PING)


@tagged("post_install", "-at_install")
class TestDocuments(IntegrationCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.env.registry.clear_cache()
        self.addCleanup(self.env.registry.clear_cache)

    def use(self, *added):
        self.enterContext(registered(*added))
        self.env.registry.clear_cache()

    def openapi(self):
        return self.url_open(OPENAPI).json()

    def test_openapi_needs_no_key_and_no_session(self):
        response = self.url_open(OPENAPI)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/json")
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertEqual(response.json()["openapi"], "3.1.0")

    def test_known_pages_are_not_sent_again(self):
        for path in (OPENAPI, DOCS):
            with self.subTest(path):
                first = self.url_open(path)
                again = self.url_open(path, headers={"If-None-Match": first.headers["ETag"]})
                self.assertEqual((again.status_code, again.content), (304, b""))
                other = self.url_open(path, headers={"If-None-Match": '"other"'})
                self.assertEqual((other.status_code, other.content), (200, first.content))

    def test_each_installed_contract_is_there(self):
        document = self.openapi()
        inbound = contracts.installed(self.env, "inbound")
        self.assertEqual(
            document["components"]["schemas"]["Event"]["discriminator"]["mapping"],
            {one.type: f"#/components/schemas/{event_name(one)}" for one in inbound},
        )

    def test_contract_of_another_database_is_not_there(self):
        self.use(replace(FIRST, name="other.sent", handler="integration.handler.missing"))
        self.assertNotIn("other.sent", self.url_open(OPENAPI).text)
        self.assertNotIn("other.sent", self.url_open(DOCS).text)

    def test_outbound_contracts_are_webhooks(self):
        sent = replace(FIRST, name="other.sent", direction="outbound")
        self.use(sent)
        document = self.openapi()
        self.assertIn(sent.type, document["webhooks"])
        self.assertNotIn(
            sent.type, document["components"]["schemas"]["Event"]["discriminator"]["mapping"]
        )

    def test_deprecated_contract_says_so(self):
        ends = {"deprecated_on": date(2026, 1, 1), "sunset_on": date(2026, 7, 1)}
        self.use(replace(FIRST, upcast=dict, **ends), replace(FIRST, version=2))
        schemas = self.openapi()["components"]["schemas"]
        self.assertTrue(schemas["Event.inbound.ping.sent.v1"]["deprecated"])
        self.assertNotIn("deprecated", schemas["Event.inbound.ping.sent.v2"])
        [note] = self.docs().find_class("ends")
        self.assertEqual(
            note.text_content(),
            "Deprecated since 2026-01-01, refused from 2026-07-01 on. "
            "Use construction.ping.sent.v2 instead.",
        )

    def test_each_endpoint_is_documented(self):
        def shape(path):
            return re.sub(r"<[^>]*>|\{[^}]*\}", "{}", path)

        documented = {
            (shape(PREFIX + path), method.upper())
            for path, methods in self.openapi()["paths"].items()
            for method in methods
        }
        routed = {
            (shape(rule.rule), method)
            for rule in self.env["ir.http"].routing_map().iter_rules()
            if rule.rule.startswith(f"{PREFIX}/")
            for method in rule.methods - {"HEAD", "OPTIONS"}
        }
        # an addon with endpoints extends integration.openapi, see docs/contracts.md
        self.assertEqual(routed, documented)

    def test_references_lead_somewhere(self):
        document = self.openapi()

        def references(part):
            if isinstance(part, dict):
                for key, value in part.items():
                    if key == "$ref":
                        yield value
                    else:
                        yield from references(value)
            elif isinstance(part, list):
                for value in part:
                    yield from references(value)

        found = set(references(document))
        self.assertTrue(found)
        for reference in found:
            self.assertIn(
                reference.removeprefix("#/components/schemas/"), document["components"]["schemas"]
            )

    def validator(self, name):
        document = self.openapi()
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        return Draft202012Validator(schema)

    def test_events_and_answers_are_as_documented(self):
        key = self.env["integration.api.key"]._generate(self.system, "test", 30)
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/cloudevents+json"}

        def call(path, **kwargs):
            return self.url_open(f"/construction/v1/{path}", headers=headers, **kwargs)

        self.validator("Event").validate(event("1"))
        self.assertFalse(self.validator("Event").is_valid(event("1", type="construction.no.v1")))
        self.assertFalse(self.validator("Event").is_valid(event("1", data={})))
        taken = call("messages", json=event("1"))
        self.validator("Results").validate(taken.json())
        refused = call("messages", json=event("1", data={}))
        self.assertEqual(refused.status_code, 422)
        self.validator("Problem").validate(refused.json())
        message = call(f"messages/{taken.json()['results'][0]['message']}")
        self.validator("Message").validate(message.json())
        with self.handle(_gate=lambda handler, items: items[0].stop("budget", "Too much.")):
            self.drain()
        message = call(f"messages/{taken.json()['results'][0]['message']}")
        self.assertEqual(message.json()["state"], "exception")
        self.validator("Message").validate(message.json())
        self.validator("Health").validate(self.url_open("/construction/v1/health").json())

    def docs(self):
        return html.fromstring(self.url_open(DOCS).content)

    def test_docs_show_each_contract(self):
        page = self.docs()
        for contract in contracts.installed(self.env):
            with self.subTest(contract.type):
                anchor = f"{contract.direction}.{contract.type}"
                self.assertEqual(page.get_element_by_id(anchor).text_content(), contract.type)
                self.assertTrue(page.xpath(f"//nav//a[@href='#{anchor}']"))

    def test_docs_show_each_endpoint(self):
        calls = {code.text_content() for code in self.docs().xpath("//h2[@id='endpoints']"
                 "/following-sibling::div[1]//td[1]/code")}  # fmt: skip
        self.assertLessEqual(
            {"POST /construction/v1/messages", "GET /construction/v1/messages/{message}"}, calls
        )

    def test_docs_load_nothing(self):
        response = self.url_open(DOCS)
        self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])
        page = html.fromstring(response.content)
        self.assertFalse(page.xpath("//link | //img | //script[@src] | //iframe"))

    def test_docs_run_their_own_script_only(self):
        self.browser_js(
            DOCS,
            "if (document.querySelector('[data-origin]').textContent === location.origin) {"
            " console.log('test successful'); } else { throw new Error('not run'); }",
        )

    def test_docs_are_safe_from_what_contracts_say(self):
        self.use(
            replace(FIRST, description="<script>alert(1)</script>", example={"text": "</pre>'"})
        )
        response = self.url_open(DOCS)
        self.assertNotIn("<script>alert", response.text)
        self.assertNotIn("</pre>'", response.text)
