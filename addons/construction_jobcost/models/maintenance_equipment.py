# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .construction_equipment_rate import UNITS


class MaintenanceEquipment(models.Model):
    """Equipment that works on jobs: whose it is, what it costs them, where it stands."""

    _inherit = "maintenance.equipment"

    ownership = fields.Selection(
        [("owned", "Owned"), ("rented", "Rented")], default="owned", required=True
    )
    charged_by = fields.Selection(
        [("rate", "Internal rate"), ("rental", "Share of its rental bills")],
        string="Jobs Pay",
        default="rate",
        required=True,
        help="An internal rate costs the job with each use. A share of the rental bills is "
        "worked out when they are allocated: until then use counts hours and no money.",
    )
    usage_unit = fields.Selection(UNITS, string="Used by", default="hour", required=True)
    job_id = fields.Many2one(
        "project.project",
        string="Now on Job",
        domain="[('is_job', '=', True)]",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
    )
    cost_code_id = fields.Many2one(
        "construction.cost.code", check_company=True, ondelete="restrict", help="Proposed on use."
    )
    rate_ids = fields.One2many("construction.equipment.rate", "equipment_id", string="Rates")
    usage_ids = fields.One2many("construction.equipment.usage", "equipment_id", string="Use")

    _rented_only = models.Constraint(
        "CHECK (charged_by = 'rate' OR ownership = 'rented')",
        "Only rented equipment has rental bills to share.",
    )

    def action_view_usage(self):
        """Open the use of the equipment."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_equipment_usage_action"
        )
        return dict(
            action,
            domain=[("equipment_id", "=", self.id)],
            context={"default_equipment_id": self.id, "default_project_id": self.job_id.id},
        )
