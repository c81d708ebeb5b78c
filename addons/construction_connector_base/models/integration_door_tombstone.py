# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence

from odoo import api, models

from ..core.intake import Checked


class IntegrationDoor(models.AbstractModel):
    """A message that was deleted by age is still known: it is not taken a second time."""

    _inherit = "integration.door"

    @api.model
    def _store(
        self, system_id: int, checked: Sequence[Checked], traceparent: str | None
    ) -> dict[int, str]:
        buried = self._buried(system_id, checked)
        new = [one for one in checked if one.envelope.id not in buried]
        return super()._store(system_id, new, traceparent) if new else {}

    @api.model
    def _known(self, system_id: int, checked, stored) -> dict[str, tuple[str, str]]:
        known = super()._known(system_id, checked, stored)
        left = [one for one in checked if id(one) not in stored and one.envelope.id not in known]
        return self._buried(system_id, left) | known

    @api.model
    def _buried(self, system_id: int, checked: Sequence[Checked]) -> dict[str, tuple[str, str]]:
        return self.env["integration.message.tombstone"]._find(
            system_id, [one.envelope.id for one in checked]
        )
