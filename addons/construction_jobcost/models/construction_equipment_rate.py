# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.equipment import EquipmentRate
from ..core.values import decimal

UNITS = [("hour", "Hours"), ("day", "Days")]


class ConstructionEquipmentRate(models.Model):
    """What an hour or a day of equipment costs a job, from a day on."""

    _name = "construction.equipment.rate"
    _description = "Equipment Rate"
    _order = "equipment_id, category_id, unit, date_from desc, id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    equipment_id = fields.Many2one(
        "maintenance.equipment",
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
        help="Empty: all equipment of the category that has no rate of its own.",
    )
    category_id = fields.Many2one(
        "maintenance.equipment.category",
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
    )
    unit = fields.Selection(UNITS, required=True, default="hour", string="Charged by")
    date_from = fields.Date("Valid from", required=True, default=fields.Date.context_today)
    rate = fields.Monetary(required=True, help="Of an hour or a day.")

    _scope_uniq = models.UniqueIndex(
        "(company_id, COALESCE(equipment_id, 0), COALESCE(category_id, 0), unit, date_from)",
        "There is a rate from that day on already. Change that one.",
    )
    _one_scope = models.Constraint(
        "CHECK (num_nonnulls(equipment_id, category_id) = 1)",
        "A rate is for one piece of equipment or for one category.",
    )
    _rate_positive = models.Constraint("CHECK (rate > 0)", "The rate must be above zero.")

    @api.depends("equipment_id", "category_id", "date_from")
    def _compute_display_name(self):
        for rate in self:
            rate.display_name = self.env._(
                "%(what)s from %(day)s",
                what=rate.equipment_id.display_name or rate.category_id.display_name,
                day=rate.date_from,
            )

    @api.model
    def _get_rates(self, companies, equipment):
        """Return {company id: [EquipmentRate]} of what may hold for this equipment."""
        # Sudo: what use costs follows from the rates, whoever enters it.
        found = self.sudo().search(
            [
                ("company_id", "in", companies.ids),
                "|",
                ("equipment_id", "in", equipment.ids),
                ("category_id", "in", equipment.category_id.ids),
            ]
        )
        return {
            company.id: [rate._as_rate() for rate in rates]
            for company, rates in found.grouped("company_id").items()
        }

    def _as_rate(self):
        self.ensure_one()
        return EquipmentRate(
            self.equipment_id.id or 0,
            self.category_id.id or 0,
            self.unit,
            self.date_from,
            decimal(self.rate),
        )
