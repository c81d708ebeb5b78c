# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.keys import CostKey
from ..core.projection import Projected
from ..core.reallocation import AMOUNT, PERCENT, QUANTITY, accounting_day, sides
from ..core.values import decimal


class ConstructionCostReallocationLine(models.Model):
    """One recorded cost, how much of it is moved, and where to."""

    _name = "construction.cost.reallocation.line"
    _description = "Cost Reallocation Line"
    _inherit = ["construction.cost.source"]
    _order = "reallocation_id, id"
    _rec_name = "document_name"
    _check_company_auto = True

    reallocation_id = fields.Many2one(
        "construction.cost.reallocation", required=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(related="reallocation_id.state")
    company_id = fields.Many2one(related="reallocation_id.company_id", store=True)
    currency_id = fields.Many2one(related="reallocation_id.currency_id")
    entry_id = fields.Many2one(
        "construction.cost.entry",
        string="Cost",
        required=True,
        ondelete="restrict",
        help="An entry of the ledger; all that its document line amounts to on that budget line.",
    )
    project_id = fields.Many2one(related="entry_id.project_id", store=True, string="From Job")
    cost_code_id = fields.Many2one(related="entry_id.cost_code_id", string="From Code")
    cost_type_id = fields.Many2one(related="entry_id.cost_type_id", string="From Type")
    phase_id = fields.Many2one(related="entry_id.phase_id", string="From Phase")
    uom_id = fields.Many2one(related="entry_id.uom_id")
    document_name = fields.Char(related="entry_id.document_name")
    effective_date = fields.Date(
        related="entry_id.date", string="Effective Date", help="The day of the cost."
    )
    # stored: the key of a cost, to find what else is moved of it
    source_model = fields.Char(related="entry_id.source_model", store=True)
    source_id = fields.Integer(related="entry_id.source_id", store=True)
    budget_line_id = fields.Many2one(related="entry_id.budget_line_id", store=True)
    date = fields.Date(
        string="Accounting Date",
        readonly=True,
        copy=False,
        help="The day of the cost; where its period is closed, the first open day after.",
    )
    source_amount = fields.Monetary(string="Cost Amount", compute="_compute_source")
    source_quantity = fields.Float(compute="_compute_source", digits=(16, 6))
    left_amount = fields.Monetary(
        string="Left", compute="_compute_source", help="Not moved by other reallocations."
    )
    method = fields.Selection(
        [(PERCENT, "Percent"), (AMOUNT, "Amount"), (QUANTITY, "Quantity")],
        default=PERCENT,
        required=True,
    )
    value = fields.Float(
        string="Share", default=100, digits=(16, 6), help="Percent, amount or quantity to move."
    )
    amount = fields.Monetary(string="Moved", compute="_compute_amount", store=True)
    quantity = fields.Float(compute="_compute_amount", store=True, digits=(16, 6))
    target_project_id = fields.Many2one(
        "project.project",
        string="To Job",
        required=True,
        index=True,
        domain="[('is_job', '=', True), ('company_id', '=', company_id)]",
        ondelete="restrict",
        check_company=True,
    )
    target_code_id = fields.Many2one(
        "construction.cost.code",
        string="To Code",
        required=True,
        ondelete="restrict",
        check_company=True,
    )
    target_type_id = fields.Many2one(
        "construction.cost.type",
        string="To Type",
        required=True,
        ondelete="restrict",
        check_company=True,
    )
    target_phase_id = fields.Many2one(
        "construction.job.phase",
        string="To Phase",
        ondelete="restrict",
        domain="[('project_id', '=', target_project_id)]",
    )

    # serves the look-up of what else is moved of the same costs
    _source_idx = models.Index("(source_model, source_id)")

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_written()
        return lines

    def write(self, vals):
        if vals.keys() - {"date"}:
            self.reallocation_id._check_editable()
        result = super().write(vals)
        if "reallocation_id" in vals:
            # the rules were asked before: the line must not land on another team's document
            self.check_access("write")
        if vals.keys() - {"date"}:
            self._check_written()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_editable(self):
        self.reallocation_id._check_editable()

    def _check_written(self):
        self.reallocation_id._check_editable()
        self.reallocation_id._note_approval_author(self.env.user)
        # nobody puts cost on a job that he does not see, nor looks into another one's
        self.target_project_id.check_access("read")
        self.entry_id.check_access("read")
        for line in self:
            if line.project_id != line.reallocation_id.project_id:
                raise UserError(
                    self.env._(
                        "%(cost)s is no cost of %(job)s. Enter a reallocation from its own job.",
                        cost=line.document_name,
                        job=line.reallocation_id.project_id.display_name,
                    )
                )

    def _check_places(self):
        """Raise UserError where a line moves nothing elsewhere, or what cannot be moved."""
        for line in self:
            if line._get_cost_key("target") == line._get_cost_key("origin"):
                raise UserError(
                    self.env._(
                        "%(cost)s is on that budget line already. Choose another target.",
                        cost=line.document_name,
                    )
                )
            if line.source_model == self._name:
                raise UserError(
                    self.env._(
                        "%(cost)s was moved here. Void that reallocation and enter another.",
                        cost=line.document_name,
                    )
                )

    def _set_dates(self):
        """Set the accounting dates by what is closed now."""
        for line in self:
            locks = line.company_id._get_job_cost_locks()
            line.date = accounting_day(line.effective_date, locks)

    # Job cost ---------------------------------------------------------------------------------

    def _get_place(self, side):
        """Return (job, cost code, cost type, phase) of the side, "origin" or "target"."""
        self.ensure_one()
        if side == "target":
            return (
                self.target_project_id,
                self.target_code_id,
                self.target_type_id,
                self.target_phase_id,
            )
        return self.project_id, self.cost_code_id, self.cost_type_id, self.phase_id

    def _get_cost_key(self, side):
        return CostKey(*(record.id or 0 for record in self._get_place(side)))

    def _get_distribution(self, side):
        # Sudo: replaces the right to read analytic accounts; the line's own right was checked.
        places = (record.sudo() for record in self._get_place(side))
        return self.env["construction.cost.key"]._distribution(*places)

    @api.model
    def _cost_trigger_fields(self):
        return frozenset(
            {
                "reallocation_id",
                "entry_id",
                "amount",
                "quantity",
                "date",
                "target_project_id",
                "target_code_id",
                "target_type_id",
                "target_phase_id",
            }
        )

    @api.model
    def _get_cost_sweep_domain(self):
        states = self.env["construction.cost.rule"]._get_counted_states("reallocation")
        return [("reallocation_id.state", "in", list(states))]

    def _get_cost_documents(self):
        return {
            line.id: (document._name, document.id, document.display_name)
            for line in self
            for document in line.reallocation_id
        }

    def _get_cost_projection(self):
        """From approval on, out of one budget line and into another; voided, back again."""
        buckets = self.env["construction.cost.rule"]._get_buckets(
            "reallocation", self.mapped("state")
        )
        return {
            line.id: line._prepare_cost_projection(buckets[line.state])
            for line in self
            # what was voided before it was approved moved nothing
            if buckets[line.state] and (line.state != "void" or line.reallocation_id.date_approved)
        }

    def _prepare_cost_projection(self, bucket):
        places = (self._get_cost_key("origin"), self._get_cost_key("target"))
        amount, quantity = decimal(self.amount), decimal(self.quantity)
        uom_id = self.uom_id.id or 0
        items = sides(bucket, places, Projected("", places[0], self.date, amount, quantity, uom_id))
        if void := self._get_void_date():
            back = Projected("", places[0], void, -amount, -quantity, uom_id)
            items += sides(bucket, places, back)
        return items

    def _get_void_date(self):
        """Return the day the cost goes back on, False while it is moved."""
        self.ensure_one()
        void = self.reallocation_id.date_void
        return void and max(void, self.date)
