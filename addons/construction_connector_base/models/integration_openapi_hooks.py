# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..controllers.messages import MAX_BYTES, MAX_MESSAGES
from ..core.openapi import answer, operation, parameter, ref
from ..core.schema import Schema


class IntegrationOpenapi(models.AbstractModel):
    """The endpoint that takes the webhooks of outside products."""

    _inherit = "integration.openapi"

    @api.model
    def _prepare_paths(self):
        return super()._prepare_paths() | {"/hooks/{system}": {"post": self._prepare_post_hook()}}

    @api.model
    def _prepare_post_hook(self) -> Schema:
        return operation(
            "post_hook",
            "A vendor's own webhook",
            "messages",
            {202: answer("The records were stored.", ref("Results"))},
            self._problems(
                "not-found", "length-required", "too-large", "unsupported-media-type", "invalid"
            ),
            description=f"At most {MAX_MESSAGES} records and {MAX_BYTES} bytes, signed by the "
            "rules of the vendor, which the adapter of the system knows. No key is needed.",
            parameters=[parameter("system", "path", "Code of the system.")],
            body={"required": True, "content": {"application/json": {"schema": {}}}},
            is_public=True,
        )
