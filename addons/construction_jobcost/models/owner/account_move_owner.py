# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Invoices to the owner of a job, and their credit notes."""

    _inherit = "account.move"

    owner_contract_id = fields.Many2one(
        "construction.owner.contract",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    owner_application_id = fields.Many2one(
        "construction.owner.application",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    owner_release_id = fields.Many2one(
        "construction.owner.release",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    owner_payer_id = fields.Many2one(
        "construction.owner.payer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        if any("state" in vals for vals in vals_list):
            self._mark_paid_owner_invoices()
        return result

    def _mark_paid_owner_invoices(self):
        """Have the ledger look again at the owner invoices that these entries pay."""
        entries = self.filtered(lambda move: move.move_type == "entry")
        partials = self.env["account.partial.reconcile"]
        if entries:
            # Sudo: the ledger follows whoever posts or takes back a payment.
            partials = partials.sudo().search(
                [
                    "|",
                    ("credit_move_id", "in", entries.line_ids.ids),
                    ("debit_move_id", "in", entries.line_ids.ids),
                ]
            )
        self.env["construction.cost.entry"]._mark_stale(partials._get_owner_lines())

    def _reverse_moves(self, default_values_list=None, cancel=False):
        defaults = default_values_list or [{} for _move in self]
        for move, values in zip(self, defaults, strict=True):
            # a credit note takes back what its invoice billed
            values["owner_contract_id"] = move.owner_contract_id.id
            values["owner_payer_id"] = move.owner_payer_id.id
        return super()._reverse_moves(defaults, cancel=cancel)

    def _price_owner_lines(self):
        """Let drafts made of amounts net of tax bill these, also where a price includes taxes.

        Which taxes there are the accounting finds out when it creates a line. Return self.
        """
        for move in self:
            commands = []
            for line in move.invoice_line_ids.filtered("owner_role"):
                net = line.price_unit
                price = line.tax_ids._get_price_of_net(net, line.quantity, line.product_id)
                if price != net:
                    commands.append(fields.Command.update(line.id, {"price_unit": price}))
            if commands:
                move.write({"invoice_line_ids": commands})
        return self

    def _open_owner_invoices(self):
        """Return the action that shows these invoices, with who pays."""
        context = {"default_move_type": "out_invoice", "create": False}
        return self._get_records_action(name=self.env._("Invoices"), context=context)

    def _post(self, soft=True):
        self._check_owner_invoices()
        return super()._post(soft=soft)

    def _check_owner_invoices(self):
        """Raise UserError where an invoice to the owner is not what was certified."""
        for move in self:
            if move.move_type == "out_invoice" and move.invoice_line_ids.filtered("owner_role"):
                move._check_owner_invoice()

    def _check_owner_invoice(self):
        # Sudo: what was certified, whoever posts.
        move = self.sudo()
        certified = move._get_certified_net()
        if certified is None or move.currency_id.compare_amounts(move.amount_untaxed, certified):
            raise UserError(
                self.env._(
                    "%(invoice)s bills %(amount)s to the owner, certified for this payer is "
                    "%(certified)s. Make the invoice from its certified application, once, and "
                    "leave its lines as they are.",
                    invoice=move.display_name,
                    amount=move.currency_id.format(move.amount_untaxed),
                    certified=move.currency_id.format(certified or 0.0),
                )
            )

    def _get_certified_net(self):
        """Return what its document has for the payer, net of tax; None without such a document."""
        document = self.owner_application_id or self.owner_release_id
        if not document or document.step not in ("certified", "approved"):
            return None
        others = document.invoice_ids.filtered(
            lambda move: (
                move.owner_payer_id == self.owner_payer_id
                and move.state == "posted"
                and move._is_standing()
            )
        )
        return None if others - self else document._get_payer_net(self.owner_payer_id)
