# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..core.approval import meets
from ..core.emergency import refusal
from ..core.values import decimal


class PurchaseOrder(models.Model):
    """Buying first: what may be bought so, and what it leaves to be done."""

    _inherit = "purchase.order"

    def action_ask_emergency(self):
        """Ask for the reason and who allowed it."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "construction_jobcost.construction_emergency_wizard_action"
        )
        return {**action, "context": {"default_order_id": self.id}}

    def action_emergency_confirm(self, reason=None, allowed_by=None):
        """Order at once; a requisition to regularise the purchase is made with it.

        allowed_by: the res.users who allowed it; somebody who could approve the order.
        Raises AccessError without the right to buy so, UserError where the company's limit or
        an overdue earlier purchase stands against it.
        """
        self.ensure_one()
        self.check_access("write")
        reason = self._required_reason(reason)
        self._check_emergency_right(allowed_by)
        lines = self._get_emergency_lines()
        fact = self._get_approval_facts()[self.id]
        self._check_emergency_limit(fact)
        # Sudo: where an order comes from is for the flow to say. The right to buy first,
        # checked above, replaces the approval; what was allowed is written down.
        order = self.sudo()
        order.write(self._prepare_emergency_values(reason, allowed_by))
        order._request_afterwards(lines)
        self._record_approval(
            fact.amount,
            fact.partner_id,
            fact.project_ids,
            on_behalf_of_id=allowed_by.id,
            reason=self.env._("Emergency: %(reason)s", reason=reason),
        )
        self.button_confirm()
        return True

    # Checks -----------------------------------------------------------------------------------

    def _check_emergency_right(self, allowed_by):
        if not self.env.user.has_group("construction_jobcost.group_emergency_buyer"):
            raise AccessError(
                self.env._("Emergency purchases need the right to order without an approval.")
            )
        if self.state not in ("draft", "sent") or self.requisition_id:
            raise UserError(
                self.env._(
                    "%(order)s is ordered, or was requested already. Buy in an emergency what "
                    "nobody requested yet.",
                    order=self.display_name,
                )
            )
        if not allowed_by or not self._may_allow(allowed_by):
            raise UserError(
                self.env._(
                    "Name who allowed the purchase: another person than you, who could approve "
                    "the order."
                )
            )

    def _may_allow(self, user):
        fact = self._get_approval_facts()[self.id]
        person = self.env["construction.approval.rule"]._get_person(user)
        # Sudo: whose companies somebody works for is not readable to everybody.
        return (
            user not in self._get_requesters() | self.env.user
            and self.company_id in user.sudo().company_ids
            and meets(person, self._get_levels(fact.amount, fact.project_ids)[-1])
        )

    def _check_emergency_limit(self, fact):
        found = self._get_open_emergencies(self.company_id, self.env.user, fact.project_ids)
        facts = found._get_approval_facts()
        still_open = sum((facts[order.id].amount for order in found), decimal(0))
        overdue = found.filtered(lambda order: order.emergency_state == "overdue")
        limit = decimal(self.company_id.emergency_limit)
        why = refusal(fact.amount, limit, still_open, len(overdue))
        money = self.company_id.currency_id.format
        if why == "not_allowed":
            raise UserError(
                self.env._(
                    "%(company)s allows no emergency purchases. A limit is set in the settings "
                    "of Job Cost.",
                    company=self.company_id.display_name,
                )
            )
        if why == "overdue":
            raise UserError(
                self.env._(
                    "%(orders)s was not regularised in time. Have its requisition approved first.",
                    orders=", ".join(overdue.mapped("name")),
                )
            )
        if why == "limit":
            raise UserError(
                self.env._(
                    "%(amount)s is more than the limit of %(limit)s leaves: %(open)s are bought "
                    "so and not regularised yet.",
                    amount=money(float(fact.amount)),
                    limit=money(float(limit)),
                    open=money(float(still_open)),
                )
            )

    def _get_emergency_lines(self):
        """Return [(line, CostKey)]; UserError unless a requisition can ask for each line."""
        lines = self.order_line.filtered(lambda line: not line.display_type)
        parts = self.env["construction.cost.key"]._parse(lines.mapped("analytic_distribution"))
        coded = [
            (line, coding[0][0])
            for line, coding in zip(lines, parts, strict=True)
            if len(coding) == 1 and coding[0][1] == 100 and line.price_subtotal >= 0
        ]
        if not coded or len(coded) < len(lines) or len({key.project_id for _l, key in coded}) > 1:
            raise UserError(
                self.env._(
                    "In an emergency each line has to be coded to one budget line, all of one "
                    "job, and cost something."
                )
            )
        return coded

    # Regularisation ---------------------------------------------------------------------------

    def _prepare_emergency_values(self, reason, allowed_by):
        today = fields.Date.context_today(self)
        return {
            "is_emergency": True,
            "emergency_reason": reason,
            "emergency_by_id": self.env.uid,
            "emergency_allowed_by_id": allowed_by.id,
            "emergency_deadline": today + timedelta(self.company_id.emergency_days),
        }

    def _request_afterwards(self, lines):
        """Make the requisition of [(line, CostKey)] that regularises the order."""
        requisition = self.env["construction.requisition"].create(
            {
                "company_id": self.company_id.id,
                "project_id": lines[0][1].project_id,
                "emergency": True,
                "reason": self.emergency_reason,
                "requested_by": self.emergency_by_id.name,
                "requested_by_id": self.emergency_by_id.id,
                "line_ids": [
                    Command.create(line._prepare_request_afterwards(key)) for line, key in lines
                ],
            }
        )
        self.requisition_id = requisition
        for (line, _key), requested in zip(lines, requisition.line_ids.sorted("id"), strict=True):
            line.sudo().requisition_line_id = requested
        requisition.activity_schedule(
            "construction_jobcost.mail_activity_emergency",
            date_deadline=self.emergency_deadline,
            user_id=self.emergency_by_id.id,
            summary=self.env._("Submit the requisition of %(order)s", order=self.name),
        )
