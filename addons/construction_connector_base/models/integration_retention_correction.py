# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class IntegrationRetention(models.AbstractModel):
    """Corrections hold payloads, too: they go when their messages' payloads go."""

    _inherit = "integration.retention"

    @api.model
    def _anonymise(self, ids):
        super()._anonymise(ids)
        # plain SQL: nobody has a right to write corrections
        self.env.cr.execute(
            """
            UPDATE integration_correction SET versions = NULL, encrypted_versions = NULL
             WHERE message_id = ANY(%s)
            """,
            [list(ids)],
        )
        self.env["integration.correction"].invalidate_model()
