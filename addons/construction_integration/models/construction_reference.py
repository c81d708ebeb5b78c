# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from __future__ import annotations

from collections.abc import Iterable

from odoo import models


class ConstructionReference(models.AbstractModel):
    """Turns the codes in messages into Odoo records, in bulk.

    Here are the look-ups, one query each; the other files of this model fill items with them.
    Each `_resolve_*` takes the items of one handler call (one system, one company), looks up all
    their codes with one query and fills `item.refs[kind] = {code: record}`. What is missing is
    either waited for (documents that another message brings) or stops the message as an
    exception (codes that a person must decide about).
    """

    _name = "construction.reference"
    _description = "Construction Code Resolution"

    # -- look-ups: codes -> records --------------------------------------------------------

    def _lookup_jobs(self, codes: Iterable[str]) -> dict:
        return self.env["project.project"]._find_jobs(codes, self.env.company)

    def _lookup_cost_codes(self, codes: Iterable[str]) -> dict:
        return self.env["construction.cost.code"]._find_by_code(codes, self.env.company)

    def _lookup_active_cost_codes(self, codes: Iterable[str]) -> dict:
        found = self._lookup_cost_codes(codes)
        return {code: record for code, record in found.items() if record.active}

    def _lookup_cost_types(self, codes: Iterable[str]) -> dict:
        found = self.env["construction.cost.type"]._find_by_code(codes, self.env.company)
        return {code: record for code, record in found.items() if record.active}

    def _lookup_uoms(self, codes: Iterable[str]) -> dict:
        """Units by their name in English, which is their code (`EA`, `CY`, `LS`)."""
        units = self.env["uom.uom"].with_context(lang="en_US")
        found = units.search([("name", "in", list(codes))])
        return {unit.name: unit.with_env(self.env) for unit in found}

    def _natural_key(self, entity: str) -> tuple[str, str] | None:
        """Model and field with Odoo's own number, which a sender may use instead of its own."""
        return {
            "vendor": ("res.partner", "ref"),
            "customer": ("res.partner", "ref"),
            "item": ("product.product", "default_code"),
        }.get(entity)

    def _lookup_entity(self, system, entity: str, codes: Iterable[str]) -> dict:
        """Records that references mean: by cross-reference first, then by Odoo's own number."""
        codes = set(codes)
        found = self._lookup_crossed(system, entity, codes)
        return self._lookup_numbered(entity, codes - found.keys()) | found

    def _lookup_own(self, system, entity: str, codes: Iterable[str]) -> dict:
        """Records that a sender keeps: by cross-reference, or with that number in Odoo and not
        kept by any other system. Two systems may number different vendors alike."""
        codes = set(codes)
        found = self._lookup_crossed(system, entity, codes)
        numbered = self._lookup_numbered(entity, codes - found.keys())
        if not numbered:
            return found
        # sudo: whether a record is another system's is a fact, whoever may read it
        kept = (
            self.env["integration.xref"]
            .sudo()
            ._read_group(
                [
                    ("entity", "=", entity),
                    ("res_model", "=", self._natural_key(entity)[0]),
                    ("res_id", "in", [record.id for record in numbered.values()]),
                ],
                aggregates=["res_id:array_agg"],
            )
        )
        taken = set(kept[0][0] or ())
        return {code: r for code, r in numbered.items() if r.id not in taken} | found

    def _lookup_crossed(self, system, entity: str, codes: set[str]) -> dict:
        xrefs = self.env["integration.xref"]
        return xrefs._lookup_records(system, self.env.company, entity, codes)

    def _lookup_numbered(self, entity: str, codes: set[str]) -> dict:
        if not codes or not self._natural_key(entity):
            return {}
        model_name, field = self._natural_key(entity)
        model = self.env[model_name].with_context(active_test=False)
        records = model.search(
            [(field, "in", list(codes)), ("company_id", "in", [False, self.env.company.id])]
        )
        return {record[field]: record.with_context(active_test=True) for record in records}

    def _lookup_orders(self, system, numbers: Iterable[str]) -> dict:
        """Confirmed orders by the sender's requisition number or by Odoo's order number."""
        numbers = set(numbers)
        requisitions = self._lookup_entity(system, "requisition", numbers)
        named = self.env["purchase.order"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("name", "in", list(numbers)),
                ("state", "=", "purchase"),
            ]
        )
        orders = {order.name: order for order in named}
        # sudo: who receives or pays may see an order without the requisition behind it
        for number, requisition in requisitions.items():
            confirmed = requisition.sudo().order_ids.filtered(lambda o: o.state == "purchase")
            if confirmed:
                orders[number] = confirmed.with_env(self.env)
        return orders
