# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence

from odoo import models

from ..core import contract as contracts
from ..core.errors import TransientError
from ..core.reconcile import ControlTotals


class IntegrationReconciliation(models.Model):
    """Asks systems with an adapter for their figures and for what is missing, as any call is made:
    as the service user, noted, and only if the breaker lets it."""

    _inherit = "integration.reconciliation"

    def _source_totals(self) -> ControlTotals | None:
        if not self.system_id.adapter or self.key or self.type:
            return super()._source_totals()
        env = self.system_id._service_env(self.company_id)
        system = env["integration.system"].browse(self.system_id.id)
        adapter = env[system._adapter()._name]
        return self.system_id._ask(
            lambda: adapter._control_totals(system, self.workflow, self.start_at, self.end_at)
        )

    def _request_missing(self, external_ids: Sequence[str]) -> bool:
        if not self.system_id.adapter:
            return super()._request_missing(external_ids)
        try:
            for type_ in self._types_asked():
                self.system_id._request_missing(type_, external_ids)
        except TransientError:
            # the system does not answer now; whoever wants it can send the list to its people
            return False
        return True

    def _types_asked(self) -> list[str]:
        """The contracts of which documents may be missing."""
        if self.type:
            return [self.type]
        allowed = self.system_id._routing().types
        return [
            contract.type
            for contract in contracts.installed(self.env, "inbound")
            if contract.workflow == self.workflow and contract.type in allowed
        ]
