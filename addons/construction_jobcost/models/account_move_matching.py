# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core import precommit
from ..core.match_exception import ACCEPTED, CORRECTED, OPEN, Excess, Spot, settle, uncovered
from ..core.matching import TOTAL, MatchFinding
from ..core.values import decimal
from .construction_match_exception import CODING

MARKED = "construction_jobcost.matching.bills"
MARKED_LINES = "construction_jobcost.matching.order_lines"


class AccountMove(models.Model):
    """Match exceptions of bills: kept in step with the findings, in the way of posting."""

    _inherit = "account.move"

    match_state = fields.Selection(selection_add=[("accepted", "Accepted")])
    match_exception_ids = fields.One2many("construction.match.exception", "move_id", readonly=True)
    match_exception_count = fields.Integer(
        compute="_compute_match_exception_count", compute_sudo=True
    )

    @api.depends("match_exception_ids")
    def _compute_match_exception_count(self):
        for move in self:
            move.match_exception_count = len(move.match_exception_ids)

    @api.depends("match_exception_ids.state")
    def _compute_match_state(self):
        super()._compute_match_state()
        for move in self.filtered(lambda move: move.match_state == "exception"):
            if not move._get_uncovered():
                move.match_state = "accepted"

    # In step with the findings ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._mark_for_matching()
        return moves

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        if any(not {"state", "partner_id", "currency_id"}.isdisjoint(vals) for vals in vals_list):
            self._mark_for_matching()
        return result

    def _mark_for_matching(self):
        """Have the exceptions of these bills looked at before the transaction ends."""
        if self:
            precommit.collect(self.env.cr, MARKED, self.ids, self.browse()._match_marked)

    @api.model
    def _match_marked(self):
        cr = self.env.cr
        if not {MARKED, MARKED_LINES} & cr.precommit.data.keys():
            return
        self.env.flush_all()
        # Sudo: what a bill is judged by does not depend on who writes it.
        lines = self.env["purchase.order.line"].sudo().browse(precommit.drain(cr, MARKED_LINES))
        marked = self.sudo().browse(precommit.drain(cr, MARKED)).exists()
        drafts = lines.exists().invoice_lines.move_id.filtered(lambda move: move.state == "draft")
        marked |= drafts
        marked.filtered(
            lambda move: move.is_purchase_document(include_receipts=True)
        )._sync_match_exceptions()

    def _sync_match_exceptions(self):
        """Open, update and close exceptions as the findings of now have it."""
        for move in self:
            found = move._get_found() if move.state == "draft" else {}
            if move.state == "posted":
                # who posts a bill without a job has decided that it is none of a job
                move._get_open_exceptions().filtered(lambda r: r.kind == CODING)._decide(
                    ACCEPTED, self.env._("Posted without a job"), self.env.user
                )
            settlement = settle(found, move.match_exception_ids._as_known())
            exceptions = move.match_exception_ids
            for exception_id, excess in settlement.changed.items():
                record = exceptions.browse(exception_id)
                values = move._prepare_exception_values(record._as_known()[0].spot, excess)
                record.write(values)
            exceptions.browse(settlement.gone)._decide(CORRECTED)
            created = exceptions.create(
                [
                    move._prepare_exception_values(spot, excess)
                    for spot, excess in settlement.new.items()
                ]
            )
            created._assign()

    def _get_found(self):
        """Return {Spot: Excess} of what does not match, and of lines without order and job."""
        self.ensure_one()
        findings = self._get_match_findings().get(self.id, []) if self.job_ids else []
        return {
            **{self._spot(item): Excess(item.expected, item.actual) for item in findings},
            **{
                Spot(CODING, 0, line.id): Excess(decimal(0), abs(decimal(line.balance)))
                for line in self._get_lines_to_code()
            },
        }

    @api.model
    def _spot(self, finding):
        # a line that is being typed in a form has no number yet
        named = finding.code == "price" and finding.ref.isdigit()
        line = int(finding.ref) if named else 0
        return Spot(finding.code, finding.order_line_id, line)

    def _get_lines_to_code(self):
        """Return the lines that name neither an order nor a job, in a company that has jobs."""
        lines = self.invoice_line_ids.filtered(
            lambda line: (
                line.display_type == "product"
                and not line.purchase_line_id
                and not line.analytic_distribution
            )
        )
        jobs = self.env["project.project"].with_context(active_test=False)
        domain = [("is_job", "=", True), ("company_id", "=", self.company_id.id)]
        return lines if lines and jobs.search_count(domain, limit=1) else lines.browse()

    def _get_uncovered(self):
        """Return {Spot: Excess} of the findings that nobody accepted."""
        # Sudo: as in _match_marked.
        move = self.sudo()
        return uncovered(move._get_found(), move.match_exception_ids._as_known())

    def _prepare_exception_values(self, spot, excess):
        order_line = self.env["purchase.order.line"].browse(spot.order_line_id)
        bill_line = self.env["account.move.line"].browse(spot.bill_line_id)
        return {
            "move_id": self.id,
            "kind": spot.kind,
            "order_line_id": order_line.id,
            "bill_line_id": bill_line.id,
            "expected": float(excess.expected),
            "actual": float(excess.actual),
            "text": self._get_exception_text(spot, excess, order_line, bill_line),
            "amount": self._get_exception_amount(spot, excess, order_line, bill_line),
            "user_id": self._get_exception_owner(spot.kind, order_line).id,
        }

    def _get_exception_text(self, spot, excess, order_line, bill_line):
        if spot.kind == CODING:
            return self.env._(
                "%(line)s: neither an order nor a job is given.", line=bill_line.name or "/"
            )
        facts = order_line._get_order_facts(self) if order_line else None
        finding = MatchFinding(
            spot.kind,
            "",
            order_line.id,
            facts.name if facts else "",
            excess.expected,
            excess.actual,
        )
        return order_line._match_text(finding)

    def _get_exception_amount(self, spot, excess, order_line, bill_line):
        """Return what is at stake in company currency."""
        over = excess.actual - excess.expected
        if spot.kind == CODING:
            return float(over)
        if spot.kind == "price":
            over *= bill_line._get_order_quantity()
        elif spot.kind != TOTAL and order_line.billing_basis != "amount":
            return float(over * order_line._get_net_price())
        order = order_line.order_id or self.invoice_line_ids.purchase_line_id.order_id[:1]
        return float(over / decimal(order.currency_rate or 1))

    def _get_exception_owner(self, kind, order_line):
        """Return who has to answer: quantity the job, prices the buyer, coding whoever codes."""
        if kind == "quantity":
            jobs = self.env["construction.cost.key"]._parse([order_line.analytic_distribution])
            project_ids = [key.project_id for key, _percent in jobs[0]]
            return self.env["project.project"].browse(project_ids[:1]).user_id
        if kind == CODING:
            return self.env["res.users"]
        orders = order_line.order_id or self.invoice_line_ids.purchase_line_id.order_id
        return orders[:1].user_id

    # In the way of posting --------------------------------------------------------------------

    def action_approve_bill(self, reason=None):
        """Approve as before; the reason accepts what is left of exceptions."""
        self._match_marked()
        text = (reason or "").strip()
        if text:
            # Sudo: the right to approve, which is checked next, replaces that of the kinds.
            left = self.sudo()._get_open_exceptions().filtered(lambda r: r.kind != CODING)
            left._decide(ACCEPTED, text, self.env.user)
        return super().action_approve_bill(reason)

    def _post(self, soft=True):
        self._match_marked()
        for move in self:
            left = move._get_open_exceptions().filtered(lambda r: r.kind != CODING)
            if left:
                raise UserError(
                    self.env._(
                        "%(bill)s does not match its order:\n%(findings)s\n"
                        "Correct it, or have the exceptions accepted.",
                        bill=move.ref or move.display_name,
                        findings="\n".join(left.mapped("text")),
                    )
                )
        return super()._post(soft=soft)

    def _get_open_exceptions(self):
        # Sudo: whether a bill may be posted does not depend on who may see its exceptions.
        return self.sudo().match_exception_ids.filtered(lambda record: record.state == OPEN)

    @api.model
    def _open_match_wizard(self, exception):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_approval_wizard_action"
        )
        return dict(
            action,
            name=self.env._("Accept Exception"),
            context={
                "default_res_model": exception._name,
                "default_res_id": exception.id,
                "default_step": "accept_match",
                "default_findings": exception.text,
            },
        )

    def action_view_match_exceptions(self):
        """Open the exceptions of the bill."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_match_exception_action"
        )
        return dict(action, domain=[("move_id", "=", self.id)], context={})
