# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.intercompany import Worked, outstanding
from ..core.values import decimal


class ConstructionIntercompanyRun(models.Model):
    """What a company charges another up to a day for the crew it lent to its jobs.

    The jobs have the cost already, from the timesheets. The entries put the same amount into
    the books of both companies and are coded to no job, so nothing counts twice.
    """

    _name = "construction.intercompany.run"
    _description = "Inter-Company Run"
    _inherit = ["mail.thread", "construction.step.mixin"]
    _transitions = {"entered": ("draft",), "cancelled": ("draft", "entered")}
    _order = "date desc, id desc"

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="New")
    provider_company_id = fields.Many2one(
        "res.company",
        string="Crew of",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    receiver_company_id = fields.Many2one(
        "res.company", string="On Jobs of", required=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="receiver_company_id.currency_id")
    date = fields.Date(
        string="Up to",
        required=True,
        default=fields.Date.context_today,
        help="Hours up to this day are charged, and the entries are dated on it.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("entered", "Entered"), ("cancelled", "Cancelled")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    charge_ids = fields.One2many(
        "construction.intercompany.charge", "run_id", string="Charges", readonly=True
    )
    hours = fields.Float(compute="_compute_totals", store=True)
    amount = fields.Monetary(
        compute="_compute_totals",
        store=True,
        help="At the agreed transfer price, in the currency of the job's company.",
    )
    move_ids = fields.One2many(
        "account.move", "intercompany_run_id", string="Journal Entries", readonly=True
    )

    _two_companies = models.Constraint(
        "CHECK (provider_company_id <> receiver_company_id)", "A run is between two companies."
    )

    @api.depends("charge_ids.amount", "charge_ids.hours")
    def _compute_totals(self):
        for run in self:
            run.hours = sum(run.charge_ids.mapped("hours"))
            run.amount = sum(run.charge_ids.mapped("amount"))

    @api.model
    def _prepare_first_values(self, vals_list):
        sequences = self.env["ir.sequence"]
        return super()._prepare_first_values(
            [{**vals, "name": sequences.next_by_code(self._name) or "New"} for vals in vals_list]
        )

    def write(self, vals):
        if {"provider_company_id", "receiver_company_id", "date"} & vals.keys():
            self._check_step("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_not_entered(self):
        if any(run.state == "entered" for run in self):
            raise UserError(
                self.env._("A run that was entered cannot be deleted. Cancel it first.")
            )

    # Steps ------------------------------------------------------------------------------------

    def action_compute(self):
        """Look up what was worked up to the day and is not charged yet."""
        self._check_rights()
        self._check_step("draft")
        for run in self:
            # Sudo: nobody writes charges by hand; the right on the run was checked.
            run.sudo().charge_ids.unlink()
            run.sudo().env["construction.intercompany.charge"].create(run._prepare_charges())
        return True

    def action_enter(self):
        """Enter what is outstanding as a draft entry into the books of each company."""
        self.action_compute()
        for run in self:
            if not run.charge_ids:
                raise UserError(
                    self.env._(
                        "Everything that crews of %(provider)s worked on jobs of %(receiver)s up "
                        "to %(day)s is charged already.",
                        provider=run.provider_company_id.name,
                        receiver=run.receiver_company_id.name,
                        day=run.date,
                    )
                )
            # Sudo: replaces the right on the books of the other company, in which only a draft
            # is made: its own finance posts it.
            run.sudo()._create_moves()
            run.sudo()._set_step("entered")
        return True

    def action_cancel(self):
        """Take back what was not posted; the next run charges it."""
        self._check_rights()
        for run in self:
            # Sudo: as in action_enter.
            moves = run.sudo().move_ids
            posted = moves.filtered(lambda move: move.state == "posted")
            if posted:
                raise UserError(
                    self.env._(
                        "%(entries)s is posted. Reset it to draft in %(company)s first.",
                        entries=", ".join(posted.mapped("name")),
                        company=posted[0].company_id.name,
                    )
                )
            run.sudo()._set_step("cancelled")
            moves.unlink()
        return True

    def _check_rights(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group("construction_jobcost.group_finance"):
            raise AccessError(
                self.env._("Only finance charges inter-company cost. Ask somebody of finance.")
            )

    # Charges ----------------------------------------------------------------------------------

    def _prepare_charges(self):
        """Return the values of what is outstanding, by job, cost code and cost type."""
        self.ensure_one()
        found = outstanding(self._get_worked(), self._get_charged())
        return [
            {
                "run_id": self.id,
                "project_id": key.project_id,
                "cost_code_id": key.cost_code_id,
                "cost_type_id": key.cost_type_id,
                "hours": float(item.hours),
                "amount": float(item.amount),
            }
            for key, item in found.items()
        ]

    def _get_worked(self):
        """Return {CostKey without phase: Worked} of all lent hours up to the day."""
        # Sudo: the charge is for all of the crew's hours, whoever computes it.
        lines = self.env["account.analytic.line"].sudo()
        _job, code, cost_type, _phase = lines._get_coding_columns()
        rows = lines._read_group(
            [
                ("lending_company_id", "=", self.provider_company_id.id),
                ("project_id.company_id", "=", self.receiver_company_id.id),
                ("date", "<=", self.date),
            ],
            ["account_id", code, cost_type],
            ["unit_amount:sum", "amount:sum"],
        )
        keys = self.env["construction.cost.key"]._keys_of_accounts(
            [[account.id for account in row[:3] if account] for row in rows]
        )
        rounding = self.currency_id.rounding
        worked = defaultdict(Worked)
        for (*_accounts, hours, amount), key in zip(rows, keys, strict=True):
            if not key:
                continue
            known = worked[key]
            cost = decimal(round(-amount / rounding)) * decimal(rounding)
            worked[key] = Worked(known.hours + decimal(round(hours, 6)), known.amount + cost)
        return worked

    def _get_charged(self):
        """Return {CostKey without phase: Worked} of what earlier runs charged."""
        # Sudo: as in _get_worked.
        charges = self.env["construction.intercompany.charge"].sudo()
        return {
            charges._get_key(job, code, kind): Worked(
                decimal(round(hours, 6)), decimal(self.currency_id.round(amount))
            )
            for job, code, kind, hours, amount in charges._read_group(
                [
                    ("run_id.state", "=", "entered"),
                    ("run_id.provider_company_id", "=", self.provider_company_id.id),
                    ("run_id.receiver_company_id", "=", self.receiver_company_id.id),
                ],
                ["project_id", "cost_code_id", "cost_type_id"],
                ["hours:sum", "amount:sum"],
            )
        }
