# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import IntegrationCase, event


@tagged("post_install", "-at_install")
class TestDesk(IntegrationCase):
    """Who settles what stopped, until when, and who is told when nobody does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["integration.desk.rule"]
        cls.Rule.search([]).unlink()
        cls.anna = cls._create_user("group_operator", login="anna")
        cls.bert = cls._create_user("group_operator", login="bert")
        cls.boss = cls._create_user("group_manager")
        cls.system.owner_id = cls.boss

    def stop(self, *events, code="budget.exceeded", amount=None):
        def gate(handler, items):
            for item in items:
                item.stop(code, "It stopped.", amount)

        self.accept(*(events or [event("1")]))
        with self.handle(_gate=gate):
            self.drain()

    def rule(self, **values):
        return self.Rule.create(
            {"name": "R", "owner_kind": "user", "user_id": self.anna.id} | values
        )

    def pass_hours(self, hours):
        """Let the desk's clocks be so many hours older."""
        self.env.cr.execute(
            """
            UPDATE integration_message
               SET desk_since = desk_since - %(age)s, deadline_at = deadline_at - %(age)s,
                   received_at = received_at - %(age)s
            """,
            {"age": timedelta(hours=hours)},
        )
        self.env.invalidate_all()

    def desks(self, **values):
        return self.env["integration.desk"].search(
            [(name, "=", value) for name, value in values.items()]
        )

    def test_the_first_matching_rule_gives_owner_and_deadline(self):
        self.rule(name="late", sequence=2, user_id=self.bert.id)
        self.rule(name="first", sequence=1, reason_prefix="budget", sla_hours=8)
        before = fields.Datetime.now()
        self.stop()
        message = self.message("1")
        self.assertEqual(message.owner_id, self.anna)
        self.assertEqual(message.desk_rule_id.name, "first")
        self.assertAlmostEqual(
            message.deadline_at, before + timedelta(hours=8), delta=timedelta(seconds=30)
        )
        self.assertTrue(message.on_desk)
        self.assertFalse(message.is_overdue)

    def test_without_a_rule_it_is_nobodys(self):
        self.stop()
        message = self.message("1")
        self.assertTrue(message.desk_since)
        self.assertFalse(message.owner_id or message.deadline_at)

    def test_amounts_decide(self):
        self.rule(sequence=1, amount_from=1000, user_id=self.bert.id)
        self.rule(sequence=2)
        self.stop(event("1", "a"), amount=999)
        self.stop(event("2", "b"), amount=1000)
        self.assertEqual(self.message("1").owner_id, self.anna)
        self.assertEqual(self.message("2").owner_id, self.bert)

    def test_members_of_a_group_take_turns(self):
        group = self.env["res.groups"].create(
            {"name": "Clerks", "user_ids": [(6, 0, (self.anna | self.bert).ids)]}
        )
        self.rule(owner_kind="group", group_id=group.id)
        self.stop(*(event(str(n), f"d{n}") for n in range(10)))
        owners = self.Message.search([("system_id", "=", self.system.id)]).mapped("owner_id.login")
        counts = [
            self.Message.search_count([("owner_id", "=", user.id)])
            for user in (self.anna, self.bert)
        ]
        self.assertEqual(sorted(owners), ["anna", "bert"])
        self.assertEqual(counts, [5, 5])

    def test_who_does_not_work_in_the_company_gets_nothing(self):
        self.rule()
        self.stop(event("1", entity="B"))
        message = self.message("1")
        self.assertEqual(message.company_id, self.bolt)
        self.assertFalse(message.owner_id)
        self.assertTrue(message.deadline_at)

    def test_a_retry_in_vain_stops_no_clock(self):
        self.rule()
        self.stop()
        self.pass_hours(30)
        since = self.message("1").desk_since
        self.message("1").with_user(self.bert).action_claim()
        self.message("1").with_user(self.bert).action_retry()
        self.stop(event("2", "x"))
        message = self.message("1")
        self.assertEqual((message.state, message.desk_since), ("exception", since))
        self.assertEqual(message.owner_id, self.bert)
        self.assertTrue(message.is_overdue)

    def test_a_new_reason_is_a_new_case(self):
        self.rule(reason_prefix="budget")
        self.rule(reason_prefix="match", user_id=self.bert.id, sequence=11)
        self.stop()
        self.pass_hours(30)
        self.message("1").with_user(self.anna).action_retry()
        self.stop(event("2", "x"), code="match.price")
        message = self.message("1")
        self.assertEqual(message.owner_id, self.bert)
        self.assertFalse(message.is_overdue)

    def test_what_is_settled_has_left_the_desk(self):
        self.rule()
        self.stop()
        self.message("1").with_user(self.anna).action_retry()
        self.drain()
        message = self.message("1")
        self.assertEqual(message.state, "done")
        self.assertFalse(message.desk_since or message.deadline_at or message.on_desk)
        self.assertEqual(message.owner_id, self.anna, "who has settled it stays known")

    def test_search_finds_what_is_on_the_desk(self):
        self.stop(event("1"))
        self.accept(event("2", "b"))
        mine = [("system_id", "=", self.system.id)]
        on_desk = self.Message.search([*mine, ("on_desk", "=", True)])
        self.assertEqual(on_desk.mapped("external_id"), ["1"])
        others = self.Message.search([*mine, ("on_desk", "=", False)])
        self.assertEqual(others.mapped("external_id"), ["2"])

    def test_overdue_is_escalated_once(self):
        self.rule(escalate_user_id=self.boss.id, escalate_hours=2)
        self.stop()
        Desk = self.env["integration.desk"]
        self.pass_hours(25)
        Desk._cron_desk()
        self.assertFalse(self.message("1").escalated, "two hours after the deadline, not before")
        self.pass_hours(2)
        Desk._cron_desk()
        Desk._cron_desk()
        message = self.message("1")
        self.assertTrue(message.escalated)
        self.assertEqual(message.escalated_to_id, self.boss)
        entries = self.env["integration.audit.entry"].search([("step", "=", "message.escalated")])
        self.assertEqual(entries.mapped("messages"), [[message.id]])
        desk = self.desks(user_id=self.boss.id, is_escalated=True)
        self.assertEqual((desk.open_count, desk.overdue_count, desk.topic), (1, 1, "budget"))
        self.assertEqual(desk.activity_ids.user_id, self.boss)

    def test_escalation_goes_to_the_owner_of_the_system_by_default(self):
        self.rule()
        self.stop()
        self.pass_hours(25)
        self.env["integration.desk"]._cron_desk()
        self.assertEqual(self.message("1").escalated_to_id, self.boss)

    def test_waiting_too_long_comes_to_the_desk(self):
        self.rule(reason_prefix="waiting", wait_hours=48)
        self.accept(event("1"))
        with self.handle(_resolve=lambda h, items: items[0].wait_for("job", "J", "Not there.")):
            self.drain()
        Desk = self.env["integration.desk"]
        self.pass_hours(47)
        Desk._cron_desk()
        self.assertFalse(self.message("1").on_desk)
        self.pass_hours(2)
        Desk._cron_desk()
        self.assertTrue(self.message("1").on_desk)
        self.assertEqual(self.message("1").owner_id, self.anna)
        self.message("1").with_user(self.anna).action_release()
        self.drain()
        self.assertFalse(self.message("1").desk_since)

    def test_one_activity_counts_all_of_a_kind_and_is_closed_when_empty(self):
        self.rule()
        Desk = self.env["integration.desk"]
        self.stop(event("1", "a"), event("2", "b"), amount=100)
        Desk._cron_desk()
        desk = self.desks(user_id=self.anna.id)
        self.assertEqual((desk.open_count, desk.amount), (2, 200))
        activity = desk.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertIn("2 to settle", activity.summary)
        self.message("1").with_user(self.anna)._reject("no")
        Desk._cron_desk()
        self.assertEqual(desk.activity_ids, activity, "brought up to date, not made anew")
        self.assertIn("1 to settle", activity.summary)
        self.message("2").with_user(self.anna)._reject("no")
        Desk._cron_desk()
        self.assertEqual(desk.open_count, 0)
        self.assertFalse(desk.activity_ids)

    def test_a_rule_without_activities(self):
        self.rule(activity=False)
        self.stop()
        self.env["integration.desk"]._cron_desk()
        desk = self.desks(user_id=self.anna.id)
        self.assertEqual(desk.open_count, 1)
        self.assertFalse(desk.activity_ids)

    def test_the_desk_opens_its_messages(self):
        self.rule()
        self.stop(event("1"))
        self.stop(event("2", "b"), code="match.price")
        self.env["integration.desk"]._cron_desk()
        action = self.desks(user_id=self.anna.id, topic="match").action_open_messages()
        self.assertEqual(self.Message.search(action["domain"]).mapped("external_id"), ["2"])

    def test_daily_mail(self):
        self.rule()
        self.stop(amount=1234)
        Desk = self.env["integration.desk"]
        Desk._cron_desk()
        before = self.env["mail.mail"].search([], limit=1).id or 0
        Desk._cron_mail()
        mails = self.env["mail.mail"].search([("id", ">", before)])
        mine = mails.filtered(lambda mail: mail.recipient_ids == self.anna.partner_id)
        self.assertEqual(len(mine), 1)
        self.assertIn("budget", mine.body_html)
        self.assertIn("1,234.00", mine.body_html)

    def test_handing_on(self):
        self.stop()
        wizard = self.env["integration.message.hand"].with_user(self.anna)
        action = self.message("1").with_user(self.anna).action_open_hand()
        form = Form(wizard.with_context(**action["context"]))
        form.user_id = self.bert
        form.note = "You know this vendor"
        form.save().action_hand()
        self.assertEqual(self.message("1").owner_id, self.bert)
        entry = self.env["integration.audit.entry"].search([("step", "=", "message.handed")])
        self.assertEqual((entry.user_id, entry.messages), (self.anna, self.message("1").ids))
        self.assertIn("You know this vendor", entry.data)

    def test_handing_to_somebody_of_another_company(self):
        self.stop()
        stranger = self._create_user("group_operator", self.strange)
        with self.assertRaisesRegex(UserError, "does not work in Acme"):
            self.message("1").with_user(self.anna)._hand_to(stranger)

    def test_claiming_what_needs_nobody(self):
        self.accept(event("1"))
        with self.assertRaisesRegex(UserError, "needs nobody"):
            self.message("1").with_user(self.anna).action_claim()

    def test_readers_and_strangers_claim_nothing(self):
        self.stop()
        for user in (
            self._create_user("group_user"),
            self._create_user("group_auditor"),
            self._create_user("group_operator", self.strange),
        ):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.message("1").with_user(user).action_claim()

    def test_rules_are_set_by_managers_of_the_company(self):
        rule = self.rule(company_id=self.acme.id)
        with self.assertRaises(AccessError):
            rule.with_user(self.anna).name = "x"
        with self.assertRaises(AccessError):
            rule.with_user(self._create_user("group_manager", self.strange)).name = "x"
        rule.with_user(self.boss).sla_hours = 5
        entry = self.env["integration.audit.entry"].search(
            [("step", "=", "desk_rule.changed"), ("res_id", "=", rule.id)]
        )
        self.assertIn('"sla_hours":5', entry.data)

    def test_a_rule_names_somebody(self):
        with self.assertRaisesRegex(ValidationError, "to which person or group"):
            self.rule(user_id=False)
