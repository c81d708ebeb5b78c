# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class ProjectProject(models.Model):
    _inherit = "project.project"

    is_prevailing_wage = fields.Boolean(
        string="Prevailing Wage",
        tracking=True,
        help="Wages are prescribed: rules may ask for certified payrolls of its subcontractors.",
    )

    def write(self, vals):
        if "is_prevailing_wage" in vals and not vals["is_prevailing_wage"]:
            self.filtered("is_prevailing_wage")._check_may_end_wages()
        return super().write(vals)

    def _check_may_end_wages(self):
        """Raise AccessError for who may not change the rules, and so not take a job out of them."""
        rules = self.env["construction.compliance.rule"]
        if self and not rules.has_access("write"):
            raise AccessError(
                self.env._(
                    "%(jobs)s: payrolls are asked for while it is Prevailing Wage. Only who keeps "
                    "the compliance rules may end that.",
                    jobs=", ".join(self.mapped("display_name")),
                )
            )

    def action_view_requirements(self):
        """Open what is wanted for the open orders of the job."""
        self.check_access("read")
        orders = self.env["purchase.order"]
        domain = orders._get_compliance_open_domain() & Domain("job_ids", "in", self.ids)
        orders = orders.search(domain)
        return self.env["construction.compliance.requirement"]._open(
            orders._get_requirement_documents(),
            self.env._("Required Documents: %(names)s", names=self.display_name),
            orders._get_requirement_bills(),
        )
