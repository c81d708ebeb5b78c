# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class ConstructionApprovalDelegation(models.Model):
    """For a time somebody else approves in a person's name.

    A delegation stands as it was made. What changes is made anew, after the old one was revoked.
    """

    _name = "construction.approval.delegation"
    _description = "Approval Delegation"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        string="Approver",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        check_company=True,
        ondelete="restrict",
        help="In whose name is approved.",
    )
    delegate_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        help="Who approves meanwhile.",
    )
    document = fields.Selection(
        selection=lambda self: self._get_documents(), help="Empty: every kind of document."
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: fields.Date.context_today(self)
    )
    date_to = fields.Date(string="To", required=True, help="The last day.")
    reason = fields.Char(required=True)
    revoked_at = fields.Datetime(string="Revoked", readonly=True, copy=False)
    revoked_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("active", "In force"),
            ("expired", "Expired"),
            ("revoked", "Revoked"),
        ],
        compute="_compute_state",
        string="Status",
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_to >= date_from)", "A delegation cannot end before it starts."
    )
    _another_person = models.Constraint(
        "CHECK (user_id <> delegate_id)", "Nobody can delegate to himself."
    )

    @api.model
    def _get_documents(self):
        return (
            self.env["construction.approval.rule"]
            ._fields["document"]
            ._description_selection(self.env)
        )

    @api.depends("date_from", "date_to", "revoked_at")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for delegation in self:
            if delegation.revoked_at:
                delegation.state = "revoked"
            elif delegation.date_to and delegation.date_to < today:
                delegation.state = "expired"
            else:
                started = delegation.date_from and delegation.date_from <= today
                delegation.state = "active" if started else "planned"

    @api.depends("user_id", "delegate_id")
    def _compute_display_name(self):
        for delegation in self:
            delegation.display_name = self.env._(
                "%(delegate)s for %(approver)s",
                delegate=delegation.delegate_id.name,
                approver=delegation.user_id.name,
            )

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # given, so that neither a caller nor his context can date a revocation
        closed = {"revoked_at": False, "revoked_by_id": False}
        delegations = super().create([{**vals, **closed} for vals in vals_list])
        delegations._check_giver()
        return delegations

    def write(self, vals):
        raise UserError(
            self.env._("A delegation stands as it was made. Revoke it and make a new one instead.")
        )

    def action_revoke(self):
        """End a delegation now; open to both people of it and to who keeps the rules."""
        self.check_access("read")
        user = self.env.user
        for delegation in self:
            if user not in delegation.user_id | delegation.delegate_id and not self._keeps_rules():
                raise AccessError(
                    self.env._("Only the people of a delegation and cost controllers revoke it.")
                )
            if delegation.revoked_at:
                raise UserError(self.env._("This delegation was revoked already."))
        # Sudo: the right to revoke, checked above, is all that is needed.
        return super(ConstructionApprovalDelegation, self.sudo()).write(
            {"revoked_at": fields.Datetime.now(), "revoked_by_id": self.env.uid}
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Delegations are kept for the record. Revoke it instead."))

    @api.model
    def _keeps_rules(self):
        return self.env.user.has_group("construction_jobcost.group_cost_controller")

    def _check_giver(self):
        """Raise AccessError when somebody takes a right instead of being given it."""
        for delegation in self:
            own = delegation.user_id == self.env.user
            if not (own or (self._keeps_rules() and delegation.delegate_id != self.env.user)):
                raise AccessError(
                    self.env._(
                        "Only %(approver)s delegates the own approvals, or in absence a cost "
                        "controller, to another person than himself.",
                        approver=delegation.user_id.name,
                    )
                )

    @api.constrains("company_id", "user_id", "delegate_id")
    def _check_members(self):
        for delegation in self:
            # Sudo: whose companies somebody works for is not readable to everybody.
            people = (delegation.user_id | delegation.delegate_id).sudo()
            if any(delegation.company_id not in person.company_ids for person in people):
                raise ValidationError(
                    self.env._(
                        "Both people of a delegation have to work for %(company)s.",
                        company=delegation.company_id.display_name,
                    )
                )

    # Use --------------------------------------------------------------------------------------

    @api.model
    def _get_in_force(self, user, company, document):
        """Return the delegations to user that count today for a kind of document."""
        today = fields.Date.context_today(self)
        # Sudo: a delegation counts, whoever may see it.
        return self.sudo().search(
            [
                ("delegate_id", "=", user.id),
                ("company_id", "=", company.id),
                ("document", "in", [False, document]),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
                ("revoked_at", "=", False),
                ("user_id.active", "=", True),
            ],
            order="id",
        )
