# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv
import io
from collections.abc import Sequence

from odoo import fields, models
from odoo.exceptions import UserError


class IntegrationReconciliation(models.Model):
    """What people decide: sign a period off, reopen it, ask for what is missing."""

    _inherit = "integration.reconciliation"

    def action_open_sign(self):
        """Ask for the note of a sign-off."""
        return self._open_decision(self.env._("Sign Off"), "sign")

    def action_open_reopen(self):
        """Ask why a sign-off is taken back."""
        return self._open_decision(self.env._("Reopen"), "reopen")

    def action_request_missing(self):
        """Ask the system for what is missing; where it cannot be asked, list it for the sender."""
        self.ensure_one()
        self._check_group("group_operator")
        missing = self.drift_ids.filtered(lambda one: one.kind == "missing_here")
        ids = missing.mapped("external_id")
        if not ids:
            raise UserError(
                self.env._(
                    "No document is known to be missing. The source must report its ids, not only "
                    "its totals, to tell which ones are."
                )
            )
        # sudo: nobody may write here by hand; the right to ask was checked above
        if self.sudo()._request_missing(ids):
            self._note("missing_requested", count=len(ids))
            return True
        return self._export_missing(ids)

    def _request_missing(self, external_ids: Sequence[str]) -> bool:
        """Ask the system to send these documents again; return whether it can be asked."""
        return False

    def _export_missing(self, external_ids: Sequence[str]):
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(["system", "workflow", "from", "until_before", "document"])
        for external_id in external_ids:
            writer.writerow(
                [self.system_id.code, self.workflow, self.date_start, self.date_end, external_id]
            )
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"missing-{self.system_id.code}-{self.date_start}.csv",
                "raw": text.getvalue().encode(),
                "mimetype": "text/csv",
                "res_model": "integration.reconciliation.decision",
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=1",
            "target": "download",
        }

    def _sign(self, note: str) -> None:
        """Take the periods as they stand, on this user's word; from now on they are frozen."""
        self._check_group("group_operator")
        self._check_not_signed()
        for one in self:
            if not one.compared_at:
                raise UserError(
                    self.env._(
                        "%(name)s was never compared. Compare it before you sign it off.",
                        name=one.display_name,
                    )
                )
            one._note("signed", note=note, drifts=one.drift_count, state=one.state)
        # sudo: nobody may write results by hand; the right to sign was checked above
        self.sudo().write(
            {
                "state": "signed",
                "signed_by_id": self.env.uid,
                "signed_at": fields.Datetime.now(),
                "sign_note": note,
                "reopen_reason": False,
            }
        )

    def _reopen(self, reason: str) -> None:
        """Take a sign-off back, on this user's word, and compare again."""
        self._check_group("group_manager")
        for one in self:
            if one.state != "signed":
                raise UserError(self.env._("%(name)s is not signed off.", name=one.display_name))
            one._note("reopened", reason=reason, signed_by=one.signed_by_id.login)
        # sudo: nobody may write results by hand; the right to reopen was checked above
        reopened = self.sudo()
        reopened.write(
            {
                "state": "draft",
                "signed_by_id": False,
                "signed_at": False,
                "is_changed": False,
                "reopen_reason": reason,
            }
        )
        for one in reopened:
            one._compare(one._ask_source())

    def _open_decision(self, title: str, decision: str):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "integration.reconciliation.decision",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_reconciliation_ids": self.ids, "default_decision": decision},
        }
