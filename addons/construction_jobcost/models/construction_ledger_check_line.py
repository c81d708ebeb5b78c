# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ConstructionLedgerCheckLine(models.Model):
    """What a check found: an amount that the ledger lacked of a document line."""

    _name = "construction.ledger.check.line"
    _description = "Finding of a Ledger Check"
    _order = "check_id desc, id"
    _rec_name = "document_name"

    check_id = fields.Many2one(
        "construction.ledger.check", required=True, readonly=True, index=True, ondelete="cascade"
    )
    source_model = fields.Char(required=True, readonly=True)
    source_id = fields.Integer(required=True, readonly=True)
    document_name = fields.Char(string="Document", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    project_id = fields.Many2one(
        "project.project", string="Job", readonly=True, index=True, ondelete="cascade"
    )
    cost_code_id = fields.Many2one("construction.cost.code", readonly=True, ondelete="cascade")
    cost_type_id = fields.Many2one("construction.cost.type", readonly=True, ondelete="cascade")
    bucket = fields.Selection(
        lambda self: self.env["construction.cost.entry"]._selection_bucket(), readonly=True
    )
    date = fields.Date(readonly=True)
    amount = fields.Monetary(readonly=True, help="What the ledger lacked, company currency.")
    error = fields.Text(readonly=True, help="Why the document line could not be projected.")

    @api.model
    def _prepare_drift_values(self, check, drift):
        """Return the values of the lines of a Drift, one for each amount that is missing."""
        jobs = self.env["project.project"].browse({item.key.project_id for item in drift.missing})
        companies = {job.id: job.company_id.id for job in jobs}
        name = self._get_document_name(drift.source_model, drift.source_id)
        return [
            {
                "check_id": check.id,
                "source_model": drift.source_model,
                "source_id": drift.source_id,
                "document_name": name,
                "company_id": companies[item.key.project_id],
                "project_id": item.key.project_id,
                "cost_code_id": item.key.cost_code_id,
                "cost_type_id": item.key.cost_type_id,
                "bucket": item.bucket,
                "date": item.date,
                "amount": float(item.amount),
            }
            for item in drift.missing
        ]

    @api.model
    def _get_document_name(self, model_name, source_id):
        entries = self.env["construction.cost.entry"]
        source = entries._source(model_name).browse(source_id).exists()
        known = entries._get_known_documents(model_name, [source_id])
        document = source._get_cost_documents().get(source_id) or known.get(source_id)
        kind = self.env["ir.model"]._get(model_name).name
        return document[-1] if document and document[-1] else f"{kind} {source_id}"
