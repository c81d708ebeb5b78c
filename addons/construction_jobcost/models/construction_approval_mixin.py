# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core import precommit
from ..core.approval import Facts, gap

MARKED = "construction_jobcost.approval.%s"


class ConstructionApprovalMixin(models.AbstractModel):
    """A document that may take effect only as far as somebody approved it.

    The guard does not look at how a change came about: every low-level write marks the
    document, and before the transaction ends what the document amounts to is compared with
    what was approved.
    """

    _name = "construction.approval.mixin"
    _description = "Approval Guard"
    _inherit = "construction.step.mixin"

    #: The kind of document in approval rules.
    _approval_document = ""
    #: States in which the document has effect and must be covered by an approval.
    _approval_guarded_states = ()

    company_id = fields.Many2one("res.company")
    approval_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Approval Currency"
    )
    approved_amount = fields.Monetary(
        compute="_compute_approval",
        currency_field="approval_currency_id",
        help="Approved up to this amount, net of tax, in company currency.",
    )
    approval_amount = fields.Monetary(
        string="Amount to Approve",
        compute="_compute_approval",
        currency_field="approval_currency_id",
        help="What the document amounts to, net of tax, in company currency.",
    )
    approval_state = fields.Selection(
        [
            ("not_needed", "No approval needed"),
            ("needed", "To approve"),
            ("approved", "Approved"),
        ],
        compute="_compute_approval",
        string="Approval",
    )
    approval_author_id = fields.Many2one(
        "res.users",
        string="Last Author",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who last changed what is to be approved; cannot approve it.",
    )

    can_approve = fields.Boolean(compute="_compute_can_approve")

    @api.depends(lambda self: self._approval_depends())
    def _compute_approval(self):
        facts, grants = self._get_approval_facts(), self._get_grants()
        for record in self:
            fact = facts.get(record.id) or Facts(Decimal(0), 0, frozenset())
            grant = grants.get(record._origin.id)
            record.approval_amount = float(fact.amount)
            record.approved_amount = float(grant.amount) if grant else 0.0
            if not fact.project_ids or fact.amount <= 0:
                record.approval_state = "not_needed"
            else:
                record.approval_state = "needed" if gap(fact, grant) else "approved"

    @api.depends_context("uid")
    @api.depends("approval_state", "approval_author_id")
    def _compute_can_approve(self):
        facts = self._get_approval_facts()
        for record in self:
            fact = facts.get(record.id)
            record.can_approve = bool(fact) and record._may_approve(fact.amount, fact.project_ids)

    @api.model
    def _approval_depends(self):
        """Return the fields that what is to be approved follows from."""
        return ["state"]

    # What is written --------------------------------------------------------------------------

    @api.model
    def _approval_trigger_fields(self):
        """Return the stored fields whose write may change what is to be approved."""
        return frozenset()

    @api.model
    def _approval_content_fields(self):
        """Return the fields that a person changes to change what is to be approved."""
        return frozenset()

    @api.model
    def _approval_computed_fields(self):
        """Return the fields nobody may set: they follow from others."""
        return frozenset({"approval_author_id"})

    @api.model_create_multi
    def create(self, vals_list):
        computed = self._approval_computed_fields()
        vals_list = [
            {
                **{name: value for name, value in vals.items() if name not in computed},
                "approval_author_id": self.env.uid,
            }
            for vals in vals_list
        ]
        records = super().create(vals_list)
        records._mark_for_approval_check()
        return records

    def write(self, vals):
        computed = self._approval_computed_fields() & vals.keys()
        if computed:
            vals = {name: value for name, value in vals.items() if name not in computed}
        if self._approval_content_fields() & vals.keys():
            vals = dict(vals, approval_author_id=self.env.uid)
        return super().write(vals) if vals else True

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        triggers = self._approval_trigger_fields()
        if any(not triggers.isdisjoint(vals) for vals in vals_list):
            self._mark_for_approval_check()
        return result

    def _note_approval_author(self, user):
        """Record who changed what is to be approved."""
        others = self.filtered(lambda record: record.approval_author_id != user)
        if others:
            # low-level: nobody may choose the author by writing the field
            others._write({"approval_author_id": user.id})
            others.invalidate_recordset(["approval_author_id"], flush=False)

    # Guard ------------------------------------------------------------------------------------

    def _mark_for_approval_check(self):
        precommit.collect(
            self.env.cr, MARKED % self._name, self.ids, self.browse()._check_marked_approvals
        )

    def _check_marked_approvals(self):
        # Sudo: the guard judges what was written, not what its writer may read.
        marked = self.sudo().browse(precommit.drain(self.env.cr, MARKED % self._name)).exists()
        # a low-level write leaves the cache behind
        marked.invalidate_recordset(["state"], flush=False)
        marked.filtered(
            lambda record: record.state in self._approval_guarded_states
        )._check_approved()
        marked._sync_approval_requests()

    def _check_approved(self):
        """Raise UserError unless an approval covers what each document amounts to."""
        facts, grants = self._get_approval_facts(), self._get_grants()
        self._check_job_companies(facts)
        for record in self:
            fact, grant = facts.get(record.id), grants.get(record.id)
            lacking = record._get_gap(fact, grant)
            if lacking:
                raise UserError(record._approval_gap_message(lacking, fact, grant))

    def _get_gap(self, fact, grant):
        """Name what an approval does not cover of a document, empty when it covers all."""
        return gap(fact, grant) if fact else ""

    def _is_covered_by(self, fact, grant):
        return not self._get_gap(fact, grant)

    def _check_job_companies(self, facts):
        # Sudo: as in _check_marked_approvals.
        jobs = self.env["project.project"].sudo()
        for record in self.filtered(lambda record: record.id in facts):
            foreign = jobs.browse(facts[record.id].project_ids).filtered(
                lambda job, company=record.company_id: job.company_id != company
            )
            if foreign:
                raise UserError(
                    self.env._(
                        "%(document)s belongs to %(company)s, but job %(job)s does not. "
                        "Use a job of the same company.",
                        document=record.display_name,
                        company=record.company_id.display_name,
                        job=foreign[0].display_name,
                    )
                )

    def _approval_gap_message(self, lacking, fact, grant):
        self.ensure_one()
        currency = self.company_id.currency_id
        values = {
            "document": self.display_name,
            "approved": currency.format(float(grant.amount) if grant else 0.0),
            "amount": currency.format(float(fact.amount)),
        }
        if lacking == "partner":
            return self.env._(
                "%(document)s was approved for another vendor. Ask for a new approval.", **values
            )
        if lacking == "jobs":
            return self.env._(
                "%(document)s is coded to a job it was not approved for. "
                "Ask for an approval that names the job.",
                **values,
            )
        return self.env._(
            "%(document)s is approved for %(approved)s and now amounts to %(amount)s. "
            "Ask an approver for the higher amount, or lower the document.",
            **values,
        )

    # Facts and grants -------------------------------------------------------------------------

    def _get_approval_facts(self):
        """Return {id: Facts} of what each document amounts to now, in bulk."""
        return {}

    def _approval_amount(self):
        """Return what the document amounts to: Decimal, company currency, net of tax."""
        self.ensure_one()
        facts = self._get_approval_facts().get(self.id)
        return facts.amount if facts else Decimal(0)

    def _get_grants(self):
        """Return {id: Grant} of the approvals in force."""
        return {approval.res_id: approval._get_grant() for approval in self._get_approvals()}

    def _get_approvals(self):
        """Return the approvals in force of these documents."""
        # Sudo: whether a document is approved matters to all who see it.
        approvals = self.env["construction.approval"].sudo()
        groups = approvals._read_group(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("decision", "in", [False, "approved"]),
            ],
            ["res_id"],
            ["id:max"],
        )
        return approvals.browse([last for _res_id, last in groups])
