# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import event
from .replay_common import ReplayCase


@tagged("post_install", "-at_install")
class TestTrial(ReplayCase):
    """What a trial shows, and that it leaves nothing behind."""

    def test_what_would_be_created(self):
        self.accept(event("1"))
        with self.handle(_gate=lambda handler, items: items[0].stop("budget", "No.")):
            self.drain()
        with self.naming(country_id=self.country.id):
            replay = self.replay()
        line = replay.line_ids
        self.assertEqual((line.before_state, line.after_state), ("exception", "done"))
        [(operation, model, name, text)] = self.changes(replay)
        self.assertEqual((operation, model, name), ("created", "res.partner", "HELLO"))
        self.assertIn("Name: HELLO", text)
        self.assertIn("Country: Freedonia", text)
        self.assertFalse(line.change_ids.res_id)
        self.assertFalse(self.partner())
        self.assertEqual(self.states(), {"1": "exception"})

    def test_what_would_be_changed(self):
        self.accept(event("1"))
        with self.naming():
            self.drain()
        partner = self.partner()
        partner.write({"name": "By hand", "city": "Rome"})
        with self.naming(city="Paris"):
            replay = self.replay()
        [(operation, _model, _name, text)] = self.changes(replay)
        self.assertEqual(operation, "changed")
        self.assertIn("Name: By hand → HELLO", text)
        self.assertIn("City: Rome → Paris", text)
        self.assertNotIn("Reference", text)
        self.assertEqual(replay.line_ids.change_ids.res_id, partner.id)
        self.assertEqual(replay.changed_count, 1)
        self.assertEqual((partner.name, partner.city), ("By hand", "Rome"))
        self.assertEqual(self.states(), {"1": "done"})

    def test_what_would_be_removed(self):
        self.accept(event("1"))
        self.env["res.partner"].create({"name": "Old", "ref": "hello"})
        self.env.flush_all()

        def remove(handler, items):
            handler.env["res.partner"].search([("ref", "=", "hello")]).unlink()

        with self.handle(_apply=remove):
            replay = self.replay()
        self.assertIn(("removed", "res.partner"), [one[:2] for one in self.changes(replay)])
        self.assertTrue(self.partner())

    def test_message_that_changes_nothing(self):
        self.accept(event("1"))
        with self.naming():
            self.drain()
            replay = self.replay()
        self.assertFalse(replay.line_ids.has_changes)
        self.assertEqual((replay.state, replay.changed_count, replay.progress), ("done", 0, 100))

    def test_what_is_created_and_given_up_again_is_no_change(self):
        def apply(handler, items):
            try:
                with handler.env.cr.savepoint():
                    handler.env["res.partner"].create({"name": "Never"})
                    raise ValueError("thought better of it")
            except ValueError:
                handler.env["res.partner"].create({"name": "Brief"}).unlink()

        self.accept(event("1"))
        with self.handle(_apply=apply):
            self.assertFalse(self.changes(self.replay()))

    def test_message_that_would_need_a_person(self):
        self.accept(event("1"))
        self.drain()
        with self.handle(_gate=lambda handler, items: items[0].stop("budget", "No money.")):
            replay = self.replay()
        line = replay.line_ids
        self.assertEqual((line.after_state, line.reason_code), ("exception", "budget"))
        self.assertEqual(line.reason_text, "No money.")
        self.assertEqual(replay.stopped_count, 1)
        self.assertEqual(self.states(), {"1": "done"})

    def test_message_that_would_die(self):
        def fail(handler, items):
            handler.env["res.partner"].create({"name": "Half"})
            handler.env.flush_all()
            raise ZeroDivisionError("a bug")

        self.accept(event("1"))
        with self.handle(_apply=fail), self.assertLogs("odoo.addons", "ERROR"):
            replay = self.replay()
        self.assertEqual(replay.line_ids.after_state, "dead")
        self.assertIn("ZeroDivisionError", replay.line_ids.sudo().error)
        with self.assertRaises(AccessError):
            replay.line_ids.read(["error"])
        self.assertFalse(self.changes(replay))

    def test_a_held_message_is_tried_nonetheless(self):
        self.env["integration.contract.policy"].create(
            {"type": "construction.ping.sent.v1", "hold": True}
        )
        self.accept(event("1"))
        with self.naming():
            replay = self.replay()
        self.assertEqual(replay.line_ids.after_state, "done")
        self.assertEqual(self.states(), {"1": "waiting"})

    def test_nothing_is_left_behind(self):
        """Neither rows of any kind, nor what was to be done after the commit."""

        def apply(handler, items):
            handler.env["res.partner"].sudo().create({"name": "Leak"}).message_post(body="Hello")
            handler.env.cr.postcommit.add(done.append)
            handler.env["integration.message"]._release_at(datetime(2030, 1, 1))
            handler.env["integration.xref"]._remember(
                items[0].message.system_id, handler.env.company, "vendor",
                [("V-1", 1, datetime(2026, 3, 1))], "res.partner",
            )  # fmt: skip

        done = []
        counted = ("res.partner", "mail.message", "mail.mail", "integration.xref", "queue.job")
        self.accept(event("1"))
        before = {name: self.env[name].search_count([]) for name in counted}
        waiting = len(self.env.cr.postcommit._funcs)
        with self.handle(_apply=apply):
            replay = self.replay()
        self.assertTrue(replay.line_ids.has_changes, replay.line_ids.reason_text)
        self.assertEqual({name: self.env[name].search_count([]) for name in counted}, before)
        self.assertEqual(len(self.env.cr.postcommit._funcs), waiting)

    def test_rows_that_plain_sql_adds(self):
        """A cross-reference is new in the first trial as in the second, and nothing once it is there."""

        def apply(handler, items):
            handler.env["integration.xref"]._remember(
                items[0].message.system_id, handler.env.company, "vendor",
                [("V-1", 1, datetime(2026, 3, 1))], "res.partner",
            )  # fmt: skip

        self.accept(event("1"))
        with self.handle(_apply=apply):
            for _n in range(2):
                replay = self.replay()
                [(operation, model, name, text)] = self.changes(replay)
                self.assertEqual((operation, model, name), ("created", "integration.xref", "V-1"))
                self.assertIn("Model: res.partner", text)
                self.assertFalse(replay.line_ids.change_ids.res_id)
            self.assertFalse(self.Xref.search([("external_id", "=", "V-1")]))
            self.drain()
            self.assertFalse(self.changes(self.replay()))

    def test_nothing_is_recorded_outside_a_trial(self):
        self.accept(event("1"))
        with self.naming():
            replay = self.replay()
            self.drain()
        self.assertEqual(len(self.changes(replay)), 1)

    def test_each_message_is_tried_by_itself(self):
        self.accept(event("1"), event("2"))
        with self.naming():
            replay = self.replay()
        self.assertEqual([one[0] for one in self.changes(replay)], ["created", "created"])

    def test_what_the_user_may_not_see(self):
        self.env["ir.rule"].create(
            {
                "name": "No partners of Freedonia",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": "[('country_id.code', '!=', '0F')]",
                "groups": [
                    Command.link(self.env.ref("construction_connector_base.group_operator").id)
                ],
            }
        )
        self.accept(event("1"))
        with self.naming(country_id=self.country.id):
            [(_operation, model, name, text)] = self.changes(self.replay())
        self.assertEqual((model, name, text), ("res.partner", "(you may not see it)", ""))
