# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Callable, Sequence
from decimal import Decimal

from odoo import api, models

from ..core.item import Item


class IntegrationHandler(models.AbstractModel):
    """Base of the models that apply the messages of one contract.

    A handler sees a bulk of items of one contract, never two of one document, in the order of
    arrival, as the service user of the system, in one company. Each step sees the items that are
    still open; what it may do:

    * ``_resolve``: codes to records, in bulk, into ``item.refs``; ``item.wait_for`` what is missing.
    * ``_gate``: business rules; ``item.stop`` what a person must decide.
    * ``_apply``: write documents, ``item.add_document`` them.

    Items that are open after the last step are done. An item must be settled before anything is
    written for it: an outcome keeps what was written. Raising undoes the whole bulk, which is then
    halved until the faulty message stands alone: ``UserError`` makes it an exception,
    ``TransientError`` a retry, anything else a dead letter.
    """

    _name = "integration.handler"
    _description = "Message Handler"

    @api.model
    def _process(self, items: Sequence[Item]) -> None:
        """Run the steps on the items."""
        for step in (self._resolve, self._gate, self._apply):
            still_open = [item for item in items if item.is_open]
            if still_open:
                step(still_open)

    @api.model
    def _resolve(self, items: Sequence[Item]) -> None:
        """Find the records that the payloads name; write nothing."""

    @api.model
    def _gate(self, items: Sequence[Item]) -> None:
        """Decide whether each item may be applied; write nothing."""

    @api.model
    def _apply(self, items: Sequence[Item]) -> None:
        """Create or change the documents."""

    @api.model
    def _worth(self, item: Item) -> Decimal | None:
        """Hook: what an item is worth, in company currency; None if its payload does not tell.

        People who must approve the message see it. Nothing has been resolved yet.
        """
        return None

    @api.model
    def _drop_superseded(
        self,
        items: Sequence[Item],
        entity: str,
        external_id: Callable[[Item], str] | None = None,
    ) -> list[Item]:
        """Supersede the items that are older than what is known; return the others.

        ``external_id`` gives an item's id within ``entity``; by default its document key. All
        items must be of one system and company, as those of a bulk are.
        """
        if not items:
            return []
        external_id = external_id or (lambda item: item.message.document_key)
        first = items[0].message
        known = self.env["integration.xref"]._source_times(
            first.system_id, first.company_id, entity, [external_id(item) for item in items]
        )
        for item in items:
            latest = known.get(external_id(item))
            if latest and item.message.occurred_at < latest:
                item.supersede(
                    self.env._(
                        "It happened at %(time)s, but a newer version of %(time_known)s is known.",
                        time=item.message.occurred_at,
                        time_known=latest,
                    )
                )
        return [item for item in items if item.is_open]
