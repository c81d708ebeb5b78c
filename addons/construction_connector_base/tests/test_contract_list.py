# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from dataclasses import replace
from datetime import date

from pydantic import Field

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..core import contract as contracts
from ..models.integration_contract import record_id
from .common import PING, IntegrationCase, event, registered

FIRST = contracts.get(PING)


@tagged("post_install", "-at_install")
class TestContractList(IntegrationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls._create_user("group_user", cls.acme)
        cls.manager = cls._create_user("group_manager", cls.acme | cls.bolt)
        cls.Contract = cls.env["integration.contract"].with_user(cls.reader)
        cls.Usage = cls.env["integration.contract.usage"]

    def ping(self):
        self.env.invalidate_all()
        return self.Contract.search([("type", "=", PING), ("direction", "=", "inbound")])

    def test_each_installed_contract_is_listed(self):
        expected = {(one.direction, one.type) for one in contracts.installed(self.env)}
        found = self.Contract.search([])
        self.assertEqual({(one.direction, one.type) for one in found}, expected)
        self.assertEqual(len(found), len(expected))

    def test_contract_of_another_database_is_not_listed(self):
        other = replace(FIRST, name="other.sent", handler="integration.handler.missing")
        with registered(other):
            self.assertFalse(self.Contract.search([("name", "=", "other.sent")]))

    def test_what_it_tells(self):
        ends = {"deprecated_on": date(2026, 1, 1), "sunset_on": date(2026, 7, 1)}
        with registered(
            replace(FIRST, upcast=dict, sensitive=True, retention="payroll", **ends),
            replace(FIRST, version=2),
        ):
            ping = self.ping()
            self.assertEqual(
                ping.read(["version", "workflow", "is_newest", "is_sensitive", "retention", *ends])[
                    0
                ],
                {
                    "id": record_id(FIRST),
                    "version": 1,
                    "workflow": "connection",
                    "is_newest": False,
                    "is_sensitive": True,
                    "retention": "payroll",
                    **ends,
                },
            )
            deprecated = self.Contract.search([("deprecated_on", "!=", False)])
            self.assertEqual(deprecated, ping)

    def test_form(self):
        ping = self.ping()
        self.assertEqual(json.loads(ping.example)["data"], FIRST.example)
        self.assertEqual(json.loads(ping.schema)["title"], PING)
        self.assertIn("<code>text</code>", ping.field_table)
        self.assertIn("required", ping.field_table)

    def test_field_table_is_text(self):
        class Sample(contracts.Payload):
            text: contracts.Text = Field(description="<b>bold</b>")

        with registered(replace(FIRST, payload=Sample)):
            self.assertIn("&lt;b&gt;bold", self.ping().field_table)

    def test_allowed_systems(self):
        other = self._create_system("other")
        self.assertEqual(self.ping().system_ids & (self.system | other), self.system | other)
        self.system.contract_ids.unlink()
        self.assertEqual(self.ping().system_ids & (self.system | other), other)

    def usage(self, user):
        found = self.Usage.with_user(user).search([("system_id", "=", self.system.id)])
        return {(one.company_id, one.state): one.messages for one in found}

    def test_use_is_counted(self):
        self.accept(event("1"), event("2", "good day"), event("3", entity="B"))
        with self.handle(_gate=lambda handler, items: items[0].stop("budget", "Too much.")):
            self.drain()
        self.Usage.with_user(self.manager).action_count()
        counted = {(self.acme, "exception"): 1, (self.acme, "done"): 1, (self.bolt, "exception"): 1}
        self.assertEqual(self.usage(self.manager), counted)
        ping = self.ping().with_user(self.manager)
        self.assertEqual((ping.message_count, ping.failed_count), (3, 2))
        ping = self.ping()
        self.assertEqual((ping.message_count, ping.failed_count), (2, 1))

    def test_counting_again_replaces_the_counts(self):
        self.accept(event("1"))
        for _time in range(2):
            self.Usage._cron_count()
        self.assertEqual(self.usage(self.manager), {(self.acme, "received"): 1})

    def test_old_messages_are_not_counted(self):
        self.accept(event("1"), event("2"))
        self.env.cr.execute(
            "UPDATE integration_message SET received_at = received_at - interval '31 days'"
            " WHERE id = %s",
            [self.message("1").id],
        )
        self.Usage._count()
        self.assertEqual(self.usage(self.manager), {(self.acme, "received"): 1})

    def test_who_still_sends_what_will_end(self):
        other = self._create_system("other")
        other._allow([PING])
        self.accept(event("1"))
        domain = [("deprecated_on", "!=", False), ("system_id", "in", (self.system | other).ids)]
        self.Usage._count()
        self.assertFalse(self.Usage.search(domain))
        with registered(replace(FIRST, deprecated_on=date(2026, 1, 1))):
            self.Usage._count()
            self.assertEqual(self.Usage.search(domain).system_id, self.system)

    def test_open_messages(self):
        self.accept(event("1"))
        action = self.ping().action_open_messages()
        self.assertIn(self.message("1"), self.env[action["res_model"]].search(action["domain"]))

    def test_rights(self):
        self.accept(event("1", entity="B"))
        self.Usage._count()
        self.assertFalse(self.usage(self.reader))
        with self.assertRaises(AccessError):
            self.Usage.with_user(self.reader).action_count()
        service = self.system.user_id
        for model in ("integration.contract", "integration.contract.usage"):
            with self.subTest(model):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(service).search([])
                records = self.env[model].with_user(self.manager).search([], limit=1)
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(records.has_access(operation))
