# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command


class TaxCommon:
    """Taxes of the company of a test."""

    @classmethod
    def _tax(cls, rate, use="purchase", **values):
        """Create a tax of that many percent."""
        country = cls.env.ref("base.us")
        cls.company.account_fiscal_country_id = country
        repartition = [
            Command.create({"repartition_type": "base"}),
            Command.create({"repartition_type": "tax", "account_id": cls._tax_account().id}),
        ]
        return cls.env["account.tax"].create(
            {
                "name": f"VAT {rate}",
                "amount": rate,
                "type_tax_use": use,
                "company_id": cls.company.id,
                "country_id": country.id,
                "tax_group_id": cls._tax_group(country).id,
                "invoice_repartition_line_ids": repartition,
                "refund_repartition_line_ids": repartition,
                **values,
            }
        )

    @classmethod
    def _tax_account(cls):
        accounts = cls.env["account.account"].with_company(cls.company)
        return accounts.search(
            [("code", "=", "119000"), ("company_ids", "in", cls.company.ids)]
        ) or accounts.create(
            {
                "code": "119000",
                "name": "Tax",
                "account_type": "asset_current",
                "company_ids": [Command.set(cls.company.ids)],
            }
        )

    @classmethod
    def _tax_group(cls, country):
        groups = cls.env["account.tax.group"]
        return groups.search([("company_id", "=", cls.company.id)], limit=1) or groups.create(
            {"name": "VAT", "company_id": cls.company.id, "country_id": country.id}
        )
