# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    match_class_id = fields.Many2one(
        "construction.match.class",
        string="Matching Class",
        company_dependent=True,
        groups="construction_jobcost.group_job_cost_user",
        help="Bills of this vendor are matched with the tolerances of the class instead of "
        "those of the company.",
    )

    def _get_match_tolerances(self, company):
        """Return the Tolerances for bills of this vendor in a company."""
        # Sudo: what a bill is judged by does not depend on who looks.
        vendor = self.sudo().with_company(company).commercial_partner_id
        return (vendor.match_class_id or company.sudo())._get_match_tolerances()
