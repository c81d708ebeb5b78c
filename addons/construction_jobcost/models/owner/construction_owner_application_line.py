# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...core.owner_billing import Share
from ...core.values import decimal

#: What people on the job's side fill in, and what is noted with it.
FIELD_SIDE = frozenset({"field_percent"})
NOTED = frozenset({"field_user_id", "field_date"})


class ConstructionOwnerApplicationLine(models.Model):
    """A line of the sheet of an owner's contract."""

    _name = "construction.owner.application.line"
    _description = "Owner Application Line"
    _inherit = ["construction.payment.sheet.line"]
    _item_field = "contract_line_id"

    application_id = fields.Many2one(
        "construction.owner.application", required=True, index=True, ondelete="cascade"
    )
    contract_line_id = fields.Many2one(
        "construction.owner.contract.line",
        string="Item",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    contract_id = fields.Many2one(related="application_id.contract_id", store=True, index=True)
    project_id = fields.Many2one(
        related="application_id.project_id", string="Job", store=True, index=True
    )
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    currency_id = fields.Many2one(related="application_id.currency_id")
    step = fields.Selection(related="application_id.step")
    period_end = fields.Date(related="application_id.period_end")
    kind = fields.Selection(related="contract_line_id.kind")
    progress_method = fields.Selection(related="contract_line_id.progress_method")
    uom_id = fields.Many2one(related="contract_line_id.uom_id", string="Unit")
    price_unit = fields.Float(related="contract_line_id.price_unit")
    part_ids = fields.One2many("construction.owner.part", "application_line_id")

    _item_uniq = models.UniqueIndex(
        "(application_id, contract_line_id)", "An item stands once on the continuation sheet."
    )

    def _is_by_quantity(self):
        return self.kind == "unit_price"

    def _get_item_price(self):
        return self.price_unit

    def _get_period_share(self):
        """Return the Share that all payers together pay of the line in this period."""
        self.ensure_one()
        before, after = self._get_before(), self._get_after()
        return Share(
            work=after.completed - before.completed,
            withheld=after.withheld - before.withheld,
            released=decimal(self.released_amount),
        )

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _fields_of_step(self):
        return {step: names | FIELD_SIDE for step, names in super()._fields_of_step().items()}

    @api.model
    def _fields_beside_approval(self):
        return super()._fields_beside_approval() | FIELD_SIDE | NOTED

    def write(self, vals):
        self._check_side(vals.keys())
        result = super().write(vals)
        if "field_percent" in vals:
            # Sudo: who said it follows from who said it; nobody may write it.
            self.sudo().write({"field_user_id": self.env.uid, "field_date": fields.Datetime.now()})
        return result

    @api.model
    def _check_side(self, names):
        """Raise AccessError where somebody of the job's side writes more than field percents."""
        is_finance = self.env.user.has_group("construction_jobcost.group_finance")
        if not self.env.su and not is_finance and names - FIELD_SIDE:
            raise AccessError(
                self.env._(
                    "You enter the percent complete that the field sees. The rest of an owner "
                    "application is up to finance."
                )
            )
