# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import IntegrationCase, event

MODELS = [
    "integration.message",
    "integration.message.document",
    "integration.override",
    "integration.xref",
    "integration.system",
    "integration.system.entity",
    "integration.system.contract",
    "integration.api.key",
    "integration.reason",
]
#: Operations on the models above, per group: r(ead), w(rite), c(reate), u(nlink).
MATRIX = {
    "base.group_user": ["", "", "", "", "", "", "", "", ""],
    "construction_connector_base.group_service": ["r", "r", "", "", "r", "", "", "", ""],
    "construction_connector_base.group_user": ["r", "r", "r", "r", "r", "r", "r", "", "r"],
    "construction_connector_base.group_operator": ["r", "r", "r", "r", "r", "r", "r", "", "r"],
    "construction_connector_base.group_manager": [
        *("r", "r", "r", "rwcu", "rwcu", "rwcu", "rwcu", "rc", "rw"),
    ],
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


@tagged("post_install", "-at_install")
class TestRights(IntegrationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls._create_user("group_user")
        cls.operator = cls._create_user("group_operator")
        cls.manager = cls._create_user("group_manager")
        cls.foreign_manager = cls._create_user("group_manager", cls.strange)
        cls.plain = cls.env["res.users"].create(
            {"name": "Plain", "login": "plain", "group_ids": [(6, 0, [cls.env.ref("base.group_user").id])]}
        )  # fmt: skip

    def setUp(self):
        super().setUp()
        self.accept(event("1"))
        self.accept(event("2", entity="B"))

    def seen_by(self, user, model="integration.message"):
        return self.env[model].with_user(user).search([])

    def test_matrix(self):
        users = {
            "base.group_user": self.plain,
            "construction_connector_base.group_service": self.system.user_id,
            "construction_connector_base.group_user": self.reader,
            "construction_connector_base.group_operator": self.operator,
            "construction_connector_base.group_manager": self.manager,
        }
        for group, rights in MATRIX.items():
            for model, expected in zip(MODELS, rights, strict=True):
                with self.subTest(group=group, model=model):
                    records = self.env[model].with_user(users[group])
                    held = "".join(
                        letter for letter, name in OPERATIONS.items() if records.has_access(name)
                    )
                    self.assertEqual(held, expected)

    def test_nobody_writes_messages(self):
        message = self.message("1").with_user(self.manager)
        for change in ({"payload": {"text": "x"}}, {"state": "done"}, {"error": "x"}):
            with self.subTest(change), self.assertRaises(AccessError):
                message.write(change)
        with self.assertRaises(AccessError):
            message.unlink()

    def test_reader_decides_nothing(self):
        message = self.message("1").with_user(self.reader)
        for action in ("retry", "release", "open_override", "open_reject", "retry_all"):
            with self.subTest(action), self.assertRaisesRegex(AccessError, "operators"):
                getattr(message, f"action_{action}")()

    def test_reader_opens_no_wizard(self):
        for model in ("integration.message.override", "integration.message.reject"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(self.reader).create(
                    {"message_ids": [(6, 0, self.message("1").ids)], "reason": "x"}
                )

    def test_company_of_a_message(self):
        self.assertEqual(self.seen_by(self.reader).mapped("external_id"), ["1"])
        self.assertFalse(self.seen_by(self.foreign_manager))

    def test_operator_of_another_company(self):
        foreign = self.message("2").with_user(self.operator)
        with self.assertRaises(AccessError):
            foreign.action_retry()

    def test_wizard_does_not_reach_another_company(self):
        wizard = self.env["integration.message.reject"].with_user(self.operator)
        with self.assertRaises(AccessError):
            wizard.create(
                {"message_ids": [(6, 0, self.message("2").ids)], "reason": "x"}
            ).action_reject()
        self.assertEqual(self.message("2").state, "received")

    def test_system_of_another_company(self):
        self.assertIn(self.system, self.seen_by(self.manager, "integration.system"))
        self.assertNotIn(self.system, self.seen_by(self.foreign_manager, "integration.system"))

    def test_cross_reference_of_another_company(self):
        partner = self.env["res.partner"].create({"name": "Vendor"})
        self.Xref._remember(
            self.system, self.bolt, "vendor", [("V", partner.id, None)], "res.partner"
        )
        self.assertFalse(self.seen_by(self.reader, "integration.xref"))

    def test_service_user_sees_its_own_system_only(self):
        other = self._create_system("other")
        self.accept(event("1", source="other"), system=other)
        self.assertEqual(self.seen_by(other.user_id).system_id, other)
        self.assertEqual(self.seen_by(other.user_id, "integration.system"), other)

    def test_trace_is_for_managers(self):
        self.assertNotIn("error", self.Message.with_user(self.operator).fields_get())
        self.assertIn("error", self.Message.with_user(self.manager).fields_get())

    def test_service_user_has_no_other_right(self):
        user = self.system.user_id
        # Odoo itself gives the second group to whoever has two companies
        self.assertEqual(
            user.all_group_ids,
            self.env.ref("construction_connector_base.group_service")
            | self.env.ref("base.group_multi_company"),
        )
        for model in ("res.partner", "res.users", "ir.attachment", "queue.job"):
            with self.subTest(model):
                self.assertFalse(self.env[model].with_user(user).has_access("write"))
