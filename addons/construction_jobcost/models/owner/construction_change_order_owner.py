# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ConstructionChangeOrder(models.Model):
    """An approved change of the owner's contract is billed from then on."""

    _inherit = "construction.change.order"

    def _set_step(self, step, **vals):
        result = super()._set_step(step, **vals)
        # Sudo: a change counts by its approval, whoever may see the contract.
        contracts = self.env["construction.owner.contract"].sudo()
        contracts.search(
            [("project_id", "in", self.project_id.ids), ("state", "=", "in_force")]
        )._take_changes()
        return result


class ConstructionChangeLine(models.Model):
    """Which item of the owner's contract a change is billed on."""

    _inherit = "construction.change.line"

    owner_line_id = fields.Many2one(
        "construction.owner.contract.line",
        string="Contract Item",
        domain="[('project_id', '=', project_id), ('state', '=', 'in_force')]",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        help="The item of the owner's contract that the change is billed on; empty: an item of "
        "its own.",
    )

    @api.constrains("owner_line_id")
    def _check_owner_line_id(self):
        for line in self:
            # Sudo: whose item it is does not depend on who looks.
            item = line.sudo().owner_line_id
            if item and item.project_id != line.project_id:
                raise ValidationError(
                    self.env._(
                        "%(item)s belongs to the contract of another job.",
                        item=item.display_name,
                    )
                )

    @api.model
    def _content_fields(self):
        return super()._content_fields() | {"owner_line_id"}
