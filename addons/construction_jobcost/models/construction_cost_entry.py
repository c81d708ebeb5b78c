# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.cost_report import BUCKETS


class ConstructionCostEntry(models.Model):
    """The job cost ledger: signed amounts, appended only by projecting documents."""

    _name = "construction.cost.entry"
    _description = "Job Cost Entries"
    _inherit = ["construction.append.only", "construction.cost.projector"]
    _order = "date desc, id desc"
    _rec_name = "document_name"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    project_id = fields.Many2one(
        "project.project", string="Job", required=True, readonly=True, ondelete="restrict"
    )
    budget_line_id = fields.Many2one(
        "construction.budget.line", required=True, readonly=True, index=True, ondelete="restrict"
    )
    cost_code_id = fields.Many2one(
        "construction.cost.code", required=True, readonly=True, ondelete="restrict"
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type", required=True, readonly=True, ondelete="restrict"
    )
    phase_id = fields.Many2one("construction.job.phase", readonly=True, ondelete="restrict")
    bucket = fields.Selection("_selection_bucket", required=True, readonly=True)
    date = fields.Date(required=True, readonly=True, help="The day the amount counts from.")
    amount = fields.Monetary(readonly=True, help="Company currency; costs positive.")
    quantity = fields.Float(digits=(16, 6), readonly=True)
    uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True, ondelete="restrict")
    source_model = fields.Char(required=True, readonly=True)
    source_id = fields.Integer(required=True, readonly=True)
    document_model = fields.Char(readonly=True)
    document_id = fields.Integer(string="Document ID", readonly=True)
    document_name = fields.Char(string="Document", readonly=True)
    create_uid = fields.Many2one("res.users", string="Recorded by", readonly=True)
    create_date = fields.Datetime(
        string="Known since", readonly=True, help="When the amount became known."
    )

    _source_idx = models.Index("(source_model, source_id)")
    # serves the cost report, of today as of a past moment, without a look at the table
    _report_idx = models.Index(
        "(project_id, budget_line_id, bucket) INCLUDE (amount, date, create_date)"
    )
    _date_idx = models.Index("(company_id, date)")

    @api.model
    def _selection_bucket(self):
        labels = {
            "original_budget": self.env._("Original Budget"),
            "budget_changes": self.env._("Budget Changes"),
            "approved_changes": self.env._("Approved Changes"),
            "pending_budget_changes": self.env._("Pending Budget Changes"),
            "original_commitments": self.env._("Original Commitments"),
            "approved_commitment_changes": self.env._("Approved Commitment Changes"),
            "pending_commitments": self.env._("Pending Commitments"),
            "pending_commitment_changes": self.env._("Pending Commitment Changes"),
            "pending_cost_changes": self.env._("Pending Cost Changes"),
            "received_goods": self.env._("Received Goods"),
            "received_services": self.env._("Confirmed Services"),
            "received_milestones": self.env._("Reached Milestones"),
            "invoiced": self.env._("Invoiced"),
            "direct_cost": self.env._("Direct Cost"),
            "accrued": self.env._("Accrued"),
            "retention_held": self.env._("Retention Held"),
            "retention_released": self.env._("Retention Released"),
            "retention_paid": self.env._("Retention Paid"),
            "forecast_adjustment": self.env._("Forecast against Budget"),
            "contract": self.env._("Contract"),
            "approved_contract_changes": self.env._("Approved Contract Changes"),
            "pending_contract_changes": self.env._("Pending Contract Changes"),
            "billed": self.env._("Billed"),
            "collected": self.env._("Collected"),
            "owner_retention_held": self.env._("Retention Held by the Owner"),
            "owner_retention_released": self.env._("Retention Released by the Owner"),
            "owner_retention_paid": self.env._("Retention Paid by the Owner"),
        }
        return [(bucket, labels[bucket]) for bucket in BUCKETS]

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(
            self.env._(
                "Job cost entries come from documents only. Record an estimate, an order, a bill "
                "or a timesheet instead."
            )
        )

    def _search(self, *args, **kwargs):
        self._project_before_reading()
        return super()._search(*args, **kwargs)

    def action_open_document(self):
        """Open the document this amount comes from."""
        self.ensure_one()
        model = self.env.get(self.document_model)
        document = model is not None and model.browse(self.document_id).exists()
        if not document:
            raise UserError(
                self.env._(
                    "%(document)s was deleted since. Its entries stay in the ledger and add up "
                    "to zero.",
                    document=self.document_name or self.env._("The document"),
                )
            )
        if not document.has_access("read"):
            raise UserError(
                self.env._(
                    "%(document)s is the document behind this amount. You have no right to open "
                    "it: ask somebody who has, or your administrator for the right to read "
                    "documents of the kind %(kind)s.",
                    document=self.document_name,
                    kind=self.env["ir.model"]._get(self.document_model).name,
                )
            )
        return document.get_formview_action()

    @api.model
    def _get_buckets(self, keys):
        """Return {CostKey: {bucket: sum in company currency}}; the caller projects stale first."""
        lines = self.env["construction.budget.line"]._find(set(keys))
        by_id = {line_id: key for key, line_id in lines.items()}
        result = {key: {} for key in keys}
        self.env.cr.execute(
            """
            SELECT budget_line_id, bucket, SUM(amount)::text
              FROM construction_cost_entry
             WHERE budget_line_id = ANY(%s)
          GROUP BY budget_line_id, bucket
            """,
            [list(by_id)],
        )
        for line_id, bucket, amount in self.env.cr.fetchall():
            result[by_id[line_id]][bucket] = Decimal(amount)
        return result
