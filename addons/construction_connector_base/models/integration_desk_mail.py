# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class IntegrationDesk(models.Model):
    """The daily mail to each person who has something on the desk."""

    _inherit = "integration.desk"

    @api.model
    def _cron_mail(self) -> None:
        """Send each person one mail that lists what is on the desk for them."""
        template = self.env.ref("construction_connector_base.mail_template_desk")
        people = self.search([("open_count", ">", 0)]).user_id.filtered("active")
        template.send_mail_batch(people.ids)
