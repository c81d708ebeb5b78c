# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass, field

from odoo import api, fields, models


@dataclass(frozen=True)
class Login:
    """With what we identify ourselves. The secret is not shown when this is printed."""

    name: str
    secret: str = field(repr=False)


class IntegrationSystemLogin(models.Model):
    """Our login at a system's API. Its secret is encrypted, and nobody can read it."""

    _name = "integration.system.login"
    _description = "Login at an Outside System"
    _order = "id desc"

    system_id = fields.Many2one("integration.system", required=True, ondelete="cascade", index=True)
    name = fields.Char("User Name", help="Empty for a token alone.")
    secret = fields.Char(
        compute="_compute_secret",
        inverse="_inverse_secret",
        help="A password or a token. It is shown to nobody; enter a new one to replace it.",
    )
    secret_token = fields.Char(required=True, readonly=True, copy=False, groups=fields.NO_ACCESS)

    # _login
    _system_uniq = models.UniqueIndex("(system_id)", "The system has a login already.")

    def _compute_secret(self):
        # there to be written, never to be read
        self.secret = False

    def _inverse_secret(self):
        """Writing goes by ``_sealed``, before anything is stored."""

    @api.model_create_multi
    def create(self, vals_list):
        logins = super().create([self._sealed(vals) for vals in vals_list])
        logins._note_event("created")
        return logins

    def write(self, vals):
        result = super().write(self._sealed(vals))
        self._note_event("changed")
        return result

    @api.model
    def _sealed(self, vals: dict) -> dict:
        """The values with the secret encrypted, instead of in clear."""
        vals = dict(vals)
        secret = vals.pop("secret", None)
        if secret:
            vals["secret_token"] = self.env["integration.vault"]._encrypt(secret)
        return vals

    def _note_event(self, verb: str) -> None:
        for login in self:
            self.env["integration.audit.entry"]._note(
                f"login.{verb}",
                {"name": login.name},
                record=login,
                system_id=login.system_id.id,
            )

    @api.model
    def _of(self, system) -> Login | None:
        """The login at a system, with its secret in clear; None if there is none."""
        # sudo: nobody may read it, calls to the system need it
        login = self.sudo().search([("system_id", "=", system.id)])
        if not login:
            return None
        return Login(login.name or "", self.env["integration.vault"]._decrypt(login.secret_token))
