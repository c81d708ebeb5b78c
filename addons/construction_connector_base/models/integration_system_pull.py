# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Callable, Collection
from typing import TypeVar

from odoo import fields, models
from odoo.exceptions import UserError

from ..core.adapter import Outcome
from ..core.errors import TransientError
from ..core.lanes import Lane

Answer = TypeVar("Answer")


class IntegrationSystem(models.Model):
    """What is asked of a system, instead of waiting for it to send."""

    _inherit = "integration.system"

    pull_ids = fields.One2many("integration.pull", "system_id")

    def _service_env(self, company=None):
        """The environment in which its adapter works: as its service user, in its own company or
        the given one."""
        self.ensure_one()
        lane = Lane((company or self.sudo().company_id).id, self.id, "pull")
        return self.env["integration.drain"]._handler_env(lane)

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        """Let an adapter ask the system: noted, and only if the breaker lets it.

        Raises ``TransientError`` if it cannot be asked now, and what the adapter raises.
        """
        self.ensure_one()
        with self.env["integration.attempt"]._journal() as journal:
            breaker = journal.env["integration.breaker"]
            admission = breaker._admit(self.id)
            if admission.until:
                raise TransientError(self.env._("Calls to the system are paused for now."))
            [attempt] = journal._open(self.id, "pull", [])
            outcome = Outcome("fault", error_class="internal")
            try:
                answer = question()
                outcome = Outcome("delivered")
                return answer
            except TransientError as error:
                outcome = Outcome("retry", str(error), error_class="transient")
                raise
            except UserError as error:
                outcome = Outcome("fault", str(error), error_class="setup")
                raise
            finally:
                journal._close([attempt], outcome)
                breaker._learn(self.id, admission, outcome)

    def _request_missing(self, type_: str, external_ids: Collection[str]) -> int:
        """Ask the system for records that never came; return how many of them are new now.

        Raises ``UserError`` without an adapter, ``TransientError`` if the system does not answer.
        """
        env = self._service_env()
        system = env["integration.system"].browse(self.id)
        adapter = env[system._adapter()._name]
        records = self._ask(lambda: adapter._fetch(system, type_, sorted(external_ids)))
        results = env["integration.door"]._accept_raw(system, records)
        return sum(result.status == "accepted" for result in results)
