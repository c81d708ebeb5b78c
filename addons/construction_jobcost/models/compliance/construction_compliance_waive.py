# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

#: The fields that name the one document that passes.
DOCUMENTS = ("order_id", "application_id", "release_id", "bill_id")
GROUP = "construction_jobcost.group_compliance_waiver"


class ConstructionComplianceWaive(models.Model):
    """One requirement that one document may do without, until a day.

    It stands as it was granted; what changes is granted anew, after the old one was revoked.
    """

    _name = "construction.compliance.waive"
    _description = "Waived Requirement"
    _order = "id desc"
    _rec_name = "rule_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    rule_id = fields.Many2one(
        "construction.compliance.rule",
        string="Requirement",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(
        "purchase.order",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    application_id = fields.Many2one(
        "construction.payment.application",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    release_id = fields.Many2one(
        "construction.retention.release",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    bill_id = fields.Many2one(
        "account.move", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    document_name = fields.Char(
        string="For", compute="_compute_document_name", store=True, help="What may pass."
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Vendor",
        compute="_compute_document_name",
        store=True,
        index="btree_not_null",
    )
    job_ids = fields.Many2many(
        "project.project",
        "construction_compliance_waive_job_rel",
        "waive_id",
        "project_id",
        string="Jobs",
        compute="_compute_document_name",
        store=True,
    )
    date_until = fields.Date(string="Until", required=True, help="The last day.")
    reason = fields.Char(required=True)
    user_id = fields.Many2one(
        "res.users", string="Granted by", readonly=True, copy=False, ondelete="restrict"
    )
    revoked_at = fields.Datetime(string="Revoked", readonly=True, copy=False)
    revoked_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    state = fields.Selection(
        [("active", "In force"), ("over", "Over"), ("revoked", "Revoked")],
        string="Status",
        compute="_compute_state",
    )

    _one_document = models.Constraint(
        "CHECK (num_nonnulls(order_id, application_id, release_id, bill_id) = 1)",
        "A requirement is waived for one document.",
    )

    @api.depends(*DOCUMENTS)
    def _compute_document_name(self):
        for waive in self:
            # Sudo: what passes stands on record, whoever looks at it.
            document = waive.sudo()._get_document()
            waive.document_name = document.display_name
            waive.partner_id = document and document.partner_id
            waive.job_ids = document and document._get_waive_jobs()

    @api.depends("date_until", "revoked_at")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for waive in self:
            over = waive.date_until and waive.date_until < today
            waive.state = "revoked" if waive.revoked_at else "over" if over else "active"

    def _get_document(self):
        """Return the document that may pass."""
        self.ensure_one()
        return next((self[name] for name in DOCUMENTS if self[name]), self.env["purchase.order"])

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # given, so that neither a caller nor his context can choose them
        fixed = {"user_id": self.env.uid, "revoked_at": False, "revoked_by_id": False}
        waives = super().create([{**vals, **fixed} for vals in vals_list])
        for waive in waives:
            waive._check_granting()
            waive._note(self.env._("Waived until %(day)s: %(requirement)s. %(reason)s"))
        return waives

    def write(self, vals):
        raise UserError(
            self.env._("A waived requirement stands as it was granted. Revoke it and grant anew.")
        )

    def unlink(self):
        raise UserError(self.env._("What was waived stays on record. Revoke it instead."))

    def action_revoke(self):
        """End, as somebody who may grant it, what was let pass."""
        self.check_access("read")
        self._check_right()
        for waive in self:
            if waive.revoked_at:
                raise UserError(
                    self.env._("%(waive)s is revoked already.", waive=waive.display_name)
                )
        # low-level: what was granted cannot be written; ending it is this method's
        self._write({"revoked_at": fields.Datetime.now(), "revoked_by_id": self.env.uid})
        self.invalidate_recordset(["revoked_at", "revoked_by_id"], flush=False)
        for waive in self:
            waive._note(self.env._("No longer waived: %(requirement)s"))
        return True

    # Checks -----------------------------------------------------------------------------------

    def _check_right(self):
        if not self.env.user.has_group(GROUP):
            raise AccessError(
                self.env._("Letting a document pass needs the right of Compliance Waiver.")
            )

    def _check_granting(self):
        """Raise unless the current user may let the document pass: he had no hand in it."""
        self._check_right()
        document = self._get_document()
        document.check_access("read")
        # Sudo: who had a hand in a document is not readable to everybody.
        if self.env.user in document.sudo()._get_requesters():
            raise AccessError(
                self.env._(
                    "%(user)s requested or changed %(document)s. Somebody else has to let it pass.",
                    user=self.env.user.name,
                    document=document.display_name,
                )
            )
        if self.date_until < fields.Date.context_today(self):
            raise UserError(self.env._("The last day lies in the past. Choose a later one."))
        if not self.reason.strip():
            raise UserError(self.env._("Give the reason for letting the document pass."))

    def _note(self, text):
        values = {
            "day": format_date(self.env, self.date_until),
            "requirement": self.rule_id.display_name,
            "reason": self.reason,
        }
        # Sudo: the right to let pass does not include writing on the document.
        self.sudo()._get_document().message_post(
            body=text % values, author_id=self.env.user.partner_id.id
        )

    # What passes ------------------------------------------------------------------------------

    @api.model
    def _get_waived(self, documents):
        """Return {document: ids of the rules} that are waived today."""
        names = {self._fields[name].comodel_name: name for name in DOCUMENTS}
        ids = defaultdict(list)
        for document in documents:
            ids[names[document._name]].append(document.id)
        in_force = Domain("revoked_at", "=", False)
        in_force &= Domain("date_until", ">=", fields.Date.context_today(self))
        domain = Domain.OR(Domain(name, "in", found) for name, found in ids.items())
        waived = defaultdict(set)
        # Sudo: what passes does not depend on who looks.
        for waive in self.sudo().search(in_force & domain):
            waived[waive._get_document()].add(waive.rule_id.id)
        return waived
