# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ConstructionCostSource(models.AbstractModel):
    """A document line that amounts to something in the job cost ledger.

    The ledger is told which lines became stale and projects them once, before the
    transaction ends or before somebody reads it.
    """

    _name = "construction.cost.source"
    _description = "Job Cost Source"
    _inherit = ["construction.cost.trigger"]

    #: False where everything the projection reads is on the line's own row: writing the row
    #: then keeps two transactions apart and no version row is needed.
    _cost_versioned = True

    def _get_cost_projection(self):
        """Return {id: [Projected]}: what each record amounts to now, amounts in company currency."""
        return {}

    def _get_cost_documents(self):
        """Return {id: (document model, document id, document name)} for the drill-down."""
        return {record.id: (record._name, record.id, record.display_name) for record in self}

    @api.model
    def _get_cost_sweep_domain(self):
        """Return the domain of the records a sweep has to look at."""
        return []

    @api.model
    def _get_cost_domain_of_accounts(self, accounts):
        """Return the domain of the records coded to these analytic accounts, None for none.

        Asked when a project becomes a job after documents were coded to its account.
        """
        field = self._fields.get("analytic_distribution")
        if field and field.store:
            return [("analytic_distribution", "in", accounts.ids)]
        return None

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env["construction.cost.entry"]._mark_stale(records)
        return records

    def unlink(self):
        self.env["construction.cost.entry"]._mark_stale(self)
        return super().unlink()
