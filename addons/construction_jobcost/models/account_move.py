# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.approval import Facts, exposure
from ..core.values import decimal


class AccountMove(models.Model):
    """Vendor bills of a job: guarded by approvals and matched with their orders."""

    _name = "account.move"
    _inherit = ["account.move", "construction.approval.mixin", "construction.cost.trigger"]
    _cost_lines_field = "line_ids"
    _approval_document = "bill"
    _approval_guarded_states = ("posted",)

    match_state = fields.Selection(
        [
            ("not_applicable", "No order"),
            ("matched", "Matched"),
            ("exception", "Exception"),
        ],
        compute="_compute_match_state",
        string="Order Match",
    )
    match_note = fields.Text(string="Match Findings", compute="_compute_match_state")

    @api.depends(
        "state",
        "invoice_line_ids.quantity",
        "invoice_line_ids.price_subtotal",
        "invoice_line_ids.purchase_line_id.qty_received",
        "invoice_line_ids.purchase_line_id.qty_invoiced",
        "invoice_line_ids.purchase_line_id.price_subtotal",
        "company_id.match_price_percent",
        "company_id.match_price_amount",
        "company_id.match_quantity_percent",
        "company_id.match_quantity_units",
        "company_id.match_total_percent",
        "company_id.match_total_amount",
    )
    def _compute_match_state(self):
        bills = self.filtered(lambda move: move.is_purchase_document(include_receipts=True))
        findings = bills._get_match_findings()
        for move in self:
            move.match_note = "\n".join(
                self.env["purchase.order.line"]._match_text(finding)
                for finding in findings.get(move.id, ())
            )
            if move not in bills or not move.invoice_line_ids.purchase_line_id:
                move.match_state = "not_applicable"
            else:
                move.match_state = "exception" if findings.get(move.id) else "matched"

    def _get_match_findings(self):
        """Return {id: [MatchFinding]} of bills, each against what earlier bills claim."""
        return {
            move.id: self.env["purchase.order.line"]._match_bill_lines(
                move.invoice_line_ids._get_match_facts(), bill=move
            )
            for move in self
            if move.invoice_line_ids.purchase_line_id
        }

    @api.model
    def _approval_depends(self):
        return [
            "state",
            "partner_id",
            "line_ids.balance",
            "line_ids.analytic_distribution",
        ]

    # CRUD -------------------------------------------------------------------------------------

    def _get_approval_name(self):
        # a bill gets its number when it is posted: it is approved before
        self.ensure_one()
        return (
            self.env._("Bill %(ref)s", ref=self.ref) if self.ref else super()._get_approval_name()
        )

    @api.model
    def _approval_content_fields(self):
        return frozenset({"invoice_line_ids", "line_ids", "partner_id", "currency_id"})

    @api.model
    def _approval_trigger_fields(self):
        return frozenset({"state", "partner_id", "commercial_partner_id", "company_id"})

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"state", "date", "move_type"})

    # Approval ---------------------------------------------------------------------------------

    def _get_approval_facts(self):
        lines = self._get_guarded_lines()
        parts = self.env["construction.cost.key"]._parse(lines.mapped("analytic_distribution"))
        costs, jobs = defaultdict(list), defaultdict(set)
        for line, coding in zip(lines, parts, strict=True):
            shares = [(key.project_id, percent) for key, percent in coding]
            costs[line.move_id.id].append((decimal(line.balance), shares))
            jobs[line.move_id.id].update(project_id for project_id, _percent in shares)
        return {
            move.id: Facts(
                exposure(costs[move.id]),
                move.commercial_partner_id.id or 0,
                frozenset(jobs[move.id]),
            )
            for move in self
        }

    def _get_guarded_lines(self):
        """Return the lines whose cost takes an approval."""
        bills = self.filtered(lambda move: move.is_purchase_document(include_receipts=True))
        return bills.line_ids.filtered(lambda line: line.display_type == "product")

    def action_request_approval(self):
        """Ask the first approver by an activity."""
        self.check_access("write")
        self._ask_for_approval()
        return True

    def action_ask_approve(self):
        """Approve a bill that matches, ask for the reason where it does not."""
        if self.match_state == "exception":
            return self._open_approval_wizard("approve_bill", findings=self.match_note)
        return self.action_approve_bill()

    def action_approve_bill(self, reason=None):
        """Approve bills as the current user and post them.

        A bill that does not match its order needs a reason, which is kept.
        Raises AccessError for somebody who may not approve, UserError without reason.
        """
        self.check_access("read")
        for bill in self:
            if bill.match_state == "exception" and not (reason or "").strip():
                raise UserError(
                    self.env._(
                        "%(bill)s does not match its order:\n%(findings)s\n"
                        "Correct it, or give a reason to approve it all the same.",
                        bill=bill.ref or bill.display_name,
                        findings=bill.match_note,
                    )
                )
        self._check_coding()
        self._grant_approval(reason=(reason or "").strip() or None)
        # Sudo: the right to approve, checked for each, replaces the right to post bills.
        self._filter_approved().sudo().action_post()
        return True

    def _approve_requested(self):
        return self.action_ask_approve()

    def _post(self, soft=True):
        self._check_coding()
        self._check_approved()
        return super()._post(soft=soft)
