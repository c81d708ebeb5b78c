# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from markupsafe import Markup

from odoo import api, models
from odoo.tools import email_normalize_all

from ..core import alerting


class IntegrationAlert(models.Model):
    """Tells people of alerts: once when one is raised, once when it is over."""

    _inherit = "integration.alert"

    @api.model
    def _tell(self, now: datetime) -> None:
        """Tell what is still to be told, unless the rule asks for quiet."""
        due = self.search([("notice", "!=", False)], order="id")
        for alert in due.filtered(lambda alert: not alert.rule_id._is_quiet(now)):
            # in the language of who reads it
            alert = alert.with_context(lang=alert.owner_id.lang)
            if alert.notice == alerting.RAISED_NOTICE:
                alert._tell_raised()
            else:
                alert._tell_resolved()
            alert._announce(alert.notice)
            alert.notice = False

    def _tell_raised(self) -> None:
        self.ensure_one()
        text = self.env._(
            "%(value)s (limit %(limit)s)",
            value=self._value_text(self.value),
            limit=self._figure(self.threshold),
        )
        self.message_post(body=text)
        if self.rule_id.has_activity and self.owner_id:
            # the rule says whether there is a mail: none for the activity
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.display_name,
                note=text,
                user_id=self.owner_id.id,
            )
        self._mail(self.env._("Alert: %(alert)s", alert=self.display_name), text)

    def _tell_resolved(self) -> None:
        self.ensure_one()
        text = self.env._(
            "Over since %(at)s. Worst: %(value)s",
            at=self.resolved_at,
            value=self._value_text(self.worst_value),
        )
        self.message_post(body=text)
        self.activity_ids.unlink()
        self._mail(self.env._("Resolved: %(alert)s", alert=self.display_name), text)

    def _mail(self, subject: str, text: str) -> None:
        addresses = email_normalize_all(self.rule_id.mail_to or "")
        if self.rule_id.has_mail and self.owner_id.email:
            addresses.append(self.owner_id.email_formatted)
        if not addresses:
            return
        url = f"{self.get_base_url()}/odoo/integration-alerts/{self.id}"
        # sudo: the cron that sends it runs for nobody in particular
        self.env["mail.mail"].sudo().create(
            {
                "subject": subject,
                "body_html": Markup("<p>%s</p><p><a href='%s'>%s</a></p>")
                % (text, url, self.display_name),
                "email_to": ",".join(addresses),
                "auto_delete": True,
            }
        )
