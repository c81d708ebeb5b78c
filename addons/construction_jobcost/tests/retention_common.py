# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from .payment_common import PaymentCommon

#: Buckets of retention, in the order in which money goes through them.
RETENTION = ("retention_held", "retention_released", "retention_paid")


class RetentionCommon(PaymentCommon):
    """Retention that is withheld, released, billed and paid."""

    def _release(self, *orders, amount=None, **values):
        """Create a release of these subcontracts and fill it in."""
        release = (
            self.env["construction.retention.release"]
            .with_user(self.manager)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "order_ids": [Command.set([order.id for order in orders])],
                    "date": "2026-04-15",
                    "reason": "Substantial completion",
                    **values,
                }
            )
        )
        release.action_fill(amount)
        return release

    def _approved_release(self, *orders, **values):
        release = self._release(*orders, **values)
        release.action_submit()
        release.with_user(self.approver).action_approve()
        return release

    def _pay(self, bill, amount=None, day="2026-05-10"):
        """Pay a bill by a journal entry, all of it or a part; return the entry."""
        due = bill.line_ids.filtered(lambda line: line.display_type == "payment_term")
        amount = -due.balance if amount is None else amount
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.general.id,
                "date": day,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": bill.partner_id.id,
                            "balance": balance,
                        }
                    )
                    for account, balance in ((due.account_id, amount), (self.cash, -amount))
                ],
            }
        )
        entry.action_post()
        (entry.line_ids.filtered(lambda line: line.account_id == due.account_id) | due).reconcile()
        self.env.flush_all()
        return entry

    def _reverse(self, bill, day="2026-05-20"):
        """Take all of a bill back by a credit note of that day; return the note."""
        return self._post_note(bill, self._draft_note(bill, day))

    def _draft_note(self, bill, day="2026-05-20"):
        """Make a draft credit note over a whole bill."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"date": day, "journal_id": bill.journal_id.id})
        )
        wizard.reverse_moves()
        return wizard.new_move_ids.with_env(self.env)

    def _credit(self, bill, *works, held=0.0, day="2026-05-20"):
        """Credit a part of a bill: work by line, and how much less is held (0: without a line)."""
        note = self._draft_note(bill, day)
        lines = note.invoice_line_ids
        retained = lines.filtered("retention_order_id")
        prices = dict(zip(lines - retained, works, strict=False))
        for line in lines - retained:
            price = prices.get(line, 0.0)
            line.write({"quantity": 1, "price_unit": price}) if price else line.unlink()
        retained.write({"price_unit": -held}) if held else retained.unlink()
        return self._post_note(bill, note)

    def _post_note(self, bill, note):
        """Post a credit note and set it against its bill."""
        bill = bill.with_env(self.env)
        note.action_post()
        open_lines = (bill | note).line_ids.filtered(
            lambda line: line.display_type == "payment_term" and not line.reconciled
        )
        if open_lines:
            open_lines.reconcile()
        self.env.flush_all()
        return note

    def _retention(self, as_of=None):
        """Return (held, released, paid) of the job in the ledger."""
        entries = self.env["construction.cost.entry"].with_context(as_of=as_of)
        entries._project_stale()
        domain = [("project_id", "=", self.job.id)] + list(entries._get_moment_domain())
        groups = entries.sudo()._read_group(domain, ["bucket"], ["amount:sum"])
        sums = dict(groups)
        return tuple(round(sums.get(bucket, 0.0), 2) for bucket in RETENTION)
