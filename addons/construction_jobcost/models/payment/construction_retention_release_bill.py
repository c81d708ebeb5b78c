# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ...core.retention_credit import BilledPart
from ...core.values import decimal


class ConstructionRetentionRelease(models.Model):
    """What a release gives back is still held, and its bill."""

    _inherit = "construction.retention.release"

    def _is_built_on(self):
        """Tell whether a certified application starts from what the release left."""
        self.ensure_one()
        orders = self.line_ids.order_id
        certified = orders._get_certified_standings()
        standings = orders._get_payment_standings()
        return any(
            line.order_line_id.id in certified
            and certified[line.order_line_id.id].released
            > standings[line.order_line_id].released - decimal(line.amount)
            for line in self.line_ids.filtered("amount")
        )

    def _check_held(self):
        super()._check_held()
        for record in self:
            standings = record.line_ids.order_id._get_payment_standings()
            for line in record.line_ids:
                line._check_held(standings[line.order_line_id].held)

    def _get_billed_parts(self):
        """Return {subcontract: {item: BilledPart}} of what the bill gives back."""
        self.ensure_one()
        return {
            order: {line.order_line_id: BilledPart(released=decimal(line.amount)) for line in lines}
            for order, lines in self.line_ids.grouped("order_id").items()
        }

    # Bill -------------------------------------------------------------------------------------

    def action_create_bill(self):
        """Create the vendor bill that pays the release, as a draft; open it."""
        self.check_access("read")
        for record in self:
            # Sudo: that there is a bill matters to whoever makes one; creating it needs the right.
            if record.step != "approved" or record.sudo().bill_id._is_standing():
                raise UserError(
                    self.env._(
                        "%(release)s cannot be billed: only an approved release without a bill "
                        "can.",
                        release=record.display_name,
                    )
                )
        bills = self.env["account.move"].create([record._prepare_bill_values() for record in self])
        for record, bill in zip(self, bills, strict=True):
            # Sudo: the step follows from creating the bill, for which the right was asked.
            record.sudo()._note_bill(bill.sudo())
        return bills._get_records_action(name=self.env._("Bill"))

    def _note_bill(self, bill):
        """Keep the bill, and let the release's approval stand for it."""
        self._set(bill_id=bill.id)
        approval = self._get_approvals()
        if approval:
            facts = bill._get_approval_facts()[bill.id]
            bill._record_approval(
                facts.amount, facts.partner_id, approval.project_ids.ids, origin_id=approval.id
            )

    def _prepare_bill_values(self):
        self.ensure_one()
        account = self.env["construction.payment.application"]._get_retention_account(
            self.company_id
        )
        return {
            "move_type": "in_invoice",
            "retention_release_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "ref": self.name,
            "invoice_date": self.date,
            "date": self.date,
            "invoice_origin": ", ".join(self.line_ids.order_id.mapped("name")),
            "invoice_line_ids": [
                fields.Command.create(
                    self._prepare_bill_line_values(order, taxes, float(amount), account)
                )
                for order, lines in self.line_ids.grouped("order_id").items()
                for taxes, amount in order._group_retention(
                    (line.order_line_id, line.amount) for line in lines
                ).items()
            ],
        }

    def _prepare_bill_line_values(self, order, taxes, amount, account):
        return {
            "name": self.env._("Retention released, %(order)s", order=order.name),
            "account_id": account.id,
            "quantity": 1,
            "price_unit": taxes._get_price_of_net(amount),
            "tax_ids": [fields.Command.set(taxes.ids)],
            "retention_order_id": order.id,
        }
