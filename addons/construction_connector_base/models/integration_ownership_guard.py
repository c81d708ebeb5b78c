# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from typing import Any

from odoo import api, models
from odoo.exceptions import UserError

from ..core.ownership import GUARD, Conflict, Guard, OwnershipError, Rule

#: Characters of a value that are shown.
SHOWN = 200


class IntegrationOwnership(models.Model):
    """Judges writes on records that have a system of record."""

    _inherit = "integration.ownership"

    @api.model
    def _judge(self, records, vals: dict[str, Any]) -> list[tuple[Any, dict[str, Any]]]:
        """What of a write may be written: pairs of records and values.

        Raises ``OwnershipError`` for a message, ``UserError`` for a person.
        """
        writer = self.env["integration.system"]._current().id or None
        conflicts = self._conflicts(records, vals, writer)
        if not conflicts:
            return [(records, vals)]
        if writer is None:
            self._judge_person(conflicts)
            return [(records, vals)]
        return self._judge_system(records, vals, conflicts)

    @api.model
    def _judge_person(self, conflicts: list[Conflict]) -> None:
        """Refuse the change, or note it."""
        refused = [one for one in conflicts if one.policy != "note"]
        if refused:
            raise UserError(
                self.env._(
                    "%(field)s of %(record)s is kept in %(owner)s. Change it there; Odoo gets it "
                    "from there. If Odoo shall keep it from now on, ask an integration manager to "
                    "change System of Record.",
                    field=", ".join(sorted({one.label for one in refused})),
                    record=refused[0].record,
                    owner=refused[0].owner,
                )
            )
        self._note_conflicts("ownership.overwritten", conflicts)

    @api.model
    def _judge_system(self, records, vals, conflicts: list[Conflict]):
        """Leave out what the rules or a person leave out, or stop the message."""
        guard = self.env.context.get(GUARD)
        guard = guard if isinstance(guard, Guard) else Guard()
        if guard.stops(conflicts):
            raise OwnershipError(conflicts)
        if guard.decision == "theirs":
            self._note_conflicts("ownership.overwritten", conflicts)
            return [(records, vals)]
        self._note_conflicts("ownership.left_out", conflicts)
        guard.left_out += conflicts
        kept: dict[frozenset[str], list[int]] = defaultdict(list)
        for record in records:
            out = frozenset(one.field for one in conflicts if one.record_id == record.id)
            kept[out].append(record.id)
        return [
            (records.browse(ids), {name: vals[name] for name in vals if name not in out})
            for out, ids in kept.items()
        ]

    @api.model
    def _note_conflicts(self, step: str, conflicts: list[Conflict]) -> None:
        self.env["integration.audit.entry"]._note(
            step,
            # which fields, not what they held: values may be personal
            {"fields": [[one.model, one.record_id, one.field, one.owner] for one in conflicts]},
        )

    @api.model
    def _conflicts(self, records, vals, writer: int | None) -> list[Conflict]:
        rules = [
            (rule, names)
            for rule in self._rules()[records._name]
            if rule.owner != writer and (names := rule.covers(vals))
        ]
        found: dict[tuple[int, str], Conflict] = {}
        for record in records if rules else ():
            if self._is_new(record):
                continue
            for rule, names in rules:
                if rule.binds(writer, self._company_id(record)):
                    for name in names:
                        if (record.id, name) not in found and self._differs(record, name, vals):
                            found[record.id, name] = self._conflict(rule, record, name, vals)
        return list(found.values())

    @api.model
    def _is_new(self, record) -> bool:
        """Whether this very transaction has made the record: then nobody owned it before."""
        # creations are stamped with the moment at which the transaction began
        made_now = "create_date" in record._fields and record.create_date == self.env.cr.now()
        return not record.id or made_now

    @api.model
    def _company_id(self, record) -> int | None:
        # sudo: whose a record is must not depend on who writes it
        company = record.sudo().company_id if "company_id" in record._fields else None
        return company.id or None if company is not None else None

    @api.model
    def _differs(self, record, name: str, vals) -> bool:
        return self._new_value(record, name, vals) != record[name]

    @api.model
    def _new_value(self, record, name: str, vals):
        field = record._fields[name]
        cached = field.convert_to_cache(vals[name], record, validate=False)
        return field.convert_to_record(cached, record)

    @api.model
    def _conflict(self, rule: Rule, record, name: str, vals) -> Conflict:
        return Conflict(
            model=record._name,
            record_id=record.id,
            record=record.display_name,
            field=name,
            label=record._fields[name]._description_string(self.env),
            ours=self._text(record[name]),
            theirs=self._text(self._new_value(record, name, vals)),
            owner=rule.owner_name,
            policy=rule.policy,
        )

    @api.model
    def _text(self, value) -> str:
        if isinstance(value, models.BaseModel):
            # what another system sends may be a record that is not made yet
            value = ", ".join(one.display_name or "…" for one in value)
        return "–" if value in (False, None, "") else str(value)[:SHOWN]
