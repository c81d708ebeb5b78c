# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...core.billing_split import Split, SplitError
from ...core.owner_billing import Share, split_line
from ...core.values import decimal

#: Fields of a part, by what they are in the arithmetic.
SHARE = {"work": "work_amount", "withheld": "withheld_amount", "released": "released_amount"}


class ConstructionOwnerPart(models.Model):
    """What one payer pays of one line of an application; contract's currency, net of tax."""

    _name = "construction.owner.part"
    _description = "Part of a Payer"
    _order = "application_id, application_line_id, payer_id, id"
    _rec_name = "payer_id"

    application_line_id = fields.Many2one(
        "construction.owner.application.line",
        string="Line",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    application_id = fields.Many2one(
        related="application_line_id.application_id", store=True, index=True
    )
    contract_line_id = fields.Many2one(
        related="application_line_id.contract_line_id", string="Item", store=True, index=True
    )
    item_ref = fields.Char(related="application_line_id.line_ref")
    project_id = fields.Many2one(related="application_line_id.project_id", store=True)
    company_id = fields.Many2one(related="application_line_id.company_id", store=True)
    currency_id = fields.Many2one(related="application_line_id.currency_id")
    step = fields.Selection(related="application_line_id.step")
    payer_id = fields.Many2one(
        "construction.owner.payer", required=True, readonly=True, index=True, ondelete="restrict"
    )
    is_given = fields.Boolean(
        string="As Agreed", help="The amount was agreed for this line; the others share the rest."
    )
    work_amount = fields.Monetary(string="Work")
    withheld_amount = fields.Monetary(string="Retention", readonly=True)
    released_amount = fields.Monetary(string="Released", readonly=True)
    net_amount = fields.Monetary(string="To Pay", compute="_compute_net_amount", store=True)

    _payer_uniq = models.UniqueIndex(
        "(application_line_id, payer_id)", "A payer stands once on a line."
    )

    @api.depends(*SHARE.values())
    def _compute_net_amount(self):
        for part in self:
            part.net_amount = part.work_amount - part.withheld_amount + part.released_amount

    @api.depends("payer_id", "application_line_id")
    def _compute_display_name(self):
        for part in self:
            item = part.contract_line_id
            part.display_name = f"{item.line_ref or item.name} {part.payer_id.display_name}"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._check_given(vals.keys() - {"application_line_id", "payer_id"})
            vals_list = [{"is_given": True, **vals} for vals in vals_list]
        parts = super().create(vals_list)
        parts._check_open()
        return parts

    def write(self, vals):
        self.application_id._check_open()
        if not self.env.su:
            self._check_given(vals.keys())
            if "work_amount" in vals:
                # an amount that a person types in was agreed
                vals = {"is_given": True, **vals}
        result = super().write(vals)
        self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_open(self):
        self.application_id._check_open()

    @api.model
    def _check_given(self, names):
        """Raise UserError unless these are fields that a person gives."""
        if names - {"work_amount", "is_given"}:
            raise UserError(
                self.env._(
                    "The parts of the payers follow from the sheet. Give the work that a payer "
                    "pays, where something else was agreed."
                )
            )

    def _check_open(self):
        """Check what was given, and remember who gave it."""
        self.application_id._check_open()
        for part in self:
            if part.payer_id.contract_id != part.application_id.contract_id:
                raise UserError(
                    self.env._(
                        "%(payer)s is no payer of %(contract)s.",
                        payer=part.payer_id.display_name,
                        contract=part.application_id.contract_id.display_name,
                    )
                )
        if not self.env.su:
            self.application_id._note_approval_author(self.env.user)


class ConstructionOwnerApplication(models.Model):
    """Who pays which part of an application."""

    _inherit = "construction.owner.application"

    def action_split(self):
        """Show what each payer is to pay as the sheets are now."""
        self.check_access("write")
        self._check_open()
        self._split()
        return True

    def _split(self):
        """Make the parts of the payers anew; amounts that were agreed stay."""
        for application in self:
            # Sudo: parts follow from the sheet, which whoever is here may change or certify.
            rows = {
                (part.application_line_id, part.payer_id): part
                for part in application.sudo().part_ids
            }
            new = []
            for (line, payer), share in application._get_parts().items():
                values = {field: float(getattr(share, name)) for name, field in SHARE.items()}
                part = rows.pop((line.sudo(), payer), None)
                if part is None:
                    new.append({"application_line_id": line.id, "payer_id": payer.id, **values})
                elif any(part.currency_id.compare_amounts(part[f], v) for f, v in values.items()):
                    part.write(values)
            for part in rows.values():
                # agreed to pay nothing of it
                part.write(dict.fromkeys(SHARE.values(), 0.0)) if part.is_given else part.unlink()
            application.part_ids.sudo().create(new)

    def _get_parts(self):
        """Return {(line, payer): Share} of what each payer pays."""
        self.ensure_one()
        held = self.contract_id._get_held_by_payer()
        payers = self.env["construction.owner.payer"].sudo()
        return {
            (line, payers.browse(payer)): share
            for line in self.line_ids
            for payer, share in line._split(held.get(line.contract_line_id.id, {})).items()
        }

    def _get_payer_sums(self):
        """Return {payer: Share} of the application."""
        self.ensure_one()
        groups = self.part_ids._read_group(
            [("application_id", "=", self.id)],
            ["payer_id"],
            [f"{field}:sum" for field in SHARE.values()],
        )
        return {payer: Share(*map(decimal, amounts)) for payer, *amounts in groups}

    def _check_payers(self):
        """Raise UserError where a payer would be asked for less than nothing."""
        self.ensure_one()
        for payer, share in self._get_payer_sums().items():
            if share.net < 0:
                raise UserError(
                    self.env._(
                        "%(application)s comes to %(amount)s for %(payer)s: that takes a credit "
                        "note to the payer. Bill the correction together with later work.",
                        application=self.display_name,
                        amount=self.currency_id.format(float(share.net)),
                        payer=payer.display_name,
                    )
                )


class ConstructionOwnerApplicationLine(models.Model):
    """Who pays which part of a line."""

    _inherit = "construction.owner.application.line"

    def _split(self, held):
        """Return {payer id: Share}; held: what is held of each payer of the item before."""
        self.ensure_one()
        shares = self.contract_line_id._get_shares()
        given = {
            part.payer_id.id: decimal(part.work_amount) for part in self.part_ids if part.is_given
        }
        split = Split({payer.id: percent for payer, percent in shares.items()}, given)
        rounding = decimal(self.currency_id.rounding)
        try:
            return split_line(self._get_period_share(), split, held, rounding)
        except SplitError as error:
            raise UserError(
                self.env._(
                    "%(item)s: the amounts agreed for the payers leave %(rest)s that nobody pays.",
                    item=self.contract_line_id.display_name,
                    rest=self.currency_id.format(float(error.missing)),
                )
            ) from None
