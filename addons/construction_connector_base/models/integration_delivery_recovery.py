# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..core import states
from ..core.adapter import Outcome
from ..core.errors import TransientError
from ..core.http_client import CallError
from .integration_delivery import Run


class IntegrationDelivery(models.AbstractModel):
    """Settles first what an earlier drain has sent, or perhaps sent."""

    _inherit = "integration.delivery"

    @api.model
    def _unsent(self, run: Run, messages):
        if not run.channel._is_noted:
            return super()._unsent(run, messages)
        fresh = messages.browse()
        left = run.journal._unsettled({one.id: one.settled_attempt for one in messages})
        for message in messages:
            if run.is_over:
                break
            if message.id not in left and message.state != states.UNKNOWN:
                fresh += message
            elif message.ordering_key not in run.blocked:
                outcome = self._recover(run, message, left.get(message.id))
                if outcome:
                    self._settle(run, message, outcome)
                else:
                    fresh += message
        return super()._unsent(run, fresh)

    @api.model
    def _recover(
        self, run: Run, message, left: tuple[int, str | None, str] | None
    ) -> Outcome | None:
        """What became of an earlier sending; None if the message is to be sent (again)."""
        if left:
            attempt_id, kind, text = left
            run.settled[message.id] = attempt_id
            if kind is None:
                interrupted = Outcome("unknown", error_class="interrupted")
                run.journal._close([attempt_id], interrupted)
            elif kind != "unknown":
                # the call had ended, only what followed was lost
                return Outcome(kind, text)
        return self._find_out(run, message)

    @api.model
    def _find_out(self, run: Run, message) -> Outcome | None:
        """Whether a message whose arrival is unknown has arrived; None: send it again."""
        found = self._look_up(run, message)
        if found and found.kind != "absent":
            return found
        if found or run.subscription.receiver_is_idempotent:
            return None
        text = self.env._("It was sent, but no answer came, and the receiver cannot be asked.")
        return Outcome("undecided", text)

    @api.model
    def _look_up(self, run: Run, message) -> Outcome | None:
        """Ask the receiver whether it has the message, and note that; None: it cannot be asked."""
        [attempt] = run.journal._open(run.lane.system_id, "look_up", message.ids)
        outcome: Outcome | None = Outcome("fault", error_class="internal")
        try:
            outcome = run.channel._look_up(run.subscription, message)
        except CallError as error:
            outcome = Outcome("unknown", str(error), error_class=error.error_class)
        except TransientError as error:
            outcome = Outcome("unknown", str(error), error_class="transient")
        finally:
            if outcome:
                run.journal._close([attempt], outcome)
            else:
                run.journal._discard([attempt])
        return outcome
