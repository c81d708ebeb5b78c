# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...core.values import decimal

#: What gives retention back: model of the lines, field of their document, its step, the amount.
RELEASES = (
    ("construction.owner.application.line", "application_id", "certified", "released_amount"),
    ("construction.owner.release.line", "release_id", "approved", "amount"),
)
#: Fields that stay as they are once a contract is in force.
AGREED = frozenset({"project_id", "partner_id", "company_id", "currency_id", "date"})


class ConstructionOwnerContract(models.Model):
    """What the owner of a job pays for: items, terms of retention, and who pays which share."""

    _name = "construction.owner.contract"
    _description = "Owner Contract"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "construction.step.mixin",
        "construction.payment.contract",
    ]
    _transitions = {
        "draft": ("in_force",),
        "in_force": ("draft", "closed"),
        "closed": ("in_force",),
    }
    _order = "date desc, id desc"
    _rec_names_search = ["name", "title", "project_id"]
    _check_company_auto = True
    _payment_application = "construction.owner.application"
    _payment_item_contract = "contract_id"
    _payment_releases = RELEASES

    name = fields.Char(
        string="Contract No.", required=True, tracking=True, help="As the owner knows it."
    )
    title = fields.Char()
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        required=True,
        index=True,
        domain=[("is_job", "=", True)],
        check_company=True,
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(
        related="project_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Owner",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        tracking=True,
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date = fields.Date(
        string="Signed on",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="The contract sum counts from this day, at the rate of this day.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("in_force", "In Force"), ("closed", "Closed")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many(
        "construction.owner.contract.line", "contract_id", string="Schedule of Values", copy=True
    )
    payer_ids = fields.One2many(
        "construction.owner.payer",
        "contract_id",
        string="Payers",
        copy=True,
        help="Who is invoiced for which share; without payers the owner pays alone.",
    )
    application_ids = fields.One2many(
        "construction.owner.application", "contract_id", string="Owner Applications"
    )
    application_count = fields.Integer(compute="_compute_application_count")
    retention_work_percent = fields.Float(
        string="Retention on Work (%)",
        compute="_compute_retention_work_percent",
        store=True,
        readonly=False,
        precompute=True,
        digits=(5, 2),
        tracking=True,
        help="Held back by the owner from each payment for completed work. Bands replace it.",
    )
    retention_stored_percent = fields.Float(
        string="Retention on Stored (%)", digits=(5, 2), tracking=True
    )
    retention_scope = fields.Selection(
        [("line", "Each Line"), ("contract", "The Contract")],
        string="Bands Count for",
        default="line",
        required=True,
        help="Whether a band is a part of each line's value, or of the whole contract's.",
    )
    retention_tier_ids = fields.One2many(
        "construction.owner.retention.tier", "contract_id", string="Retention Bands", copy=True
    )
    original_amount = fields.Monetary(
        string="Original Contract Sum", compute="_compute_amounts", store=True
    )
    change_amount = fields.Monetary(string="Net Change", compute="_compute_amounts", store=True)
    amount = fields.Monetary(
        string="Contract Sum to Date", compute="_compute_amounts", store=True, tracking=True
    )

    # a job has one contract that is billed
    _job_uniq = models.UniqueIndex(
        "(project_id) WHERE state = 'in_force'", "The job has an owner contract in force already."
    )
    _retention_percents = models.Constraint(
        "CHECK (LEAST(retention_work_percent, retention_stored_percent) >= 0 "
        "AND GREATEST(retention_work_percent, retention_stored_percent) <= 100)",
        "Retention is a percentage between 0 and 100.",
    )

    @api.depends("name", "title")
    def _compute_display_name(self):
        for contract in self:
            contract.display_name = " ".join(filter(None, (contract.name, contract.title)))

    @api.depends("project_id")
    def _compute_partner_id(self):
        for contract in self:
            contract.partner_id = contract.partner_id or contract.project_id.partner_id

    @api.depends("project_id")
    def _compute_currency_id(self):
        for contract in self:
            company = contract.project_id.company_id or self.env.company
            contract.currency_id = contract.currency_id or company.currency_id

    @api.depends("project_id")
    def _compute_retention_work_percent(self):
        for contract in self:
            percent = contract.retention_work_percent or contract.project_id.retention_percent
            contract.retention_work_percent = percent

    @api.depends("application_ids")
    def _compute_application_count(self):
        for contract in self:
            contract.application_count = len(contract.application_ids)

    @api.depends("line_ids.original_amount", "line_ids.change_amount")
    def _compute_amounts(self):
        for contract in self:
            contract.original_amount = sum(contract.line_ids.mapped("original_amount"))
            contract.change_amount = sum(contract.line_ids.mapped("change_amount"))
            contract.amount = contract.original_amount + contract.change_amount

    # CRUD -------------------------------------------------------------------------------------

    def write(self, vals):
        changed = AGREED & vals.keys()
        if changed:
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_draft()

    def _check_draft(self):
        """Raise UserError where what was agreed would change without a change order."""
        for contract in self:
            if contract.state != "draft":
                raise UserError(
                    self.env._(
                        "%(contract)s is in force: what was agreed changes by an approved change "
                        "of the owner's contract (PCCO).",
                        contract=contract.display_name,
                    )
                )

    def action_view_applications(self):
        """Open the applications of the contract."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_owner_application_action"
        )
        context = {"default_contract_id": self.id}
        return dict(action, domain=[("contract_id", "=", self.id)], context=context)

    def action_view_releases(self):
        """Open what the owner gave back of the retention."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_owner_release_action"
        )
        context = {"default_contract_id": self.id}
        return dict(action, domain=[("contract_id", "=", self.id)], context=context)

    # Billed by applications -------------------------------------------------------------------

    def _is_payment_in_force(self):
        return self.state == "in_force"

    def _get_payment_items(self):
        return self.line_ids

    def _get_payment_scheduled(self, item):
        return item.amount

    def _prepare_payment_item(self, item):
        values = {"line_ref": item.line_ref or False, "name": item.name}
        # where nothing is guaranteed, what it costs is billed
        return values | ({"may_overbill": True} if item._is_unlimited() else {})

    def _get_payment_changes(self):
        return decimal(self.change_amount)

    def _get_payment_rate(self, day):
        company = self.company_id.currency_id
        return company._get_conversion_rate(company, self.currency_id, self.company_id, day)
