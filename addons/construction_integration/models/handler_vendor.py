# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class HandlerVendor(models.AbstractModel):
    """`vendor.upserted`: a partner that sells to this company."""

    _name = "construction.handler.vendor"
    _inherit = "construction.handler"
    _description = "Vendor Message Handler"

    _plain_fields = {
        "name": "name",
        "tax_id": "vat",
        "email": "email",
        "phone": "phone",
        "subcontractor": "is_subcontractor",
        "license_number": "license_number",
    }

    def _resolve(self, items):
        self._drop_superseded(items, "vendor")
        reference = self._reference()
        reference._resolve_addresses(items, lambda item: item.data.address)
        reference._resolve_existing(items, "vendor", lambda item: [item.data.vendor_id])
        self._resolve_payment_terms([item for item in items if item.is_open])

    def _resolve_payment_terms(self, items):
        names = {item.data.payment_terms for item in items if item.data.payment_terms}
        terms = self.env["account.payment.term"].search(
            [("name", "in", list(names)), ("company_id", "in", [False, self.env.company.id])]
        )
        by_name = {term.name: term for term in terms}
        for item in items:
            name = item.data.payment_terms
            item.refs["payment_term"] = by_name.get(name)
            if name and name not in by_name:
                item.stop(
                    "payment_term.unknown",
                    self.env._(
                        "Payment terms '%s' do not exist in Odoo. Create them under Accounting "
                        "or have the sender use an existing name, then retry.",
                        name,
                    ),
                )

    def _apply(self, items):
        existing = {
            code: partner for item in items for code, partner in item.refs["vendor"].items()
        }
        partners = self._upsert(items, existing, "res.partner")
        self._register_documents(items, "vendor", partners)
        self._claim_insurances(items, partners)

    def _claim_insurances(self, items, partners):
        """Enter the insurances that are said to be there; they count once a person verified them."""
        # Sudo: who may send vendors may say so; verifying it is not its right.
        self.env["construction.compliance.document"].sudo()._claim_insurances(
            self.env.company,
            {
                partner: item.data.insurance_expiry
                for item, partner in zip(items, partners, strict=True)
                if item.data.insurance_expiry
            },
        )

    def _prepare_values(self, item, record):
        values = super()._prepare_values(item, record)
        data = item.data
        if "address" in data.model_fields_set:
            values |= item.refs["address"]
        if "payment_terms" in data.model_fields_set:
            term = item.refs["payment_term"]
            values["property_supplier_payment_term_id"] = term.id if term else False
        if not record:
            values |= {"ref": data.vendor_id, "is_company": True, "supplier_rank": 1}
        return values
