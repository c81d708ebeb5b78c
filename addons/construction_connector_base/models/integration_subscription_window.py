# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.res_partner import _tz_get

from ..core.window import Window, WindowError, parse


class IntegrationSubscription(models.Model):
    """Subscriptions whose events leave in batches, at certain times."""

    _inherit = "integration.subscription"

    window = fields.Char(
        "Batch Window",
        tracking=True,
        help="When it opens: minute, hour, day of the month, month, day of the week, as in cron. "
        "“0 18 * * 1-5” is 18:00 from Monday to Friday. Empty: events are sent at once.",
    )
    window_zone = fields.Selection(
        _tz_get, "Time Zone", default=lambda self: self.env.user.tz or "UTC", required=True
    )
    window_minutes = fields.Integer("Open for (Minutes)", default=60, required=True)

    _window_minutes_positive = models.Constraint(
        "CHECK (window_minutes BETWEEN 1 AND 10080)",
        "A window stays open for a minute at least and a week (10080 minutes) at most.",
    )

    @api.constrains("window", "window_zone", "window_minutes")
    def _check_window(self):
        for subscription in self:
            try:
                subscription._window()
            except WindowError as error:
                raise ValidationError(
                    self.env._(
                        "“%(window)s” is no batch window. %(error)s. For example, “0 18 * * 1-5” "
                        "opens at 18:00 from Monday to Friday.",
                        window=subscription.window,
                        error=error,
                    )
                ) from error

    def _window(self) -> Window | None:
        """The batch window; raises ``WindowError`` if it cannot be read."""
        if not self.window:
            return None
        return parse(self.window, self.window_zone, self.window_minutes)

    def _off_until(self) -> datetime | None:
        window, now = self._window(), fields.Datetime.now()
        if window and not window.is_open(now):
            return window.next_opening(now)
        return super()._off_until()
