# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class HandlerItem(models.AbstractModel):
    """`item.upserted`: a product that sites can request."""

    _name = "construction.handler.item"
    _inherit = "construction.handler"
    _description = "Item Message Handler"

    _plain_fields = {
        "name": "name",
        "standard_cost": "standard_price",
        "storable": "is_storable",
        "active": "active",
    }

    def _resolve(self, items):
        self._drop_superseded(items, "item")
        reference = self._reference()
        reference._resolve_uoms(items, lambda item: [item.data.uom])
        reference._resolve_existing(items, "item", lambda item: [item.data.item_code])

    def _apply(self, items):
        categories = self._ensure_categories(
            {item.data.category for item in items if item.data.category}
        )
        for item in items:
            item.refs["category"] = categories.get(item.data.category)
        existing = {code: product for item in items for code, product in item.refs["item"].items()}
        products = self._upsert(items, existing, "product.product")
        self._register_documents(items, "item", products)

    def _ensure_categories(self, names):
        """Product categories by name; unknown ones are made at the top level."""
        category_model = self.env["product.category"]
        known = {c.name: c for c in category_model.search([("name", "in", list(names))])}
        missing = sorted(names - known.keys())
        created = category_model.create([{"name": name} for name in missing])
        return known | dict(zip(missing, created, strict=True))

    def _prepare_values(self, item, record):
        values = super()._prepare_values(item, record)
        data = item.data
        uom = item.refs["uom"][data.uom]
        if not record or record.uom_id != uom:
            values["uom_id"] = uom.id
        if "category" in data.model_fields_set and item.refs["category"]:
            values["categ_id"] = item.refs["category"].id
        if not record:
            values |= {
                "default_code": data.item_code,
                "type": "consu",
                "purchase_ok": True,
                "sale_ok": False,
                "purchase_method": "receive",
                "company_id": self.env.company.id,
            }
        return values
