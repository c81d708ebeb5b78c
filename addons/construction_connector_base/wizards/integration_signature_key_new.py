# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class IntegrationSignatureKeyNew(models.TransientModel):
    """Makes a signature key for a system, or takes the one that the system has made."""

    _name = "integration.signature.key.new"
    _description = "New Signature Key"

    system_id = fields.Many2one("integration.system", required=True)
    name = fields.Char("What is it for?", required=True)
    secret = fields.Char(
        compute="_compute_secret",
        inverse="_inverse_secret",
        help="Only if the other side has made one: it begins with whsec_.",
    )
    encrypted_secret = fields.Char(readonly=True, groups=fields.NO_ACCESS)

    def _compute_secret(self):
        self.secret = False

    def _inverse_secret(self):
        # a wizard has a table, too: in clear text the secret would stand there for an hour
        for wizard in self.filtered("secret"):
            # sudo: nobody may touch the column but this code
            wizard.sudo().encrypted_secret = self.env["integration.vault"]._encrypt(wizard.secret)

    def action_generate(self):
        """Make the key; the next screen is the only place where its secret can be read."""
        self.ensure_one()
        # sudo: as above
        token = self.sudo().encrypted_secret
        given = self.env["integration.vault"]._decrypt(token) if token else None
        keys = self.env["integration.signature.key"]
        return keys._show(keys._generate(self.system_id, self.name, given))
