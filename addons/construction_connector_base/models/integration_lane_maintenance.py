# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class IntegrationLane(models.AbstractModel):
    """Lanes of a system whose messages are parked: nothing wakes them, nothing drains them."""

    _inherit = "integration.lane"

    @api.model
    def _is_parked(self, lane) -> bool:
        guard = self.env["integration.system"].browse(lane.system_id)._guard()
        return guard.maintenance == "park"

    @api.model
    def _drain(self, lane):
        return 0 if self._is_parked(lane) else super()._drain(lane)

    @api.model
    def _due_lanes(self):
        return [due for due in super()._due_lanes() if not self._is_parked(due[0])]

    @api.model
    def _wake(self, lanes, *args, **kwargs):
        return super()._wake([lane for lane in lanes if not self._is_parked(lane)], *args, **kwargs)

    @api.model
    def _resume(self, systems) -> None:
        """Wake the lanes of systems that are parked no longer."""
        ids = set(systems.ids)
        self._wake([lane for lane, _since in self._due_lanes() if lane.system_id in ids])
