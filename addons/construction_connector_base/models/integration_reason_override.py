# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo import fields, models


class IntegrationReason(models.Model):
    """Under which conditions a reason may be overridden."""

    _name = "integration.reason"
    _inherit = ["integration.reason", "integration.audit.mixin"]

    override_second = fields.Selection(
        [
            ("never", "Nobody else"),
            ("above", "A second person above a limit"),
            ("always", "Always a second person"),
        ],
        string="Also Needs",
        required=True,
        default="never",
        help="Another member of the same group, who confirms what the first one has asked for.",
    )
    override_limit = fields.Float(
        "Limit",
        digits=(16, 2),
        help="In the currency of the message's company. What is at stake may not be more, or a "
        "second person must confirm; an unknown amount counts as more.",
    )
    override_hours = fields.Float(
        "Override Expires After (Hours)",
        default=168,
        help="An override that was not used by then is void. 0: it does not expire.",
    )

    _override_terms = models.Constraint(
        "CHECK (override_limit >= 0 AND override_hours >= 0)",
        "Limits and hours cannot be negative.",
    )

    def _needs_second_person(self, amount: float | None) -> bool:
        """Whether one person is not enough for this amount (company currency; None: unknown)."""
        self.ensure_one()
        if self.override_second == "above":
            return amount is None or amount > self.override_limit
        return self.override_second == "always"

    def _override_expiry(self, since: datetime) -> datetime | None:
        """When an override that was given at ``since`` becomes void if it is not used."""
        self.ensure_one()
        return since + timedelta(hours=self.override_hours) if self.override_hours else None
