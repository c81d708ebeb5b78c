# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionBooksReconciliationWizard(models.TransientModel):
    """Choose the day and the jobs to compare books and ledger for."""

    _name = "construction.books.reconciliation.wizard"
    _description = "Compare Books and Ledger"

    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True
    )
    as_of = fields.Date(default=fields.Date.context_today, required=True)
    project_ids = fields.Many2many(
        "project.project",
        string="Jobs",
        domain="[('is_job', '=', True), ('company_id', '=', company_id)]",
        help="Empty: all jobs, and what the cost accounts hold besides.",
    )

    def action_open_report(self):
        """Open the comparison."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_books_reconciliation_action"
        )
        domain = [("company_id", "=", self.company_id.id)]
        if self.project_ids:
            domain.append(("project_id", "in", self.project_ids.ids))
        return dict(
            action,
            domain=domain,
            context={
                "as_of": fields.Date.to_string(self.as_of),
                "search_default_differences": 1,
                "search_default_group_category": 1,
            },
            display_name=self.env._("Books and Ledger as of %(date)s", date=self.as_of),
        )
