# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.construction_connector_base.core.linking import Target

ADDRESS = {"street": "street", "city": "city", "zip": "zip", "phone": "phone"}


class IntegrationLink(models.Model):
    """The records of construction that stand on both sides."""

    _inherit = "integration.link"

    @api.model
    def _link_targets(self):
        company = Target(
            model="res.partner",
            name_field="name",
            keys={"code": "ref", "tax_id": "vat", "email": "email"},
            shown=ADDRESS,
        )
        return super()._link_targets() | {
            "vendor": company,
            "customer": company,
            "job": Target(
                "project.project", "name", {"code": "job_code"}, {"status": "job_status"}
            ),
            "item": Target(
                "product.product",
                "name",
                {"code": "default_code", "barcode": "barcode"},
                {"uom": "uom_id", "category": "categ_id"},
            ),
            "employee": Target(
                "hr.employee", "name", {"email": "work_email"}, {"trade": "job_title"}
            ),
            "cost_code": Target("construction.cost.code", "name", {"code": "code"}),
        }
