# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.construction_connector_base.core.adapter import Outcome, Page


class IntegrationAdapterGatehouse(models.AbstractModel):
    """Speaks the language of Gatehouse."""

    _name = "integration.adapter.gatehouse"
    _inherit = "integration.adapter"
    _description = "Gatehouse"

    def _streams(self):
        return ("gates",)

    def _pull(self, system, stream, cursor, limit):
        params = {"since": cursor or "", "limit": limit}
        page = self._call(system, "GET", "/gates", params=params).json()
        return Page(page["gates"], page["next"], page["more"])

    def _fetch(self, system, type_, external_ids):
        answers = [self._call(system, "GET", f"/gates/{id_}") for id_ in external_ids]
        return [answer.json() for answer in answers if answer.status == 200]

    def _event(self, raw):
        return {
            "id": f"{raw['id']}.{raw['version']}",
            "type": "construction.gate.changed.v1",
            "time": raw["changed_at"],
            "subject": raw["id"],
        }

    def _translate(self, raw, codes):
        return {
            "gate": raw["id"],
            "name": raw["label"],
            "state": codes.translate("gate_state", raw["status"]),
        }

    def _prepare_request(self, message):
        data = {"about": message.subject, "text": message.type}
        headers = {"Idempotency-Key": message.uuid}
        return self._request(message.system_id, "POST", "/notices", data=data, headers=headers)

    def _lookup_delivery(self, message):
        answer = self._call(message.system_id, "GET", f"/notices/{message.uuid}")
        return Outcome("delivered" if answer.status == 200 else "absent")
