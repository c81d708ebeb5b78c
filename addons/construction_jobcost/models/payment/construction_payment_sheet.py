# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

#: Steps of an application that is still worked on; a contract has one of them at a time.
OPEN_STEPS = ("draft", "submitted")


class ConstructionPaymentSheet(models.AbstractModel):
    """What is asked to be paid for a period of work on a contract, and what is certified of it.

    Each application starts from what the one before left. What was certified before is never
    computed again: a mistake is put right in the next period, or the last one is voided.

    A model that inherits this names its contract (a ``construction.payment.contract``) in
    ``_contract_field``, its bills in ``_bill_field``, and declares both and ``line_ids``.
    """

    _name = "construction.payment.sheet"
    _description = "Application for Payment"
    _inherit = ["mail.thread", "mail.activity.mixin", "construction.approval.billed"]
    _transitions = {
        "draft": ("submitted",),
        "submitted": ("draft",),
        "certified": ("submitted",),
        "void": ("draft", "submitted", "certified"),
    }
    _check_company_auto = True
    _approval_guarded_states = ("certified", "billed", "paid")
    _billed_step = "certified"

    #: The field of the contract that is billed.
    _contract_field = ""

    name = fields.Char(compute="_compute_name", store=True, index="trigram")
    number = fields.Integer(
        string="Application No.", readonly=True, copy=False, aggregator=False, required=True
    )
    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one("res.currency")
    period_start = fields.Date(required=True)
    period_end = fields.Date(required=True, help="Work until this day is billed.")
    is_final = fields.Boolean(
        string="Final",
        tracking=True,
        help="The last application of the contract: no other one follows.",
    )
    step = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("certified", "Certified"),
            ("void", "Void"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("certified", "Certified"),
            ("billed", "Billed"),
            ("paid", "Paid"),
            ("void", "Void"),
        ],
        string="Status",
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    date_submitted = fields.Date(readonly=True, copy=False)
    date_certified = fields.Date(readonly=True, copy=False)

    _period = models.Constraint(
        "CHECK (period_end >= period_start)", "The period cannot end before it starts."
    )

    @api.depends(lambda self: (f"{self._contract_field}.name", "number"))
    def _compute_name(self):
        for application in self:
            application.name = self.env._(
                "%(order)s / Application %(number)s",
                order=application[self._contract_field].name,
                number=application.number,
            )

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        """Return the fields that only a step of the workflow sets."""
        return super()._transition_fields() | {
            "number",
            "date_submitted",
            "date_certified",
        }

    @api.model_create_multi
    def create(self, vals_list):
        applications = super().create(vals_list)
        applications[self._contract_field]._check_payment_in_force()
        applications._check_no_final()
        applications._open_lines()
        return applications

    @api.model
    def _prepare_first_values(self, vals_list):
        numbers = self._next_numbers([vals.get(self._contract_field) for vals in vals_list])
        return super()._prepare_first_values(
            [dict(vals, number=number) for vals, number in zip(vals_list, numbers, strict=True)]
        )

    def write(self, vals):
        if {self._contract_field, "period_start", "period_end", "is_final"} & vals.keys():
            self._check_open()
        if self._contract_field in vals:
            raise UserError(
                self.env._("An application stays with its contract. Create another one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        for application in self:
            if application.step != "draft":
                raise UserError(
                    self.env._(
                        "%(application)s was submitted: void it, so that it stays on record.",
                        application=application.display_name,
                    )
                )

    @api.model
    def _next_numbers(self, contract_ids):
        """Return the number that follows the last one of each contract, in their order."""
        # Sudo: numbers go on whatever the user sees.
        groups = self.sudo()._read_group(
            [(self._contract_field, "in", contract_ids), ("step", "!=", "void")],
            [self._contract_field],
            ["number:max"],
        )
        last = {contract.id: number for contract, number in groups}
        numbers = []
        for contract_id in contract_ids:
            last[contract_id] = last.get(contract_id, 0) + 1
            numbers.append(last[contract_id])
        return numbers

    def _check_open(self):
        """Raise UserError when what was certified, and so is untouchable, would change."""
        for application in self:
            if application.step not in OPEN_STEPS:
                raise UserError(
                    self.env._(
                        "%(application)s is certified and stays as it is. Put it right in the "
                        "next application, or void it while it is the last one.",
                        application=application.display_name,
                    )
                )

    def _check_no_final(self):
        """Raise UserError where the contract has its last application already."""
        # Sudo: what was certified counts whoever opens the next one.
        finals = self.sudo().search(
            [
                (self._contract_field, "in", self[self._contract_field].ids),
                ("is_final", "=", True),
                ("step", "!=", "void"),
                ("id", "not in", self.ids),
            ],
            limit=1,
        )
        if finals:
            raise UserError(
                self.env._(
                    "%(application)s is the final one of its contract. Void it, or take the "
                    "mark off while it is not certified, before another one is opened.",
                    application=finals.display_name,
                )
            )
