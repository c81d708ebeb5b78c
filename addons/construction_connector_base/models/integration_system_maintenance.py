# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import str2bool


class IntegrationSystem(models.Model):
    """Times in which nothing is exchanged with a system, and copies in which it never is."""

    _inherit = "integration.system"

    maintenance = fields.Selection(
        [
            ("off", "Off"),
            ("park", "Take messages, apply them later"),
            ("refuse", "Refuse messages"),
        ],
        default="off",
        required=True,
        tracking=True,
        help="Nothing is sent to a system under maintenance.",
    )
    maintenance_text = fields.Char(
        "Text for the Sender", tracking=True, help="Goes with the refusal, e.g. until when."
    )

    def write(self, vals):
        parked = self.filtered(lambda system: system.maintenance == "park")
        result = super().write(vals)
        resumed = parked.filtered(lambda system: system.maintenance != "park")
        if resumed:
            self.env["integration.lane"]._resume(resumed)
        return result

    def _is_neutralized(self) -> bool:
        """Whether this database is a neutralized copy."""
        # sudo: whether it is one concerns everybody, the parameter is for administrators
        parameters = self.env["ir.config_parameter"].sudo()
        return str2bool(parameters.get_param("database.is_neutralized"), False)

    def _refusal_text(self) -> str | None:
        """Why the system's messages are not taken now; None when they are."""
        guard = self._guard()
        if guard.is_production and self._is_neutralized():
            return self.env._("This is a copy of a database. It takes no messages of production.")
        if guard.maintenance != "refuse":
            return None
        return guard.maintenance_text or self.env._("Maintenance: no messages are taken now.")

    def _may_send(self) -> bool:
        """Whether anything may be sent to the system now."""
        guard = self._guard()
        is_copy = guard.is_production and self._is_neutralized()
        return guard.maintenance == "off" and not is_copy
