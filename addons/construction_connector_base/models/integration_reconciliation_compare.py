# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..core.reconcile import ControlTotals, Drift, drifts, is_match

_logger = logging.getLogger(__name__)

#: Drifts that are kept of one reconciliation; their number tells if there are more.
MAX_DRIFTS = 1000


class IntegrationReconciliation(models.Model):
    """Comparing: where the figures come from and what is written of them."""

    _inherit = "integration.reconciliation"

    @api.model
    def _report_totals(
        self,
        system,
        company,
        workflow: str,
        start: date,
        end: date,
        key: str = "",
        totals: ControlTotals | None = None,
        type_: str = "",
    ):
        """Take what a system itself reports of a period, compare it, return the reconciliation.

        ``start``, ``end``: first day and first day after the period, in the company's time zone.
        ``key``: the ordering key, for example a job, to which the totals are limited; ``type_``:
        the contract. What was signed off stays as it is and is marked as changed.
        """
        # sudo: a service user reports figures, and may neither read nor write reconciliations
        records = self.sudo()
        scope = {
            "system_id": system.id,
            "company_id": company.id,
            "workflow": workflow,
            "type": type_ or False,
            "key": key or False,
            "date_start": start,
            "date_end": end,
        }
        found = records.search([(name, "=", value) for name, value in scope.items()], limit=1)
        found = found or records.create(scope)
        found._compare(totals or ControlTotals())
        return found

    def action_compare(self):
        """Compare again, with the source's figures of now where the system can be asked."""
        self._check_group("group_operator")
        # sudo: nobody may write figures by hand; the right to have them compared was checked
        for one in self.sudo():
            one._check_not_signed()
            one._compare(one._ask_source())

    def _ask_source(self) -> ControlTotals | None:
        # of a part of a workflow only the system itself can report
        return None if self.key or self.type else self._source_totals()

    def _source_totals(self) -> ControlTotals | None:
        """Hook: ask the system for its figures of the workflow; None if it cannot be asked."""
        return None

    def _compare(self, source: ControlTotals | None) -> None:
        """Compare with the documents in Odoo. ``source``: new figures, or None for the last ones."""
        self.ensure_one()
        target = self.env["integration.reconciliation.target"]._totals(self)
        if self.state == "signed":
            self._compare_signed(source, target)
            return
        values: dict[str, Any] = {}
        if source is None:
            source = self._totals()[0]
        else:
            values = self._prepare_source_values(source)
        state = self._judge(source, target)
        if state != self.state:
            self._note(state)
        self.write(
            values
            | {
                "target_totals": target.as_dict(),
                "compared_at": fields.Datetime.now(),
                "state": state,
            }
        )
        self._write_drifts(drifts(source, target))

    def _prepare_source_values(self, source: ControlTotals) -> dict[str, Any]:
        return {
            "source_totals": source.as_dict(),
            "source_items": source.items_as_rows(),
            "source_at": fields.Datetime.now(),
        }

    def _judge(self, source: ControlTotals, target: ControlTotals) -> str:
        if source.count is None and source.digest is None:
            return "draft"
        return "matched" if is_match(source, target) else "drift"

    def _compare_signed(self, source: ControlTotals | None, target: ControlTotals) -> None:
        """What was signed off stays; only whether it still holds is noted."""
        known_source, known_target = self._totals()
        is_same = target.as_dict() == known_target.as_dict() and (
            source is None or source.as_dict() == known_source.as_dict()
        )
        if self.is_changed == is_same:
            self.is_changed = not is_same
            self._note("changed" if self.is_changed else "unchanged")
        self.compared_at = fields.Datetime.now()

    def _write_drifts(self, found: Sequence[Drift]) -> None:
        """Keep what is still different with its age, remove what is settled, add what is new."""
        kept = {(one.kind, one.external_id): one for one in found[:MAX_DRIFTS]}
        known = {(one.kind, one.external_id): one for one in self.drift_ids}
        settled = [known[key].id for key in known.keys() - kept.keys()]
        self.env["integration.reconciliation.drift"].browse(settled).unlink()
        links = self.env["integration.reconciliation.target"]._links(self) if kept else {}
        new = []
        for key, one in kept.items():
            values = self._prepare_drift_values(one, links.get(one.external_id))
            if key in known:
                known[key].write(values)
            else:
                new.append(values | {"found_at": fields.Datetime.now()})
        drift_lines = self.env["integration.reconciliation.drift"].create(new) | self.drift_ids
        self.write(
            {
                "drift_count": len(found),
                "drift_amount": sum(drift_lines.mapped("amount")),
                "missing_count": sum(one.kind == "missing_here" for one in found),
            }
        )

    def _prepare_drift_values(self, drift: Drift, link: tuple | None) -> dict[str, Any]:
        message_id, at_stake = link or (False, None)
        amount = drift.amount if drift.amount is not None else at_stake
        return {
            "reconciliation_id": self.id,
            "kind": drift.kind,
            "external_id": drift.external_id,
            "theirs": drift.theirs,
            "ours": drift.ours,
            "amount": float(amount or 0),
            "message_id": message_id,
        }

    def _note(self, verb: str, **data: Any) -> None:
        self.env["integration.audit.entry"]._note(
            f"reconciliation.{verb}",
            {"scope": self.display_name, **data},
            record=self,
            company_id=self.company_id.id,
            system_id=self.system_id.id,
        )

    def _compare_by_schedule(self) -> None:
        """Compare once more; a system that cannot be reached must not keep the others waiting."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                source = None if self.state == "signed" else self._ask_source()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            _logger.exception("%s: the source cannot be asked", self.display_name)
            source = None
        self._compare(source)
        missing = self.drift_ids.filtered(lambda one: one.kind == "missing_here")
        if missing and self.state == "drift" and self.plan_id.request_missing:
            ids = missing.mapped("external_id")
            if self._request_missing(ids):
                self._note("missing_requested", count=len(ids))

    @api.model
    def _find_open(self):
        """What does not match yet, and was not looked at within the day."""
        return self.search(
            [
                ("state", "in", ["draft", "drift"]),
                "|",
                ("compared_at", "=", False),
                ("compared_at", "<", fields.Datetime.now() - timedelta(hours=20)),
            ]
        )

    @api.model
    def _find_outdated(self, since: datetime):
        """Compared reconciliations of whose period messages came, or ended, after the comparison.

        ``since``: only messages that came or ended after this (UTC) are looked at.
        """
        self.flush_model()
        # plain SQL: a join of many messages to few periods by their times
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT r.id
                  FROM integration_message m
                  JOIN integration_reconciliation r
                    ON r.system_id = m.system_id AND r.company_id = m.company_id
                   AND r.workflow = m.workflow AND COALESCE(r.type, m.type) = m.type
                   AND COALESCE(r.key, m.ordering_key) = m.ordering_key
                   AND r.start_at <= m.occurred_at AND m.occurred_at < r.end_at
                 WHERE (m.received_at >= %(since)s OR m.applied_at >= %(since)s)
                   AND GREATEST(m.received_at, m.applied_at) >= r.compared_at - %(margin)s
                """,
                since=since,
                # a transaction that had not committed when the comparison read
                margin=timedelta(minutes=10),
            )
        )
        return self.browse([id_ for (id_,) in rows])
