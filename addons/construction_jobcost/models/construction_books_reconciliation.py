# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

#: What the ledger takes for cost: its counterpart are the cost accounts of the books.
ACTUALS = ("invoiced", "direct_cost", "accrued")


class ConstructionBooksReconciliation(models.Model):
    """General ledger and job cost ledger side by side, by account, job, month and document.

    The books are the posted items of cost accounts by the job in their coding, the ledger its
    invoiced, direct and accrued cost. Each row is one document; where both sides differ, its
    category says why. What no category explains is an error: the row names the document.
    Context ``as_of`` (date) leaves out what counts from a later day, on both sides.
    """

    _name = "construction.books.reconciliation"
    _description = "Books and Ledger"
    _auto = False
    _order = "month, project_id, account_id, id"
    _rec_name = "document_name"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)
    project_id = fields.Many2one("project.project", string="Job", readonly=True)
    month = fields.Date(readonly=True)
    category = fields.Selection("_selection_category", string="Explanation", readonly=True)
    document_model = fields.Char(readonly=True)
    document_id = fields.Integer(string="Document ID", readonly=True)
    document_name = fields.Char(string="Document", readonly=True)
    books_amount = fields.Monetary(
        string="General Ledger",
        readonly=True,
        aggregator="sum",
        help="Posted on cost accounts with the job in the coding.",
    )
    ledger_amount = fields.Monetary(
        string="Job Cost Ledger",
        readonly=True,
        aggregator="sum",
        help="Invoiced, direct cost and accrued.",
    )
    difference = fields.Monetary(
        readonly=True, aggregator="sum", help="General ledger less job cost ledger."
    )

    @api.model
    def _selection_category(self):
        return [
            ("agreed", self.env._("Agrees")),
            ("accrual", self.env._("Accrual not posted")),
            ("labor", self.env._("Hours, posted by payroll")),
            ("no_entry", self.env._("Recorded without a journal entry")),
            ("stock", self.env._("Still in stock")),
            ("issue", self.env._("Issued from stock, posted with the inventory")),
            ("balance_sheet", self.env._("On an asset account")),
            ("tax", self.env._("Tax, no cost of the job")),
            ("uncoded", self.env._("On no job")),
            ("rounding", self.env._("Rounding")),
            ("unexplained", self.env._("Unexplained")),
        ]

    @api.model
    def _get_model_categories(self):
        """Return {source model: category} of sources that stand in no journal entry."""
        # of a reallocation only the lines stand alone whose cost is on no account
        return {"stock.move": "stock", "construction.cost.reallocation.line": "no_entry"}

    def _search(self, *args, **kwargs):
        self.env["construction.cost.entry"]._project_before_reading()
        return super()._search(*args, **kwargs)

    def action_open_document(self):
        """Open the document of the row."""
        self.ensure_one()
        model = self.env.get(self.document_model)
        document = model is not None and model.browse(self.document_id).exists()
        if not document:
            raise UserError(
                self.env._(
                    "%(document)s was deleted since.",
                    document=self.document_name or self.env._("The document"),
                )
            )
        return document.get_formview_action()
