# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionRetentionReconciliation(models.Model):
    """The accounts of retention beside the job cost ledger, document by document.

    The books are the posted items of the retention accounts, the ledger what is held. Where both
    differ, the category says why and the row names the document.
    Context ``as_of`` (date) leaves out what counts from a later day, on both sides.
    """

    _name = "construction.retention.reconciliation"
    _description = "Retention and Accounts"
    _auto = False
    _order = "side, project_id, order_id, document_name, id"
    _rec_name = "document_name"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    side = fields.Selection(
        [("payable", "Held from Vendors"), ("receivable", "Held by Owners")], readonly=True
    )
    account_id = fields.Many2one("account.account", readonly=True)
    project_id = fields.Many2one("project.project", string="Job", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Vendor or Owner", readonly=True)
    order_id = fields.Many2one("purchase.order", string="Subcontract", readonly=True)
    category = fields.Selection("_selection_category", string="Explanation", readonly=True)
    document_model = fields.Char(readonly=True)
    document_id = fields.Integer(string="Document ID", readonly=True)
    document_name = fields.Char(string="Document", readonly=True)
    books_amount = fields.Monetary(
        string="General Ledger",
        readonly=True,
        aggregator="sum",
        help="Balance of the account; what is held is positive.",
    )
    ledger_amount = fields.Monetary(
        string="Job Cost Ledger", readonly=True, aggregator="sum", help="Retention held."
    )
    difference = fields.Monetary(
        readonly=True, aggregator="sum", help="General ledger less job cost ledger."
    )

    @api.model
    def _selection_category(self):
        return [
            ("agreed", self.env._("Agrees")),
            ("manual", self.env._("Booked by hand on the account")),
            ("account", self.env._("On another account than the company's")),
            ("missing", self.env._("Bill without its retention line")),
            ("changed", self.env._("Retention on the bill was changed")),
            ("currency", self.env._("Exchange rate of the bill")),
            ("tax", self.env._("Tax on the account")),
            ("uncoded", self.env._("Item without a job")),
            ("opening", self.env._("Opening balance: booked by the entry that opened the books")),
        ]

    def _search(self, *args, **kwargs):
        self.env["construction.cost.entry"]._project_before_reading()
        return super()._search(*args, **kwargs)

    def action_open_document(self):
        """Open the document of the row."""
        self.ensure_one()
        document = self.env[self.document_model].browse(self.document_id).exists()
        if not document:
            raise UserError(
                self.env._("%(document)s was deleted since.", document=self.document_name)
            )
        return document.get_formview_action()
