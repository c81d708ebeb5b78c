# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class ConstructionOwnerApplication(models.Model):
    """The invoices of a certified application, one for each payer."""

    _inherit = "construction.owner.application"

    def action_create_invoices(self):
        """Create the customer invoices of certified applications, as drafts; open them."""
        self.check_access("read")
        moves = self.env["account.move"]
        moves.check_access("create")
        for application in self.sudo():
            # Sudo: what the certificate holds, whoever books it; the right to make invoices was
            # asked above.
            values = application._prepare_invoices()
            moves |= moves.sudo().create(values)._price_owner_lines()
        return moves.sudo(False)._open_owner_invoices()

    def action_view_invoices(self):
        """Open the invoices of the application."""
        self.ensure_one()
        return self.invoice_ids._open_owner_invoices()

    def _get_payer_net(self, payer):
        """Return what a payer is asked for, net of tax."""
        parts = self.part_ids.filtered(lambda part: part.payer_id == payer)
        return sum(parts.mapped("net_amount"))

    def _prepare_invoices(self):
        """Return the values of the invoices that are still to be made."""
        self.ensure_one()
        done = self.invoice_ids.filtered(lambda move: move._is_standing()).owner_payer_id
        payers = self.part_ids.payer_id - done
        if self.step != "certified" or not payers:
            raise UserError(
                self.env._(
                    "%(application)s cannot be invoiced: only a certified application can, and "
                    "each payer once.",
                    application=self.display_name,
                )
            )
        return [
            self._prepare_invoice_values(payer, parts)
            for payer, parts in self.part_ids.grouped("payer_id").items()
            if payer in payers
        ]

    def _prepare_invoice_values(self, payer, parts):
        return {
            **self.contract_id._prepare_invoice_head(payer, self.period_end),
            "ref": self.name,
            "owner_application_id": self.id,
            "invoice_line_ids": [
                fields.Command.create(values) for values in self._prepare_invoice_lines(parts)
            ],
        }

    def _prepare_invoice_lines(self, parts):
        """Return the values of an invoice's lines: work, then what is held and given back."""
        lines = [part._prepare_work_values() for part in parts if part.work_amount]
        withheld = self.currency_id.round(sum(parts.mapped("withheld_amount")))
        released = self.currency_id.round(sum(parts.mapped("released_amount")))
        if withheld:
            text = self.env._("Retention held")
            lines.append(self.contract_id._prepare_retention_values(text, -withheld, "held"))
        if released:
            text = self.env._("Retention released")
            lines.append(self.contract_id._prepare_retention_values(text, released, "released"))
        return lines


class ConstructionOwnerPart(models.Model):
    """A part on the invoice of its payer."""

    _inherit = "construction.owner.part"

    def _prepare_work_values(self):
        item = self.contract_line_id
        product = item.product_id or self.company_id.owner_billing_product_id
        values = {
            "name": f"{item.display_name} ({self.application_id.name})",
            "product_id": product.id,
            "quantity": 1,
            "price_unit": self.work_amount,
            "owner_role": "work",
            "owner_line_id": item.id,
            "analytic_distribution": {str(item.project_id.account_id.id): 100},
        }
        # the accounting takes account and taxes from a product, but no taxes without one
        return values if product else values | {"tax_ids": self._get_company_taxes()}

    def _get_company_taxes(self):
        """Return the company's tax on sales, as it is for the payer, as commands."""
        positions = self.env["account.fiscal.position"].with_company(self.company_id)
        position = positions._get_fiscal_position(self.payer_id.partner_id)
        taxes = position.map_tax(self.company_id.account_sale_tax_id)
        return [fields.Command.set(taxes.ids)]


class ConstructionOwnerContract(models.Model):
    """What all invoices of a contract have in common."""

    _inherit = "construction.owner.contract"

    def _prepare_invoice_head(self, payer, day):
        """Return the values of an invoice to a payer, without its lines."""
        return {
            "move_type": "out_invoice",
            "company_id": self.company_id.id,
            "partner_id": payer.partner_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date": day,
            "date": day,
            "invoice_origin": self.name,
            "owner_contract_id": self.id,
            "owner_payer_id": payer.id,
        }

    def _prepare_retention_values(self, name, amount, role):
        """Return a line on the account of what is held; below zero it is held back.

        A line on its own account keeps the revenue gross and the receivable apart.
        """
        account = self._get_retention_account()
        return {
            "name": name,
            "product_id": False,
            "account_id": account.id,
            "quantity": 1,
            "price_unit": amount,
            "tax_ids": [fields.Command.clear()],
            "owner_role": role,
        }

    def _get_retention_account(self):
        account = self.company_id.retention_receivable_account_id
        if not account:
            raise UserError(
                self.env._(
                    "%(company)s has no account for retention receivable. Set it in the "
                    "settings of Job Cost.",
                    company=self.company_id.display_name,
                )
            )
        return account
