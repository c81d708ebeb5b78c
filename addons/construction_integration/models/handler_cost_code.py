# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Command


class HandlerCostCode(models.AbstractModel):
    """`cost_code.upserted`: a code of the company's scheme, below its parent."""

    _name = "construction.handler.cost.code"
    _inherit = "construction.handler"
    _description = "Cost Code Message Handler"

    _plain_fields = {"name": "name", "active": "active"}

    def _resolve(self, items):
        self._drop_superseded(items, "cost_code")
        reference = self._reference()
        reference._resolve_cost_types(items, lambda item: item.data.cost_types or [])
        reference._resolve_uoms(items, lambda item: [item.data.uom])
        self._resolve_parents([item for item in items if item.is_open])

    def _resolve_parents(self, items):
        """A parent stands in Odoo already or comes earlier in this very batch."""
        parents = {item.data.parent_code for item in items if item.data.parent_code}
        known = set(self._reference()._lookup_cost_codes(parents))
        for item in items:
            parent = item.data.parent_code
            if parent and parent not in known:
                item.wait_for(
                    "cost_code",
                    parent,
                    self.env._("Parent cost code %s is not known yet.", parent),
                )
            else:
                known.add(item.data.code)

    def _apply(self, items):
        for level in self._levels(items):
            codes = {item.data.code for item in level} | {
                item.data.parent_code for item in level if item.data.parent_code
            }
            existing = self._reference()._lookup_cost_codes(codes)
            for item in level:
                item.refs["parent"] = existing.get(item.data.parent_code)
            own = {code: record for code, record in existing.items() if record.company_id}
            records = self._upsert(level, own, "construction.cost.code")
            self._register_documents(level, "cost_code", records)

    @staticmethod
    def _levels(items):
        """Items by depth: those whose parent is in the batch come after it."""
        depth = {}
        for item in items:
            depth[item.data.code] = depth.get(item.data.parent_code, -1) + 1
        levels = {}
        for item in items:
            levels.setdefault(depth[item.data.code], []).append(item)
        return [levels[key] for key in sorted(levels)]

    def _prepare_values(self, item, record):
        values = super()._prepare_values(item, record)
        data = item.data
        if "parent_code" in data.model_fields_set:
            values["parent_id"] = item.refs["parent"].id if item.refs["parent"] else False
        if "cost_types" in data.model_fields_set:
            types = [item.refs["cost_type"][code].id for code in data.cost_types or []]
            values["cost_type_ids"] = [Command.set(types)]
        if "uom" in data.model_fields_set:
            values["uom_id"] = item.refs["uom"][data.uom].id if data.uom else False
        if not record:
            values |= {"code": data.code, "company_id": self.env.company.id}
        return values
