# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv
import io

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.linking import ID, NAME, Candidate, Known, Matcher, Row, Target, is_sure, read_table

#: Errors that a text lists at most.
SHOWN = 30


class IntegrationLink(models.Model):
    """Links ids of an outside system to records that exist in Odoo already; creates none."""

    _name = "integration.link"
    _description = "Linking"
    _order = "id desc"
    _check_company_auto = True

    system_id = fields.Many2one("integration.system", required=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    entity = fields.Selection(
        selection="_selection_entity", required=True, help="What kind of thing the ids name."
    )
    table = fields.Text(
        "Their Records",
        help="Pasted from a spreadsheet or a CSV file. The first line names the columns: "
        "external_id, and any of those that the kind of thing is matched by.",
    )
    columns = fields.Char(compute="_compute_columns")
    line_ids = fields.One2many("integration.link.line", "link_id")
    open_count = fields.Integer("To Decide", compute="_compute_counts")
    linked_count = fields.Integer("Linked", compute="_compute_counts")

    @api.model
    def _link_targets(self) -> dict[str, Target]:
        """Hook: where the ids of each entity belong, and how their records are matched."""
        return {}

    @api.model
    def _selection_entity(self):
        return [(entity, entity) for entity in self._link_targets()]

    @api.depends("system_id", "entity", "company_id")
    def _compute_display_name(self):
        for link in self:
            parts = [link.entity, link.system_id.name, link.company_id.name]
            link.display_name = " · ".join(part for part in parts if part)

    @api.depends("entity")
    def _compute_columns(self):
        for link in self:
            target = self._link_targets().get(link.entity)
            link.columns = ", ".join([ID, *target.fields]) if target else False

    @api.depends("line_ids.state")
    def _compute_counts(self):
        counts = {
            (link, state): count
            for link, state, count in self.env["integration.link.line"]._read_group(
                [("link_id", "in", self.ids)], ["link_id", "state"], ["__count"]
            )
        }
        for link in self:
            link.open_count = counts.get((link, "open"), 0) + counts.get((link, "confirmed"), 0)
            link.linked_count = counts.get((link, "linked"), 0)

    def action_collect_waiting(self):
        """Add the ids that messages wait for to the table."""
        for link in self:
            rows, _errors = link._read_rows() if link.table else ([], [])
            known = {row.external_id for row in rows}
            link.table = link._append_ids([id_ for id_ in link._waiting_ids() if id_ not in known])

    def _waiting_ids(self) -> list[str]:
        self.ensure_one()
        prefix = f"{self.entity}:"
        waiting = self.env["integration.message"]._read_group(
            [
                ("state", "=", "waiting"),
                ("company_id", "=", self.company_id.id),
                ("system_id", "=", self.system_id.id),
                ("waiting_key", "=like", f"{prefix}%"),
            ],
            ["waiting_key"],
        )
        return [key.removeprefix(prefix) for (key,) in waiting]

    def _append_ids(self, external_ids: list[str]) -> str:
        target = io.StringIO(self.table or f"{ID},{NAME}")
        text = target.getvalue().rstrip("\r\n")
        header = text.split("\n", 1)[0]
        delimiter = max("\t;,", key=header.count)
        names = next(csv.reader([header], delimiter=delimiter))
        added = io.StringIO()
        writer = csv.DictWriter(added, names, delimiter=delimiter, lineterminator="\n")
        writer.writerows({ID: external_id} for external_id in external_ids)
        return f"{text}\n{added.getvalue()}"

    def action_match(self):
        """Look for the records that the ids may stand for."""
        for link in self:
            rows, errors = link._read_rows()
            if errors:
                raise UserError(link._table_text(errors))
            link.line_ids.filtered(lambda line: line.state != "linked").unlink()
            done = set(link.line_ids.mapped("external_id"))
            link._create_lines([row for row in rows if row.external_id not in done])

    def _read_rows(self) -> tuple[list[Row], list[tuple[int, str]]]:
        self.ensure_one()
        return read_table(self.table or "", self._target().fields)

    def _table_text(self, errors) -> str:
        texts = {
            "header": self.env._("the first line must name the column external_id."),
            "columns": self.env._("it has not as many cells as the first line."),
            "empty": self.env._("the id is missing."),
            "twice": self.env._("the id was there before."),
            "csv": self.env._("this is no valid CSV."),
        }
        return "\n".join(
            self.env._("Line %(line)s: %(text)s", line=line, text=texts[kind])
            for line, kind in errors[:SHOWN]
        )

    def _target(self) -> Target:
        return self._link_targets()[self.entity]

    def _create_lines(self, rows: list[Row]) -> None:
        """One line for each row, with its candidates."""
        self.ensure_one()
        known = self._known_records()
        matcher = Matcher(known, list(self._target().keys))
        linked = self.env["integration.xref"]._lookup(
            self.system_id, self.company_id, self.entity, [row.external_id for row in rows]
        )
        vals_list = []
        for row in rows:
            found = matcher.candidates(row)
            vals_list.append(
                {
                    "link_id": self.id,
                    "external_id": row.external_id,
                    "name": row.values.get(NAME),
                    "details": dict(row.values),
                    "candidate_ids": [
                        (
                            0,
                            0,
                            {
                                "res_id": c.record.id,
                                "res_model": self._target().model,
                                "method": c.method,
                                "score": c.score,
                            },
                        )
                        for c in found
                    ],
                }
                | self._prepare_decision(row, found, linked)
            )
        self.env["integration.link.line"].create(vals_list)

    def _prepare_candidate(self, candidate: Candidate) -> dict:
        return {
            "res_id": candidate.record.id,
            "res_model": self._target().model,
            "method": candidate.method,
            "score": candidate.score,
        }

    def _prepare_decision(self, row: Row, found, linked) -> dict:
        """What a line begins with: linked already, the one record that fits, or the best guess."""
        if row.external_id in linked:
            return {"state": "linked", "res_id": linked[row.external_id]}
        best = found[0] if found else None
        return {
            "is_sure": is_sure(found),
            "res_id": best.record.id if best else False,
        }

    def _known_records(self) -> list[Known]:
        """The records of the entity's model that this user and this company see."""
        target = self._target()
        model = self.env[target.model].with_company(self.company_id)
        domain = Domain.TRUE
        if "company_id" in model._fields:
            domain = Domain("company_id", "in", [False, self.company_id.id])
        found = model.search_fetch(domain, list(target.fields.values()))
        return [Known(record.id, self._values(record)) for record in found]

    def _values(self, record) -> dict[str, str]:
        """What the columns say of a record, as text."""
        values = {}
        for column, name in self._target().fields.items():
            value = record[name]
            if isinstance(value, models.BaseModel):
                value = value.display_name
            values[column] = str(value) if value not in (False, None) else ""
        return values
