# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import Any

import orjson
from markupsafe import Markup

from odoo import api, fields, models

from ..core.difference import differences


class IntegrationCorrection(models.Model):
    """A change of a payload by a person: what it was before, what it is now, who and why.

    What the system sent is the ``before`` of a message's first correction, for good. Values of a
    sensitive contract are encrypted, and shown to managers only.
    """

    _name = "integration.correction"
    _description = "Payload Correction"
    _order = "id"
    _rec_name = "message_id"

    message_id = fields.Many2one(
        "integration.message", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="message_id.company_id")
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    reason = fields.Text(required=True, readonly=True)
    versions = fields.Json(readonly=True, prefetch=False, groups=fields.NO_ACCESS)
    encrypted_versions = fields.Text(readonly=True, prefetch=False, groups=fields.NO_ACCESS)
    changes_html = fields.Html("Changes", compute="_compute_changes_html", sanitize=False)

    @api.depends("versions", "encrypted_versions")
    @api.depends_context("uid")
    def _compute_changes_html(self):
        is_manager = self.env.user.has_group("construction_connector_base.group_manager")
        for correction in self:
            if correction.message_id.is_sensitive and not is_manager:
                correction.changes_html = self.env._("Sensitive: for managers only.")
            else:
                versions = correction._versions()
                correction.changes_html = versions and self._changes_table(*versions)

    @api.model
    def _changes_table(self, before: dict[str, Any], after: dict[str, Any]) -> Markup:
        """The differences as a table: field, old, new."""
        rows = [
            Markup("<tr><td>{}</td><td><del>{}</del></td><td><ins>{}</ins></td></tr>").format(
                one.pointer, one.old_text, one.new_text
            )
            for one in differences(before, after)
        ]
        if not rows:
            return Markup("<p>{}</p>").format(self.env._("Nothing is changed."))
        head = Markup("<tr><th>{}</th><th>{}</th><th>{}</th></tr>").format(
            self.env._("Field"), self.env._("Was"), self.env._("Is Now")
        )
        return Markup('<table class="table table-sm font-monospace">{}{}</table>').format(
            head, Markup("").join(rows)
        )

    def _versions(self) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """The payload before and after; None where retention has removed them."""
        self.ensure_one()
        # sudo: the columns are for no user's eyes; callers show what the reader may see
        correction = self.sudo()
        if correction.encrypted_versions:
            text = self.env["integration.vault"]._decrypt(correction.encrypted_versions)
            return tuple(orjson.loads(text))
        return tuple(correction.versions) if correction.versions else None

    @api.model
    def _prepare_versions(self, contract, before, after) -> dict[str, Any]:
        """The columns in which both versions are kept."""
        if not contract.sensitive:
            return {"versions": [before, after]}
        text = orjson.dumps([before, after]).decode()
        return {"encrypted_versions": self.env["integration.vault"]._encrypt(text)}
