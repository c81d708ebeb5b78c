# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..core.approval import meets
from ..core.values import decimal


class ConstructionApprovalRequest(models.Model):
    """What waits for an approval, of every kind of document: the list people decide from.

    Kept by the approval mixin alone: it follows the documents.
    """

    _name = "construction.approval.request"
    _description = "Approval Request"
    _order = "date, id"
    _rec_name = "document_name"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", required=True, readonly=True
    )
    document = fields.Selection(
        selection=lambda self: self.env["construction.approval.delegation"]._get_documents(),
        string="Kind",
        required=True,
        readonly=True,
    )
    document_name = fields.Char(string="Document", readonly=True)
    amount = fields.Monetary(readonly=True, help="Net of tax, in company currency.")
    partner_id = fields.Many2one("res.partner", string="Vendor", readonly=True)
    project_ids = fields.Many2many("project.project", string="Jobs", readonly=True)
    requested_by_id = fields.Many2one("res.users", string="Asked By", readonly=True)
    date = fields.Datetime(string="Asked On", required=True, readonly=True)
    age = fields.Integer(string="Days", compute="_compute_age", help="Days since it was asked.")
    state = fields.Selection(
        [
            ("open", "Open"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn"),
        ],
        string="Status",
        required=True,
        readonly=True,
    )
    date_closed = fields.Datetime(readonly=True)
    step = fields.Integer(readonly=True)
    steps = fields.Integer(string="Of Steps", readonly=True)
    waiting_for = fields.Char(readonly=True, help="Who may take the next step.")
    barred_user_ids = fields.Many2many(
        "res.users", readonly=True, help="Who asked for it or approved an earlier step."
    )
    can_decide = fields.Boolean(
        string="For Me", compute="_compute_can_decide", search="_search_can_decide"
    )

    #: One open request a document; also serves the look-up of a document's open request.
    _open_uniq = models.UniqueIndex("(res_model, res_id) WHERE state = 'open'")

    @api.depends("date", "date_closed")
    def _compute_age(self):
        now = fields.Datetime.now()
        for request in self:
            request.age = ((request.date_closed or now) - request.date).days if request.date else 0

    @api.depends_context("uid")
    @api.depends("state", "amount", "step", "barred_user_ids")
    def _compute_can_decide(self):
        mine = self._filter_decidable()
        for request in self:
            request.can_decide = request in mine

    @api.model
    def _search_can_decide(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self.search([("state", "=", "open")])._filter_decidable().ids)

    def _filter_decidable(self):
        """Return the open requests whose next step the current user may take."""
        found = self.browse()
        for (company, document), requests in (
            self.filtered(lambda r: r.state == "open")
            .grouped(lambda r: (r.company_id, r.document))
            .items()
        ):
            people = self._get_people(company, document)
            found |= requests.filtered(lambda r, people=people: r._is_for(people))
        return found.filtered(lambda request: request._get_document().has_access("read"))

    @api.model
    def _get_people(self, company, document):
        """Return {user: Person} in whose right the current user may decide, himself first."""
        delegations = self.env["construction.approval.delegation"]
        given = delegations._get_in_force(self.env.user, company, document).user_id
        person = self.env["construction.approval.rule"]._get_person
        return {user: person(user) for user in self.env.user | given}

    def _is_for(self, people):
        self.ensure_one()
        # Sudo: who is barred is not readable to everybody.
        barred = self.sudo().barred_user_ids
        if self.env.user in barred:
            return False
        levels = self.env["construction.approval.rule"]._get_levels(
            self.company_id, self.document, decimal(self.amount), frozenset(self.project_ids.ids)
        )
        level = levels[min(self.step, len(levels)) - 1]
        return any(meets(person, level) for user, person in people.items() if user not in barred)

    # Decide -----------------------------------------------------------------------------------

    def action_approve(self):
        """Approve the documents as the current user, each by its own rules."""
        action = True
        for request in self:
            request._check_open()
            action = request._get_document()._approve_requested()
        return action if len(self) == 1 else True

    def action_reject(self):
        """Ask for the reason of a rejection."""
        self.ensure_one()
        self._check_open()
        return self._get_document()._open_approval_wizard("reject_request")

    def action_open_document(self):
        """Open what is to be approved."""
        self.ensure_one()
        return self._get_document().get_formview_action()

    def _check_open(self):
        for request in self:
            if request.state != "open":
                raise UserError(
                    self.env._("%(document)s was decided already.", document=request.document_name)
                )

    def _get_document(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)

    # Kept by the documents --------------------------------------------------------------------

    @api.model
    def _get_open(self, documents):
        """Return the open requests of these documents."""
        # Sudo: the system keeps requests, whoever works with the documents.
        return self.sudo().search(
            [
                ("res_model", "=", documents._name),
                ("res_id", "in", documents.ids),
                ("state", "=", "open"),
            ]
        )

    def _of(self, documents):
        ids = set(documents.ids)
        return self.filtered(lambda request: request.res_id in ids)

    @api.model
    def _open(self, documents):
        """Ask for documents; what is asked for already is brought up to date."""
        known = self._get_open(documents)
        known._refresh()
        missing = documents - documents.browse(known.mapped("res_id"))
        facts = missing._get_approval_facts()
        # Sudo: as in _get_open.
        self.sudo().create(
            [
                {
                    "company_id": document.company_id.id,
                    "res_model": document._name,
                    "res_id": document.id,
                    "document": document._get_approval_document(),
                    "requested_by_id": document._get_approval_asker().id,
                    "date": fields.Datetime.now(),
                    "state": "open",
                    **self._prepare_request_values(document, facts[document.id]),
                }
                for document in missing
            ]
        )

    def _refresh(self):
        for requests in self.grouped("res_model").values():
            documents = self.env[requests[0].res_model].browse(requests.mapped("res_id"))
            facts = documents._get_approval_facts()
            for request, document in zip(requests, documents, strict=True):
                request.write(self._prepare_request_values(document, facts[document.id]))

    @api.model
    def _prepare_request_values(self, document, fact):
        """Return what a request shows of its document."""
        steps = document._get_valid_steps(fact.amount, fact.project_ids)
        levels = document._get_levels(fact.amount, fact.project_ids)
        barred = document._get_requesters() | document._get_signers(steps)
        approvers = document._get_approvers_after(steps, levels)
        return {
            "document_name": document._get_approval_name(),
            "amount": float(fact.amount),
            "partner_id": fact.partner_id or False,
            "project_ids": [Command.set(list(fact.project_ids))],
            "step": min(len(steps), len(levels) - 1) + 1,
            "steps": len(levels),
            "waiting_for": ", ".join(approvers.mapped("name")),
            "barred_user_ids": [Command.set(barred.ids)],
        }

    def _close(self, state):
        # written only where there is something to close
        if self:
            self.write({"state": state, "date_closed": fields.Datetime.now()})
