# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .construction_cost_key import CODE, JOB, PHASE, TYPE


class PurchaseOrderLine(models.Model):
    """The coding of a line as job, phase, cost code and cost type."""

    _inherit = "purchase.order.line"

    job_id = fields.Many2one(
        "project.project",
        compute="_compute_coding",
        inverse="_inverse_coding",
        domain="[('is_job', '=', True), ('company_id', '=', company_id)]",
    )
    phase_id = fields.Many2one(
        "construction.job.phase",
        compute="_compute_coding",
        inverse="_inverse_coding",
        domain="[('project_id', '=', job_id)]",
    )
    cost_code_id = fields.Many2one(
        "construction.cost.code", compute="_compute_coding", inverse="_inverse_coding"
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type", compute="_compute_coding", inverse="_inverse_coding"
    )

    @api.depends("analytic_distribution", "order_id.project_id")
    def _compute_coding(self):
        owners = self._get_coding_owners()
        keys = self.env["construction.cost.key"]
        for line in self:
            distribution = line.analytic_distribution or {}
            accounts = keys._accounts(next(iter(distribution))) if len(distribution) == 1 else ()
            found = dict(owners[account] for account in accounts if account in owners)
            project = line.order_id.project_id
            line.job_id = found.get(JOB) or (not distribution and project.is_job and project)
            line.cost_code_id = found.get(CODE)
            line.cost_type_id = found.get(TYPE)
            line.phase_id = found.get(PHASE)

    def _get_coding_owners(self):
        keys = self.env["construction.cost.key"]
        texts = {text for line in self for text in line.analytic_distribution or ()}
        return keys._owners({account for text in texts for account in keys._accounts(text)})

    def _inverse_coding(self):
        """Code the line wholly to what is given, complete or not: confirming checks that."""
        keys = self.env["construction.cost.key"]
        owners = self._get_coding_owners()
        for line in self:
            accounts = [
                line.job_id.account_id.id,
                line.cost_code_id.analytic_account_id.id,
                line.cost_type_id.analytic_account_id.id,
                line.phase_id.analytic_account_id.id,
            ]
            distribution = line.analytic_distribution or {}
            if len(distribution) == 1:
                # accounts of other plans stay
                rest = keys._accounts(next(iter(distribution)))
                accounts += [account for account in rest if account not in owners]
            key = ",".join(str(account) for account in accounts if account)
            line.analytic_distribution = {key: 100} if key else False

    @api.onchange("job_id", "phase_id", "cost_code_id", "cost_type_id")
    def _onchange_coding(self):
        """Code the line at once, and take the product of its cost type where it has none."""
        product = self.cost_type_id.product_id
        self._inverse_coding()
        if not product or self.product_id:
            return
        name, price, distribution = self.name, self.price_unit, self.analytic_distribution
        self.product_id = product
        self._product_id_change()
        self.update(
            {
                "name": name or self.name,
                "price_unit": price,
                "product_qty": self.product_qty or 1.0,
                "analytic_distribution": distribution,
            }
        )
