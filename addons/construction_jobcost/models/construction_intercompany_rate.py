# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.values import decimal


class ConstructionIntercompanyRate(models.Model):
    """The transfer price two companies agreed: what lent hours cost, as a multiple of cost."""

    _name = "construction.intercompany.rate"
    _description = "Inter-Company Rate"
    _order = "provider_company_id, receiver_company_id, date_from desc"
    _rec_name = "date_from"

    provider_company_id = fields.Many2one(
        "res.company",
        string="Crew of",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    receiver_company_id = fields.Many2one(
        "res.company", string="On Jobs of", required=True, index=True, ondelete="cascade"
    )
    date_from = fields.Date(string="Valid from", required=True, default=fields.Date.context_today)
    factor = fields.Float(
        required=True,
        default=1.0,
        digits=(6, 4),
        help="An hour costs the job this many times what it costs the crew's company. "
        "1.0: at cost.",
    )

    _pair_uniq = models.UniqueIndex(
        "(provider_company_id, receiver_company_id, date_from)",
        "These companies have a rate from that day on already.",
    )
    _factor_positive = models.Constraint("CHECK (factor > 0)", "The factor must be above zero.")
    _two_companies = models.Constraint(
        "CHECK (provider_company_id <> receiver_company_id)", "A rate is between two companies."
    )

    @api.depends("provider_company_id", "receiver_company_id", "date_from")
    def _compute_display_name(self):
        for rate in self:
            rate.display_name = (
                f"{rate.provider_company_id.name} → {rate.receiver_company_id.name}, "
                f"{rate.date_from}"
            )

    @api.model
    def _get_factor(self, provider, receiver, day):
        """Return the agreed factor on ``day`` (Decimal); ValidationError where none is agreed."""
        # Sudo: who reports hours need not read what the companies agreed.
        rate = self.sudo().search(
            [
                ("provider_company_id", "=", provider.id),
                ("receiver_company_id", "=", receiver.id),
                ("date_from", "<=", day),
            ],
            order="date_from desc",
            limit=1,
        )
        if not rate:
            raise ValidationError(
                self.env._(
                    "Hours of a crew of %(provider)s on a job of %(receiver)s on %(day)s: the "
                    "companies agreed no transfer price. Enter it in Job Cost > Configuration > "
                    "Inter-Company Rates.",
                    provider=provider.name,
                    receiver=receiver.name,
                    day=day,
                )
            )
        return decimal(rate.factor)
