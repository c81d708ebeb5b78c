# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import gzip
import io
from collections.abc import Iterator

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.audit import GENESIS, Point, Row, dump

#: Entries that are read at once.
STEP = 10_000
#: An export of more entries is made by a job.
AT_ONCE = 50_000


class IntegrationAuditCheckpoint(models.Model):
    """An exported piece of the audit chain. Its last hash pins everything before it.

    Kept outside of this server, the file shows what a database owner changed or removed later.
    """

    _name = "integration.audit.checkpoint"
    _description = "Audit Export"
    _order = "id desc"
    _rec_name = "file_name"

    after_seq = fields.Integer("After Entry", readonly=True, aggregator=None)
    after_hash = fields.Char(readonly=True)
    seq = fields.Integer("Up to Entry", readonly=True, aggregator=None)
    hash = fields.Char("Last Hash", readonly=True)
    count = fields.Integer("Entries", readonly=True)
    company_count = fields.Integer(
        readonly=True, help="An export holds all companies: so many there were."
    )
    file = fields.Binary(readonly=True, attachment=True)
    file_name = fields.Char(readonly=True)

    def action_export_all(self):
        """Export the whole chain."""
        return self._export(Point(0, GENESIS))

    def action_export_new(self):
        """Export what was added to the chain since the last export."""
        last = self.sudo().search([("seq", ">", 0)], limit=1)
        return self._export(Point(last.seq, last.hash) if last else Point(0, GENESIS))

    @api.model
    def _points(self, after: int) -> list[Point]:
        """The places that exports have pinned, beyond entry ``after``."""
        return [Point(one.seq, one.hash) for one in self.search([("seq", ">", after)])]

    @api.model
    def _export(self, after: Point):
        self._check_exporter()
        Entry = self.env["integration.audit.entry"]
        while Entry._seal():
            pass
        seq, hash_ = Entry._last_link()
        if seq <= after.seq:
            raise UserError(self.env._("Nothing was added to the audit since the last export."))
        # sudo: auditors write nothing by hand, but may let an export be made
        export = self.sudo().create(
            {
                "after_seq": after.seq,
                "after_hash": after.hash,
                "seq": seq,
                "hash": hash_,
                "company_count": self.env["res.company"].sudo().search_count([]),
                "file_name": f"audit-{after.seq + 1}-{seq}.ndjson.gz",
            }
        )
        Entry._note("audit.exported", {"after": after.seq, "seq": seq}, record=export)
        if seq - after.seq > AT_ONCE:
            export.with_delay(description=f"Export the audit up to {seq}")._make_file()
        else:
            export._make_file()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Audit Export"),
            "res_model": self._name,
            "res_id": export.id,
            "views": [(False, "form")],
        }

    @api.model
    def _check_exporter(self) -> None:
        self.env["integration.audit.verification"]._check_auditor()
        # sudo: only to count them
        elsewhere = [("id", "not in", self.env.user.company_ids.ids)]
        if self.env["res.company"].sudo().search_count(elsewhere, limit=1):
            raise AccessError(
                self.env._(
                    "An export holds the entries of all companies: only somebody who works in all "
                    "of them may take it."
                )
            )

    def _make_file(self) -> None:
        """Write header and entries into the file."""
        self.ensure_one()
        self.count = self.env["integration.audit.entry"]._count_rows(self.after_seq, self.seq)
        header = {
            "database": self.env["ir.config_parameter"].sudo().get_param("database.uuid"),
            "exported_at": fields.Datetime.to_string(fields.Datetime.now()),
            "exported_by": self.create_uid.login,
            "after": {"seq": self.after_seq, "hash": self.after_hash},
            "last": {"seq": self.seq, "hash": self.hash},
            "count": self.count,
        }
        target = io.BytesIO()
        with gzip.GzipFile(fileobj=target, mode="wb", mtime=0) as stream:
            stream.writelines(dump(header, self._all_rows()))
        self.file = base64.b64encode(target.getvalue())

    def _all_rows(self) -> Iterator[Row]:
        last = self.after_seq
        while rows := self.env["integration.audit.entry"]._rows(last, self.seq, STEP):
            yield from rows
            last = rows[-1].seq
