# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..core.adapter import Page
from ..core.errors import TransientError
from .adapter_common import AdapterCase


@tagged("post_install", "-at_install")
class TestPull(AdapterCase):
    def setUp(self):
        super().setUp()
        self.pull = self.env["integration.pull"].create(
            {"system_id": self.vendor.id, "stream": "checks", "page_size": 50}
        )

    def run_page(self, goes_on=False):
        result = self.env["integration.pull"]._pull_page(self.pull.id, goes_on)
        self.env.invalidate_all()
        return result

    def pull_jobs(self):
        return self.env["queue.job"].search(
            [("identity_key", "=", self.pull._identity), ("state", "=", "pending")]
        )

    def fail(self, error):
        def raise_it(*_args):
            raise error

        self.adapt(_pull=raise_it)

    def test_page_and_cursor_are_stored_together(self):
        self.assertEqual(self.run_page(), "1 records, 1 of them new.")
        self.assertEqual(self.asked, [(None, 50)])
        self.assertEqual(self.pull.cursor, "c1")
        self.assertEqual(self.vendor_messages().mapped("external_id"), ["1"])
        self.assertGreater(self.pull.next_run_at, fields.Datetime.now() + timedelta(minutes=14))

    def test_next_page_follows_at_once(self):
        self.pages = [Page([{"id": "1", "text": "a"}], "c1", more=True)]
        self.run_page()
        [job] = self.pull_jobs()
        self.assertEqual(job.args[1:], (True,) if isinstance(job.args, tuple) else [True])

    def test_run_begins_a_little_earlier(self):
        self.pull.cursor = "2026-03-02T08:00:00Z"
        self.pages *= 2
        self.run_page()
        self.pull.cursor = "2026-03-02T08:00:00Z"
        self.run_page(goes_on=True)
        self.assertEqual(
            [cursor for cursor, _limit in self.asked],
            ["2026-03-02T07:50:00Z", "2026-03-02T08:00:00Z"],
        )

    def test_cursor_that_is_no_time_stays(self):
        self.pull.cursor = "token-77"
        self.run_page()
        self.assertEqual(self.asked[0][0], "token-77")

    def test_error_is_seen_and_moves_no_cursor(self):
        self.pull.cursor = "c0"
        self.fail(TransientError("The system answered 503."))
        for count in (1, 2):
            self.assertEqual(self.run_page(), "The system answered 503.")
            self.assertEqual((self.pull.failures, self.pull.cursor), (count, "c0"))
        self.assertEqual(self.pull.last_result, "The system answered 503.")
        self.assertEqual(
            self.env["integration.attempt"].search([("kind", "=", "pull")]).mapped("outcome"),
            ["retry", "retry"],
        )

    def test_fault_of_the_adapter_is_named_without_its_data(self):
        self.fail(KeyError("secret record"))
        with self.assertLogs("odoo.addons.construction_connector_base", "ERROR"):
            self.assertEqual(self.run_page(), "A fault of the adapter: KeyError.")

    def test_success_forgets_failures(self):
        self.pull.failures = 3
        self.run_page()
        self.assertEqual(self.pull.failures, 0)

    def test_refused_record_keeps_the_cursor(self):
        self.vendor.contract_ids.unlink()
        self.assertIn("not allowed", self.run_page())
        self.assertFalse(self.pull.cursor)
        self.assertEqual(self.pull.failures, 1)

    def test_open_breaker_asks_nothing(self):
        with self.env["integration.attempt"]._journal() as journal:
            journal.env["integration.breaker"]._change(self.vendor.id, "open", 60.0, 1)
        self.assertIn("paused", self.run_page())
        self.assertFalse(self.asked)

    def test_archived_or_closed_is_not_pulled(self):
        self.vendor.maintenance = "refuse"
        self.assertEqual(self.run_page(), "off")
        self.vendor.maintenance = "off"
        self.pull.active = False
        self.assertEqual(self.run_page(), "off")
        self.assertFalse(self.asked)

    def test_cron_starts_what_is_due_once(self):
        self.env["integration.pull"]._cron_pull()
        self.env["integration.pull"]._cron_pull()
        self.assertEqual(len(self.pull_jobs()), 1)

    def test_cron_leaves_what_is_not_due(self):
        self.pull.next_run_at = fields.Datetime.now() + timedelta(minutes=1)
        self.env["integration.pull"]._cron_pull()
        self.assertFalse(self.pull_jobs())

    def test_pull_now(self):
        with self.assertRaises(AccessError):
            self.pull.with_user(self._create_user("group_user")).action_pull_now()
        self.pull.with_user(self._create_user("group_operator")).action_pull_now()
        self.assertEqual(len(self.pull_jobs()), 1)

    def test_stream_that_the_adapter_does_not_have(self):
        with self.assertRaisesRegex(ValidationError, "checks"):
            self.pull.stream = "nonsense"

    def test_pull_of_another_company(self):
        foreign = self._create_user("group_manager", self.strange)
        self.assertFalse(self.env["integration.pull"].with_user(foreign).search([]))
        with self.assertRaises(AccessError):
            self.pull.with_user(self._create_user("group_operator")).page_size = 1

    def test_missing_records_are_asked_for(self):
        self.adapt(_fetch=lambda *args: [{"id": one, "text": one} for one in args[-1]])
        self.assertEqual(self.vendor._request_missing("x", ["7", "8"]), 2)
        self.assertEqual(self.vendor._request_missing("x", ["7", "9"]), 1)
