# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

FINANCE = "construction_jobcost.group_finance"


class ConstructionRecoveryRun(models.Model):
    """Equipment use or labor burden up to a day, put into the books on the jobs.

    The ledger has these costs already, from use and hours. A run posts what no earlier run
    posted, corrections included: cost of the jobs against a recovery account. So it can be
    repeated, and what becomes known late is posted by the next one, in an open period.
    """

    _name = "construction.recovery.run"
    _description = "Recovery Run"
    _inherit = ["construction.step.mixin"]
    _transitions = {"posted": ("draft",), "cancelled": ("posted",)}
    _order = "date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("equipment", "Equipment"), ("burden", "Labor Burden")],
        required=True,
        default="equipment",
    )
    date = fields.Date(
        string="Up to",
        required=True,
        default=fields.Date.context_today,
        help="Costs up to this day are posted, on this day.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted"), ("cancelled", "Taken Back")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    line_ids = fields.One2many("construction.recovery.line", "run_id", readonly=True)
    amount = fields.Monetary(compute="_compute_amount", store=True)
    move_id = fields.Many2one(
        "account.move",
        string="Journal Entry",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    recovery_account_id = fields.Many2one(
        "account.account", readonly=True, copy=False, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", string="Posted by", readonly=True, copy=False, ondelete="restrict"
    )

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for run in self:
            run.amount = sum(run.line_ids.mapped("amount"))

    @api.depends("kind", "date")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for run in self:
            run.display_name = self.env._(
                "%(kind)s up to %(date)s",
                kind=kinds.get(run.kind, ""),
                date=format_date(self.env, run.date),
            )

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {
            "line_ids",
            "move_id",
            "user_id",
            "recovery_account_id",
        }

    def write(self, vals):
        if {"company_id", "kind", "date"} & vals.keys():
            self._check_step("draft")
            # Sudo: nobody writes lines by hand; the right on the run is asked below.
            self.sudo().line_ids.unlink()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_step("draft")

    # Steps ------------------------------------------------------------------------------------

    def action_compute(self):
        """Work out what is left to post."""
        self._check_finance()
        self._check_step("draft")
        for run in self:
            run._check_latest()
            # Sudo: nobody writes lines by hand; the right was checked.
            sudo = run.sudo()
            sudo.line_ids.unlink()
            sudo.env["construction.recovery.line"].create(sudo._prepare_lines())
        return True

    def action_post(self):
        """Post what is left, on the day of the run."""
        self.action_compute()
        for run in self:
            if not run.line_ids:
                raise UserError(
                    self.env._(
                        "The books already have what the jobs carry up to %(date)s. There is "
                        "nothing to post.",
                        date=format_date(self.env, run.date),
                    )
                )
            run._post_entry()
        return True

    def action_take_back(self):
        """Cancel the entry of a run; the next one posts its costs anew."""
        self._check_finance()
        self._check_step_open("cancelled")
        for run in self:
            # first, because the entry of a run in force cannot be changed
            run._set_step("cancelled")
            run.move_id.button_cancel()
        return True

    def action_view_entry(self):
        """Open the journal entry."""
        self.ensure_one()
        return self.move_id.get_formview_action()

    def _check_finance(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(FINANCE):
            raise AccessError(
                self.env._("Only finance posts recovery runs. Ask somebody of finance.")
            )

    def _check_latest(self):
        """Raise UserError where a run of a later day is posted: it has what was known then."""
        for run in self:
            later = self.search(
                [
                    ("company_id", "=", run.company_id.id),
                    ("kind", "=", run.kind),
                    ("state", "=", "posted"),
                    ("date", ">", run.date),
                ],
                limit=1,
            )
            if later:
                raise UserError(
                    self.env._(
                        "%(later)s is posted already. Choose a later day: costs that became "
                        "known since are posted with it.",
                        later=later.display_name,
                    )
                )
