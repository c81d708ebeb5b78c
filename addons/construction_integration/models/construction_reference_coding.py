# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from __future__ import annotations

from collections.abc import Callable, Iterable

from odoo import models

from odoo.addons.construction_connector_base.core.item import Item

CodesOf = Callable[[Item], Iterable[str | None]]


class ConstructionReference(models.AbstractModel):
    """Fills items with jobs, cost codes, types, phases and units."""

    _inherit = "construction.reference"

    def _resolve_jobs(self, items: list[Item], codes_of: CodesOf) -> None:
        def wait(item, codes):
            item.wait_for(
                "job",
                codes[0],
                self.env._(
                    "Job %s is not known yet. The message goes on when the job arrives.", codes[0]
                ),
            )

        self._fill(items, "job", codes_of, self._lookup_jobs, wait)
        self._stop_closed_jobs(items)

    def _stop_closed_jobs(self, items: list[Item]) -> None:
        for item in items:
            closed = [
                code
                for code, job in item.refs.get("job", {}).items()
                if job.job_status == "closed" or not job.active
            ]
            if closed and item.is_open:
                item.stop(
                    "job.closed",
                    self.env._(
                        "Job %s is closed. Reopen the job and retry, or reject the message.",
                        closed[0],
                    ),
                )

    def _resolve_cost_codes(self, items: list[Item], codes_of: CodesOf) -> None:
        def unknown(item, codes):
            item.stop_unmapped(
                "cost_code",
                codes[0],
                self.env._(
                    "Cost code %(codes)s does not exist or is inactive in %(company)s. Map this "
                    "code, or create or activate it (Job Cost > Configuration > Cost Codes) and "
                    "retry, or correct it at the source and reject this message.",
                    codes=", ".join(codes),
                    company=self.env.company.name,
                ),
            )

        self._fill(items, "cost_code", codes_of, self._lookup_active_cost_codes, unknown)

    def _resolve_cost_types(self, items: list[Item], codes_of: CodesOf) -> None:
        def unknown(item, codes):
            item.stop_unmapped(
                "cost_type",
                codes[0],
                self.env._(
                    "Cost type %s does not exist. Map this code, or create it under Job Cost > "
                    "Configuration > Cost Types and retry, or correct it at the source.",
                    ", ".join(codes),
                ),
            )

        self._fill(items, "cost_type", codes_of, self._lookup_cost_types, unknown)

    def _resolve_uoms(self, items: list[Item], codes_of: CodesOf) -> None:
        def unknown(item, codes):
            item.stop_unmapped(
                "uom",
                codes[0],
                self.env._(
                    "Unit of measure %s is not known. Map this code, or give an Odoo unit this "
                    "code and retry.",
                    ", ".join(codes),
                ),
            )

        self._fill(items, "uom", codes_of, self._lookup_uoms, unknown)

    def _resolve_phases(self, items: list[Item], pairs_of: Callable) -> None:
        """`pairs_of(item)` names (job code, phase code) pairs; the jobs are resolved already."""

        def lookup(pairs):
            jobs = self._lookup_jobs({job for job, _phase in pairs})
            phases = self.env["construction.job.phase"].search(
                [("project_id", "in", [job.id for job in jobs.values()])]
            )
            return {(phase.project_id.job_code, phase.code): phase for phase in phases}

        def unknown(item, pairs):
            item.stop_unmapped(
                "phase",
                pairs[0][1],
                self.env._(
                    "Job %(job)s has no phase %(phase)s. Map this code, or add the phase to the "
                    "job and retry.",
                    job=pairs[0][0],
                    phase=pairs[0][1],
                ),
            )

        self._fill(items, "phase", pairs_of, lookup, unknown)

    def _resolve_coding(self, items: list[Item], default_type: str | None = None) -> None:
        """Job, cost code, type, phase and unit of items that have one job and coded lines."""
        self._resolve_jobs(items, lambda item: [item.data.job_code])
        self._resolve_cost_codes(items, lambda item: [line.cost_code for line in item.data.lines])
        self._resolve_cost_types(
            items, lambda item: [line.cost_type or default_type for line in item.data.lines]
        )
        self._resolve_phases(
            items,
            lambda item: [
                (item.data.job_code, line.phase) for line in item.data.lines if line.phase
            ],
        )
        self._stop_foreign_types(items, default_type)

    def _stop_foreign_types(self, items: list[Item], default_type: str | None) -> None:
        """A cost code may name the only cost types it takes."""
        for item in items:
            if not item.is_open:
                continue
            for line in item.data.lines:
                code = item.refs["cost_code"][line.cost_code]
                cost_type = item.refs["cost_type"][line.cost_type or default_type]
                if code.cost_type_ids and cost_type not in code.cost_type_ids:
                    item.stop(
                        "cost_type.not_allowed",
                        self.env._(
                            "Cost code %(code)s does not take cost type %(type)s (line %(line)s). "
                            "Allow it on the cost code and retry, or correct it at the source.",
                            code=code.code,
                            type=cost_type.code,
                            line=line.line_id,
                        ),
                    )
                    break
