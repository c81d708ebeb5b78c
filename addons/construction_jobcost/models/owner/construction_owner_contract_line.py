# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...core.owner_billing import METHODS, item_value
from ...core.values import decimal

#: What of an item stays as it is once its contract is in force.
AGREED = frozenset(
    {
        "contract_id",
        "kind",
        "quantity",
        "uom_id",
        "price_unit",
        "original_amount",
        "is_guaranteed",
        "fee_percent",
        "change_ids",
    }
)


class ConstructionOwnerContractLine(models.Model):
    """An item of the schedule of values; amounts in the contract's currency, net of tax."""

    _name = "construction.owner.contract.line"
    _description = "Owner Contract Item"
    _order = "contract_id, sequence, id"
    _rec_names_search = ["line_ref", "name"]
    _check_company_auto = True

    contract_id = fields.Many2one(
        "construction.owner.contract", required=True, index=True, ondelete="cascade"
    )
    project_id = fields.Many2one(related="contract_id.project_id", store=True, index=True)
    company_id = fields.Many2one(related="contract_id.company_id", store=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    state = fields.Selection(related="contract_id.state")
    sequence = fields.Integer(default=10)
    line_ref = fields.Char(string="Item No.")
    name = fields.Char(string="Description of Work", required=True)
    kind = fields.Selection(
        [
            ("lump_sum", "Lump Sum"),
            ("unit_price", "Unit Price"),
            ("cost_plus", "Cost Plus"),
            ("allowance", "Allowance"),
        ],
        required=True,
        default="lump_sum",
        help="Lump sum: by percent complete. Unit price: by measured quantity. Cost plus: the "
        "cost of its codes and a fee. Allowance: as it is used.",
    )
    progress_method = fields.Selection(
        [("percent", "Percent"), ("quantity", "Quantity"), ("cost", "Cost")],
        string="Progress by",
        compute="_compute_progress_method",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Cost: cost to date of its code against what it is expected to cost.",
    )
    quantity = fields.Float(digits="Product Unit", default=1.0)
    uom_id = fields.Many2one("uom.uom", string="Unit", ondelete="restrict")
    price_unit = fields.Float(string="Unit Price", digits="Product Price")
    original_amount = fields.Monetary(
        string="Original Value",
        compute="_compute_original_amount",
        store=True,
        readonly=False,
        help="Of a unit price item: quantity x price. Of cost plus: the guaranteed maximum, or "
        "what it is expected to come to.",
    )
    is_guaranteed = fields.Boolean(
        string="Guaranteed Maximum", help="No more than the value is billed, whatever it costs."
    )
    fee_percent = fields.Float(
        string="Fee (%)", digits=(7, 4), help="On top of the cost of a cost plus item."
    )
    cost_code_id = fields.Many2one(
        "construction.cost.code",
        check_company=True,
        ondelete="restrict",
        help="Revenue is recorded on it; empty: on no code.",
    )
    cost_code_ids = fields.Many2many(
        "construction.cost.code",
        string="Cost of Codes",
        check_company=True,
        help="Cost plus and progress by cost: the codes whose cost counts. Empty: the item's own "
        "code; without one, all codes.",
    )
    cost_type_ids = fields.Many2many(
        "construction.cost.type", string="Cost of Types", help="Empty: all types of cost."
    )
    product_id = fields.Many2one(
        "product.product",
        string="Invoiced as",
        check_company=True,
        ondelete="restrict",
        help="Product that gives income account and taxes; empty: that of the settings.",
    )
    share_ids = fields.One2many(
        "construction.owner.line.share",
        "line_id",
        string="Own Shares",
        copy=True,
        help="Who pays this item, where the contract's shares do not hold for it.",
    )
    change_ids = fields.One2many("construction.owner.contract.change", "line_id")
    change_amount = fields.Monetary(string="Changes", compute="_compute_amount", store=True)
    amount = fields.Monetary(string="Scheduled Value", compute="_compute_amount", store=True)

    _not_negative_fee = models.Constraint("CHECK (fee_percent >= 0)", "A fee cannot be negative.")

    @api.depends("line_ref", "name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " ".join(filter(None, (line.line_ref, line.name)))

    @api.depends("kind")
    def _compute_progress_method(self):
        for line in self:
            line.progress_method = METHODS[line.kind]

    @api.depends("kind", "quantity", "price_unit")
    def _compute_original_amount(self):
        for line in self:
            line.original_amount = float(
                item_value(
                    line.kind,
                    decimal(line.quantity),
                    decimal(line.price_unit),
                    decimal(line.original_amount),
                    decimal(line.currency_id.rounding or 0.01),
                )
            )

    @api.depends("original_amount", "change_ids.amount")
    def _compute_amount(self):
        for line in self:
            line.change_amount = sum(line.change_ids.mapped("amount"))
            line.amount = line.original_amount + line.change_amount

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # what changes of the contract bring along is entered with the rights of the system
        if not self.env.su:
            lines.contract_id._check_draft()
        return lines

    def write(self, vals):
        if AGREED & vals.keys() and not self.env.su:
            self.contract_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self.contract_id._check_draft()

    @api.constrains("progress_method", "kind")
    def _check_progress_method(self):
        for line in self:
            if (line.progress_method == "quantity") != (line.kind == "unit_price"):
                raise UserError(
                    self.env._(
                        "%(item)s: progress by quantity is for unit price items, and those take "
                        "no other.",
                        item=line.display_name,
                    )
                )

    # What is billed ---------------------------------------------------------------------------

    def _is_unlimited(self):
        """Tell whether the item is billed by its cost, whatever that comes to."""
        return self.kind == "cost_plus" and not self.is_guaranteed

    def _get_shares(self):
        """Return {payer: percent (Decimal)} that hold for the item."""
        shares = self.share_ids or self.contract_id.payer_ids
        return {share._get_payer(): decimal(share.share_percent) for share in shares}

    def _counts_cost(self, code, cost_type):
        """Tell whether the cost on this code and type (records' codes) is cost of the item."""
        codes = self.cost_code_ids or self.cost_code_id
        types = self.cost_type_ids
        return (not codes or code in codes.mapped("code")) and (
            not types or cost_type in types.mapped("code")
        )
