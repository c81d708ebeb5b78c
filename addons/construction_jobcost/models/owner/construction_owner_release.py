# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...core.allocation import allocate
from ...core.approval import Facts
from ...core.retention import NOTHING
from ...core.values import decimal


class ConstructionOwnerRelease(models.Model):
    """Retention that the owner gives back: one document over many applications of a contract.

    Each payer gives back what is held of him.
    """

    _name = "construction.owner.release"
    _description = "Owner Retention Release"
    _inherit = ["construction.payment.release"]
    _approval_document = "owner_release"
    _bill_field = "invoice_ids"

    contract_id = fields.Many2one(
        "construction.owner.contract",
        string="Owner Contract",
        required=True,
        index=True,
        domain="[('application_ids', '!=', False)]",
        check_company=True,
        ondelete="restrict",
    )
    project_id = fields.Many2one(
        related="contract_id.project_id", string="Job", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    partner_id = fields.Many2one(related="contract_id.partner_id", string="Owner", store=True)
    line_ids = fields.One2many("construction.owner.release.line", "release_id")
    invoice_ids = fields.One2many(
        "account.move", "owner_release_id", string="Invoices", readonly=True, copy=False
    )

    # Approval ---------------------------------------------------------------------------------

    @api.model
    def _fields_of_draft(self):
        return super()._fields_of_draft() | {"contract_id"}

    @api.model
    def _approval_content_fields(self):
        return super()._approval_content_fields() | {"contract_id"}

    def _get_approval_facts(self):
        return {
            release.id: Facts(
                decimal(release._in_company_currency()),
                release.partner_id.commercial_partner_id.id or 0,
                frozenset(release.project_id.ids),
            )
            for release in self
        }

    def _in_company_currency(self):
        rate = self.contract_id._get_payment_rate(self.date)
        return self.company_id.currency_id.round(self.amount / rate)

    # Filling in -------------------------------------------------------------------------------

    def action_fill(self, amount=None):
        """Take over what is held of each payer on each item.

        amount: of it, spread by what is held; default all of it.
        """
        self.check_access("write")
        self._check_draft()
        for release in self:
            held = release._get_held()
            parts = release._spread(amount, list(held.values()))
            release.line_ids.unlink()
            release.line_ids.create(
                [
                    {
                        "release_id": release.id,
                        "contract_line_id": item,
                        "payer_id": payer,
                        "held": float(before),
                        "amount": float(part),
                    }
                    for ((item, payer), before), part in zip(held.items(), parts, strict=True)
                ]
            )
        return True

    def _get_held(self):
        """Return {(item id, payer id): retention held (Decimal)} of the contract, now."""
        return {
            (item, payer): amount
            for item, payers in self.contract_id._get_held_by_payer().items()
            for payer, amount in payers.items()
            if amount > 0
        }

    def _spread(self, amount, held):
        total = sum(held, NOTHING)
        wanted = total if amount is None else decimal(amount)
        if not 0 <= wanted <= total:
            raise UserError(
                self.env._(
                    "%(contract)s: only %(held)s is held. Release that or less.",
                    contract=self.contract_id.display_name,
                    held=self.currency_id.format(float(total)),
                )
            )
        return allocate(wanted, held, decimal(self.currency_id.rounding)) if total else held

    # Checks -----------------------------------------------------------------------------------

    def _check_held(self):
        super()._check_held()
        for release in self:
            held = release._get_held()
            for line in release.line_ids:
                line._check_held(held.get((line.contract_line_id.id, line.payer_id.id), NOTHING))

    def _is_built_on(self):
        self.ensure_one()
        certified = self.contract_id._get_certified_standings()
        released = self.contract_id._get_released()
        given = {}
        for line in self.line_ids:
            item = line.contract_line_id.id
            given[item] = given.get(item, NOTHING) + decimal(line.amount)
        return any(
            item in certified and certified[item].released > released[item] - amount
            for item, amount in given.items()
            if amount
        )


class ConstructionOwnerContract(models.Model):
    """What the owner holds back, by payer."""

    _inherit = "construction.owner.contract"

    release_ids = fields.One2many("construction.owner.release", "contract_id")

    def _get_held_by_payer(self):
        """Return {item id: {payer id: retention held (Decimal)}} of certificates and releases."""
        # Sudo: what was certified counts whoever goes on from there.
        contracts = self.sudo()
        held = {}
        for item, payer, withheld, released in contracts.env["construction.owner.part"]._read_group(
            [
                ("application_id.contract_id", "in", self.ids),
                ("application_id.step", "=", "certified"),
            ],
            ["contract_line_id", "payer_id"],
            ["withheld_amount:sum", "released_amount:sum"],
        ):
            held.setdefault(item.id, {})[payer.id] = decimal(withheld) - decimal(released)
        for item, payer, amount in contracts.env["construction.owner.release.line"]._read_group(
            [("contract_id", "in", self.ids), ("release_id.step", "=", "approved")],
            ["contract_line_id", "payer_id"],
            ["amount:sum"],
        ):
            payers = held.setdefault(item.id, {})
            payers[payer.id] = payers.get(payer.id, NOTHING) - decimal(amount)
        return held
