# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain


class ProjectProject(models.Model):
    _inherit = "project.project"

    def action_view_requirements(self):
        """Open what is wanted for the open orders of the job."""
        self.check_access("read")
        orders = self.env["purchase.order"]
        domain = orders._get_compliance_open_domain() & Domain("job_ids", "in", self.ids)
        return self.env["construction.compliance.requirement"]._open(
            orders.search(domain)._get_requirement_documents(),
            self.env._("Required Documents: %(names)s", names=self.display_name),
        )
