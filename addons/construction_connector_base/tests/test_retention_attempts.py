# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from unittest.mock import patch

from odoo.tests import tagged

from .common_retention import RetentionCase

BATCH = "odoo.addons.construction_connector_base.models.integration_retention.BATCH"


@tagged("post_install", "-at_install")
class TestRetentionOfAttempts(RetentionCase):
    """The notes of calls go with their messages; those without one go by age."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Attempt = cls.env["integration.attempt"]

    def call(self, days, kind="pull", message=None, system=None):
        self.env.cr.execute(
            """
            INSERT INTO integration_attempt (system_id, kind, message_id, started_at, text)
            VALUES (%s, %s, %s, (now() AT TIME ZONE 'UTC') - %s * interval '1 day', 'Answer')
            RETURNING id
            """,
            [(system or self.system).id, kind, message and message.id, days],
        )
        return self.Attempt.browse(self.env.cr.fetchone())

    def hold(self, **values):
        return self.env["integration.legal.hold"].create(
            {"name": "Dispute", "reason": "Court", "company_id": self.acme.id} | values
        )

    def test_calls_without_a_message_go_by_age(self):
        young, old = self.call(29), self.call(31)
        self.assertEqual(self.kept_as.due_delete, 1)
        self.run_retention()
        self.assertEqual((young | old).exists(), young)
        [entry] = self.env["integration.audit.entry"].search(
            [("step", "=", "retention.calls_deleted"), ("system_id", "=", self.system.id)]
        )
        self.assertEqual(
            json.loads(entry.data), {"class": "technical", "count": 1, "ids": [[old.id, old.id]]}
        )

    def test_calls_about_a_message_go_with_it(self):
        self.take("young", days=5)
        self.take("old", days=31)
        kept = self.call(40, "send", self.message("young"))
        gone = self.call(31, "look_up", self.message("old"))
        self.run_retention()
        self.assertEqual((kept | gone).exists(), kept)
        self.assertEqual(kept.text, "Answer")

    def test_a_hold_on_a_message_keeps_its_calls(self):
        self.take("1", days=31)
        call = self.call(31, "send", self.message("1"))
        self.hold(document_key="1")
        self.run_retention()
        self.assertEqual(call.exists().text, "Answer")

    def test_a_hold_on_a_system_or_company_keeps_its_calls(self):
        other = self._create_system(
            "other", company_ids=[(6, 0, self.bolt.ids)], company_id=self.bolt.id
        )
        ours, theirs = self.call(31), self.call(31, system=other)
        for values in ({"system_id": self.system.id}, {}):
            with self.subTest(values):
                hold = self.hold(**values)
                self.assertEqual((self.kept_as.due_delete, self.kept_as.held), (1, 1))
                hold._release("done")
        self.hold()
        self.run_retention()
        self.assertEqual((ours | theirs).exists(), ours)

    def test_a_hold_on_certain_messages_or_days_keeps_no_others(self):
        self.call(31)
        self.hold(document_key="1")
        self.hold(date_from="2020-01-01", date_to="2020-12-31")
        self.assertEqual((self.kept_as.due_delete, self.kept_as.held), (1, 0))
        self.run_retention()
        self.assertFalse(self.Attempt.search([("system_id", "=", self.system.id)]))

    def test_a_class_that_deletes_nothing_keeps_calls(self):
        self.kept_as.delete_days = 0
        call = self.call(5000)
        self.run_retention()
        self.assertTrue(call.exists())

    def test_many_go_in_batches(self):
        for _n in range(5):
            self.call(31)
        with patch(BATCH, 2):
            done = [
                self.env["integration.retention"]._run_batch(self.kept_as, "delete")
                for _n in range(4)
            ]
        self.assertEqual(done, [2, 2, 1, 0])
