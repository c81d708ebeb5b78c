# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .books_common import BooksCase


@tagged("post_install", "-at_install")
class TestReplays(BooksCase):
    """Handlers are idempotent: what was applied changes nothing when it is applied again."""

    def replay(self, mode):
        manager = self._create_user("group_manager", login=f"replays {mode}")
        # a trial shows what its user may see
        manager.group_ids += self.env.ref("construction_jobcost.group_job_cost_all")
        replays = self.env["integration.replay"].with_user(manager).with_company(self.acme)
        replay = replays.create({"mode": mode})
        replay.action_start()
        return replay

    def set_up_messages(self):
        self.order()
        data = {
            "receipt_number": "RCV-1",
            "purchase_order": "REQ-1",
            "received_at": "2026-04-14T07:35:00-07:00",
            "lines": [{"line_id": "1", "quantity": "4", "uom": "CY"}],
        }
        self.assertState(self.send("goods.received", data), "done")
        self.assertState(self.send_invoice(), "done")
        self.assertState(self.send_timesheet(), "done")

    def test_trial_of_everything(self):
        self.set_up_messages()
        replay = self.replay("trial")
        self.assertGreater(replay.total, 8)
        found = {
            (line.type, line.after_state, line.reason_code or None): [
                (change.model_name, change.fields_text) for change in line.change_ids
            ]
            for line in replay.line_ids
        }
        self.assertEqual({state for _type, state, _reason in found}, {"done"}, found)
        self.assertEqual([changes for changes in found.values() if changes], [])

    def test_trial_shows_what_the_ledger_would_get(self):
        self.order()
        entries = self.env["construction.cost.entry"]
        before = entries.search_count([])
        self.post("timesheet.approved", self.timesheet())
        changes = self.replay("trial").line_ids.change_ids
        [entry] = changes.filtered(lambda change: change.res_model == "construction.cost.entry")
        self.assertEqual(entry.operation, "created")
        self.assertIn("Budget Line: 0042 / 03-300", entry.fields_text)
        self.assertIn("Quantity: 8", entry.fields_text)
        self.assertEqual(entries.search_count([]), before)

    def test_everything_again_for_real(self):
        self.set_up_messages()
        cost = self.cost()
        replay = self.replay("real")
        self.drain()
        self.assertEqual(set(replay.line_ids.mapped("current_state")), {"done"})
        self.assertEqual(self.cost(), cost)
