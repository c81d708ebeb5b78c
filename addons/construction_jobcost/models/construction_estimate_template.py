# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Command


class ConstructionEstimate(models.Model):
    """Budgets as templates of others."""

    _inherit = "construction.estimate"

    def action_save_as_template(self):
        """Keep the lines of this budget as a template for other jobs, and open it."""
        self.ensure_one()
        template = self.env["construction.budget.template"].create(
            {
                "name": self.env._(
                    "%(estimate)s of %(job)s",
                    estimate=self.display_name,
                    job=self.project_id.display_name,
                ),
                "company_id": self.company_id.id,
                "line_ids": [
                    Command.create(line._prepare_template_line_values()) for line in self.line_ids
                ],
            }
        )
        return template.get_formview_action()
