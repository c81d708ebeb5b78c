# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..core import states
from ..core.reconcile import ControlItem, ControlTotals

#: States in which a message has had its effect. A superseded one has left it to a newer one.
APPLIED = frozenset({states.DONE, states.SUPERSEDED, "delivered", "acknowledged"})


class IntegrationReconciliationTarget(models.AbstractModel):
    """What Odoo holds of the documents that a reconciliation is about.

    An addon that knows the documents behind a workflow inherits this model and overrides
    ``_totals`` for it: with values, and with states as the source names them.
    """

    _name = "integration.reconciliation.target"
    _description = "Reconciliation Target"

    @api.model
    def _totals(self, reconciliation) -> ControlTotals:
        """Our side of the reconciliation; here: the documents of its messages, without value.

        A document that came in several messages counts once, as its newest message stands.
        """
        return ControlTotals.of(
            (
                ControlItem(document, state, is_applied=state in APPLIED)
                for document, state, _id, _amount in self._select_documents(reconciliation)
            ),
            vocabulary=dict(self.env["integration.message"]._fields["state"].selection),
        )

    @api.model
    def _links(self, reconciliation) -> dict:
        """Newest message and amount at stake by document: ``{document: (message id, amount)}``."""
        return {
            document: (message_id, amount)
            for document, _state, message_id, amount in self._select_documents(reconciliation)
        }

    @api.model
    def _select_documents(self, reconciliation):
        # plain SQL: one row per document out of all messages of a period, which are many
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (%(name)s, m.document_key)
                       m.document_key, m.state, m.id, m.amount_at_stake
                  FROM integration_message m WHERE %(scope)s
                 ORDER BY %(name)s, m.document_key, m.state = 'superseded', m.occurred_at DESC,
                          m.id DESC
                """,
                # whatever version of the contract it came in
                name=SQL("regexp_replace(m.type, '\\.v[0-9]+$', '')"),
                scope=self._sql_scope(reconciliation),
            )
        )

    @api.model
    def _sql_scope(self, reconciliation) -> SQL:
        """Condition on ``m``: a message of the scope and period."""
        one = reconciliation
        parts = [
            SQL("m.occurred_at >= %s AND m.occurred_at < %s", one.start_at, one.end_at),
            SQL("m.system_id = %s AND m.company_id = %s", one.system_id.id, one.company_id.id),
            SQL("m.workflow = %s", one.workflow),
        ]
        if one.type:
            parts.append(SQL("m.type = %s", one.type))
        if one.key:
            parts.append(SQL("m.ordering_key = %s", one.key))
        return SQL(" AND ").join(parts)
