# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Iterable

from odoo import models
from odoo.exceptions import UserError

from ..core.linking import Known, Row, differences


class IntegrationLink(models.Model):
    """The two sides beside each other, and the links that a person confirmed."""

    _inherit = "integration.link"

    def _readable(self, ids: Iterable[int]) -> dict:
        """Those of the entity's records with these ids that the user may read, by id."""
        target = self._link_targets().get(self.entity)
        if not target:
            return {}
        records = self.env[target.model].browse(id_ for id_ in ids if id_).exists()
        return {record.id: record for record in records._filtered_access("read")}

    def _compare(self, line, record) -> str:
        """What differs between a line and a record, a column a line."""
        row = Row(line.external_id, line.details or {})
        found = differences(row, Known(record.id, self._values(record)))
        return "\n".join(f"{one.column}: {one.theirs} ↔ {one.ours}" for one in found)

    def action_confirm_sure(self):
        """Confirm the lines for which just one record fits, by a key."""
        self.line_ids.filtered(lambda line: line.is_sure and line.res_id).action_confirm()

    def action_link(self):
        """Make the cross-references that were confirmed; offer to release who stopped for them."""
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.state == "confirmed")
        if not lines:
            raise UserError(self.env._("Confirm the lines that shall be linked first."))
        self._check_unlinked(lines)
        self.env["integration.xref"].create([self._prepare_xref(line) for line in lines])
        lines.state = "linked"
        stopped = self.env["integration.message"]._stopped_for(
            self.entity, lines.mapped("external_id"), self.system_id, self.company_id
        )
        return stopped._offer_release() if stopped else None

    def _check_unlinked(self, lines) -> None:
        known = self.env["integration.xref"]._lookup(
            self.system_id, self.company_id, self.entity, lines.mapped("external_id")
        )
        changed = lines.filtered(lambda line: line.external_id in known)
        if changed:
            raise UserError(
                self.env._(
                    "%(ids)s was linked meanwhile. Match again to see how.",
                    ids=", ".join(changed.mapped("external_id")),
                )
            )

    def _prepare_xref(self, line) -> dict:
        return {
            "system_id": self.system_id.id,
            "company_id": self.company_id.id,
            "entity": self.entity,
            "external_id": line.external_id,
            "res_model": self._target().model,
            "res_id": line.res_id,
        }
