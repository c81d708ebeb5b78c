# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class IntegrationCodeMap(models.Model):
    """One line proposed from where it is missing."""

    _inherit = "integration.code.map"

    def _propose_line(self, value: str, code: str, note: str | None = None):
        """Propose that ``value`` means ``code``; return the version to approve.

        The line joins the version in work. A proposal that another person made is proposed anew by
        this one, with all its lines: whoever approves it has still not proposed it.
        """
        self.ensure_one()
        version = self.open_version_id or self._new_version()
        if version.state == "proposed":
            version.action_back_to_draft()
        line = version.line_ids.filtered(lambda one: one.external_value == value)
        if len(line) > 1:
            raise UserError(
                self.env._(
                    "%(value)s stands in %(version)s more than once. Mend it there.",
                    value=value,
                    version=version.display_name,
                )
            )
        if note:
            # whoever approves the version reads why it is proposed on its form
            why = f"{value} → {code}: {note}"
            version.note = f"{version.note}\n{why}" if version.note else why
        values = {"external_value": value, "code": code, "note": note}
        if line:
            line.write(values)
        else:
            version.write({"line_ids": [(0, 0, values)]})
        version.action_propose()
        return version
