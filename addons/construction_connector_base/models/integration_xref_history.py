# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence
from datetime import datetime

from odoo import api, models
from odoo.tools import SQL

#: What makes a cross-reference mean something else.
MEANING = {"system_id", "company_id", "entity", "external_id", "res_model", "res_id"}


class IntegrationXref(models.Model):
    """Keeps in the audit which record an id stood for before."""

    _inherit = "integration.xref"

    @api.model_create_multi
    def create(self, vals_list):
        xrefs = super().create(vals_list)
        xrefs._note_xrefs("xref.created", [xref._target() for xref in xrefs])
        return xrefs

    def write(self, vals):
        if not MEANING & vals.keys():
            return super().write(vals)
        before = {xref: xref._target() for xref in self}
        result = super().write(vals)
        changed = self.filtered(lambda xref: xref._target() != before[xref])
        changed._note_xrefs("xref.changed", [before[xref] for xref in changed])
        return result

    def unlink(self):
        self._note_xrefs("xref.removed", [xref._target() for xref in self])
        return super().unlink()

    @api.model
    def _remember(
        self,
        system,
        company,
        entity: str,
        rows: Sequence[tuple[str, int, datetime]],
        res_model: str,
    ) -> None:
        moved = self._moved(system, company, entity, rows, res_model)
        super()._remember(system, company, entity, rows, res_model)
        if moved:
            self.env["integration.audit.entry"]._note(
                "xref.changed",
                {"entity": entity, "changes": moved},
                company_id=company.id,
                system_id=system.id,
            )

    @api.model
    def _moved(self, system, company, entity, rows, res_model) -> list[dict]:
        """Ids that stand for another record so far."""
        latest = {external_id: res_id for external_id, res_id, _time in rows}
        if not latest:
            return []
        self.flush_model()
        # plain SQL: whoever remembers an id need not be allowed to read cross-references
        known = self.env.execute_query(
            SQL(
                """
                SELECT external_id, res_model, res_id FROM integration_xref
                 WHERE system_id = %s AND entity = %s AND company_id = %s
                   AND external_id = ANY(%s)
                """,
                system.id,
                entity,
                company.id,
                list(latest),
            )
        )
        return [
            {
                "external_id": external_id,
                "before": [model, res_id],
                "after": [res_model, latest[external_id]],
            }
            for external_id, model, res_id in known
            if (model, res_id) != (res_model, latest[external_id])
        ]

    def _target(self) -> list:
        self.ensure_one()
        return [self.entity, self.external_id, self.res_model, self.res_id]

    def _note_xrefs(self, step: str, before: Sequence[list]) -> None:
        """One entry for all of a system and company; ``before`` in the order of the records."""
        known = dict(zip(self, before, strict=True))
        for (system, company), xrefs in self.grouped(lambda x: (x.system_id, x.company_id)).items():
            self.env["integration.audit.entry"]._note(
                step,
                {
                    "xrefs": [
                        {"id": xref.id, "before": known[xref], "after": xref._target()}
                        for xref in xrefs
                    ]
                },
                record=xrefs if len(xrefs) == 1 else None,
                company_id=company.id,
                system_id=system.id,
            )
