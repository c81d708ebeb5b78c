# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class IntegrationMessage(models.Model):
    """Taking messages of the desk, and handing them to somebody."""

    _inherit = "integration.message"

    def action_claim(self):
        """Make the messages mine."""
        self._check_operator()
        self._check_on_desk()
        self._hand_to(self.env.user, "message.claimed")

    def action_open_hand(self):
        """Ask to whom the messages shall go."""
        return self._open_wizard("integration.message.hand", self.env._("Hand To"))

    def _hand_to(self, user, step: str = "message.handed", note: str = "") -> None:
        """Make ``user`` the owner of the messages.

        Raises ``UserError`` if the user cannot work in the company of each message.
        """
        self._check_reach(user)
        # sudo: nobody may write messages; the right to hand them on was checked by the callers
        self.sudo().write({"owner_id": user.id})
        for company, messages in self.grouped("company_id").items():
            self.env["integration.audit.entry"]._note(
                step,
                {"owner": user.id, "owner_name": user.name} | ({"note": note} if note else {}),
                messages=messages.ids,
                company_id=company.id,
            )

    def _check_on_desk(self) -> None:
        strange = self.filtered(lambda message: not message.on_desk)
        if strange:
            raise UserError(
                self.env._(
                    "Message %(message)s needs nobody: only what is on the desk has an owner.",
                    message=strange[0].external_id,
                )
            )

    def _check_reach(self, user) -> None:
        # sudo: the companies of a colleague are no secret, the user's record is not for everyone
        foreign = self.company_id - user.sudo().company_ids
        if foreign:
            raise UserError(
                self.env._(
                    "%(user)s does not work in %(company)s. Choose somebody who does.",
                    user=user.name,
                    company=foreign[0].name,
                )
            )
