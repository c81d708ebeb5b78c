# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Collection, Sequence
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class IntegrationXref(models.Model):
    """Which record a system's id stands for."""

    _name = "integration.xref"
    _description = "Cross-Reference"
    _rec_name = "external_id"
    _order = "id desc"
    _check_company_auto = True

    system_id = fields.Many2one("integration.system", required=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="restrict"
    )
    entity = fields.Char(required=True, help="What kind of thing the id names, e.g. vendor.")
    external_id = fields.Char("External ID", required=True)
    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference("Record ID", model_field="res_model", required=True)
    source_time = fields.Datetime(
        help="When the newest version that was applied happened at the source."
    )
    record_name = fields.Char(compute="_compute_record_name")

    # _lookup and the upsert of _remember
    _external_id_uniq = models.UniqueIndex(
        "(system_id, entity, external_id, company_id)",
        "This id of the system already stands for a record.",
    )
    # from a record to its ids
    _record_idx = models.Index("(res_model, res_id)")

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for model_name, xrefs in self.grouped("res_model").items():
            if model_name not in self.env:
                xrefs.record_name = False
                continue
            records = self.env[model_name].browse(xrefs.mapped("res_id")).exists()
            readable = {record.id: record for record in records._filtered_access("read")}
            for xref in xrefs:
                record = readable.get(xref.res_id)
                xref.record_name = record.display_name if record else False

    @api.constrains("system_id", "company_id")
    def _check_system_company(self):
        for xref in self:
            if xref.company_id not in xref.system_id.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(system)s sends nothing to %(company)s. Choose one of its companies.",
                        system=xref.system_id.name,
                        company=xref.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        xrefs = super().create(vals_list)
        for (company, entity), group in xrefs.grouped(lambda x: (x.company_id, x.entity)).items():
            self.env["integration.message"]._release(
                company.id, entity, group.mapped("external_id")
            )
        return xrefs

    @api.model
    def _lookup(self, system, company, entity: str, external_ids: Collection[str]):
        """Record ids by external id: ``{external_id: res_id}``; unknown ids are absent."""
        found = self._lookup_records(system, company, entity, external_ids)
        return {external_id: record.id for external_id, record in found.items()}

    @api.model
    def _lookup_records(self, system, company, entity: str, external_ids: Collection[str]):
        """Records by external id: ``{external_id: record}``; unknown ids are absent.

        The system's own ids win over those of the systems whose ids it also speaks. Records that
        were deleted since are left out.
        """
        found: dict[str, tuple[str, int]] = {}
        for external_id, res_model, res_id in self._select_xrefs(
            system, company, entity, external_ids
        ):
            found.setdefault(external_id, (res_model, res_id))
        alive = {}
        for model_name in {model_name for model_name, _id in found.values()} & self.env.keys():
            ids = {res_id for name, res_id in found.values() if name == model_name}
            records = self.env[model_name].browse(ids).exists()
            alive |= {(model_name, record.id): record for record in records}
        return {key: alive[target] for key, target in found.items() if target in alive}

    @api.model
    def _select_xrefs(self, system, company, entity, external_ids):
        # plain SQL: a service user reads ids of the systems whose ids its own system speaks,
        # whatever it may see of those systems
        self.flush_model()
        speaks = [system.id, *system._id_source_ids()]
        return self.env.execute_query(
            SQL(
                """
                SELECT external_id, res_model, res_id FROM integration_xref
                 WHERE system_id = ANY(%(systems)s) AND company_id = %(company)s
                   AND entity = %(entity)s AND external_id = ANY(%(ids)s)
                 ORDER BY array_position(%(systems)s, system_id)
                """,
                systems=speaks,
                company=company.id,
                entity=entity,
                ids=list(external_ids),
            )
        )

    @api.model
    def _remember(
        self,
        system,
        company,
        entity: str,
        rows: Sequence[tuple[str, int, datetime]],
        res_model: str,
    ) -> None:
        """Note which records the external ids stand for, in bulk, and release who waited.

        ``rows``: (external id, record id, time at the source, UTC without zone). An id that is
        known gets the new record; its source time never goes back.
        """
        if not rows:
            return
        self.flush_model()
        latest = {external_id: (res_id, time) for external_id, res_id, time in rows}
        values = SQL(", ").join(
            SQL(
                "(%s, %s, %s, %s, %s, %s, %s::timestamp, %s, %s, now() at time zone 'UTC', now() at time zone 'UTC')",
                system.id, company.id, entity, external_id, res_model, res_id, time,
                self.env.uid, self.env.uid,
            )
            for external_id, (res_id, time) in latest.items()
        )  # fmt: skip
        # plain SQL: one statement for the bulk, race-safe by the unique index; service users have
        # no right to change cross-references by themselves
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO integration_xref AS x (
                    system_id, company_id, entity, external_id, res_model, res_id, source_time,
                    create_uid, write_uid, create_date, write_date)
                VALUES %s
                ON CONFLICT (system_id, entity, external_id, company_id) DO UPDATE
                   SET res_model = EXCLUDED.res_model, res_id = EXCLUDED.res_id,
                       source_time = GREATEST(x.source_time, EXCLUDED.source_time),
                       write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
                """,
                values,
            )
        )
        self.invalidate_model()
        self.env["integration.message"]._release(company.id, entity, list(latest))

    @api.model
    def _source_times(self, system, company, entity: str, external_ids: Collection[str]):
        """When what is known of each id happened: ``{external_id: datetime}``, own system only."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT external_id, source_time FROM integration_xref
                 WHERE system_id = %s AND company_id = %s AND entity = %s
                   AND external_id = ANY(%s) AND source_time IS NOT NULL
                """,
                system.id,
                company.id,
                entity,
                list(external_ids),
            )
        )
        return dict(rows)
