# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Notes which records a transaction creates, changes and removes, to show what would happen."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL

#: The machinery itself; what it notes about a message is no change of a document.
_OWN_MODELS = ("integration.", "queue.job", "bus.", "mail.")

_recorders: "WeakKeyDictionary[Any, Recorder]" = WeakKeyDictionary()

#: Column values of a record by field name.
Values = dict[str, Any]


def recorder_of(cr) -> "Recorder | None":
    """The recorder of this cursor, while one listens."""
    return _recorders.get(cr)


@contextmanager
def recording(cr) -> Iterator["Recorder"]:
    """Listen to what the ORM writes through this cursor.

    What plain SQL writes is not noticed (``appended`` finds the rows that it adds), nor what the
    database itself removes with a record.
    """
    recorder = Recorder()
    _recorders[cr] = recorder
    try:
        yield recorder
    finally:
        del _recorders[cr]


@dataclass(frozen=True)
class Touched:
    """A record and its columns, before and after; ``before`` or ``after`` is None if it was not."""

    res_model: str
    res_id: int
    before: Values | None
    after: Values | None

    @property
    def operation(self) -> str:
        """``created``, ``changed`` or ``removed``."""
        if self.before is None:
            return "created"
        return "removed" if self.after is None else "changed"


@dataclass
class Recorder:
    """Keeps the values that columns had before they were first written.

    ``before``: by model and id; None for a record that was not there.
    """

    before: dict[tuple[str, int], Values | None] = field(default_factory=dict)

    def note_created(self, records) -> None:
        """These records have just come into being."""
        if self._is_document(records):
            self.before |= {(records._name, id_): None for id_ in records.ids}

    def note_writing(self, records, names: Iterable[str]) -> None:
        """These fields of the records are about to be written."""
        if not self._is_document(records):
            return
        columns = [name for name in names if name not in MAGIC_COLUMNS]
        unknown: dict[tuple[str, ...], list[int]] = {}
        for id_ in records.ids:
            known = self.before.setdefault((records._name, id_), {})
            missing = () if known is None else tuple(n for n in columns if n not in known)
            if missing:
                unknown.setdefault(missing, []).append(id_)
        for missing, ids in unknown.items():
            for id_, values in _read(records, ids, missing).items():
                self.before[records._name, id_] |= values

    def note_removing(self, records) -> None:
        """These records are about to be removed."""
        self.note_writing(records, _columns(records))

    def touched(self, env) -> list[Touched]:
        """What is different now: a record that was created and removed again has never been."""
        found = []
        for (model_name, id_), before, after in self._compared(env):
            if before is None and after is not None:
                found.append(Touched(model_name, id_, None, after))
            elif before is not None and after is None:
                found.append(Touched(model_name, id_, before, None))
            elif before is not None and after is not None:
                names = [name for name in before if before[name] != after[name]]
                if names:
                    old, new = ({n: values[n] for n in names} for values in (before, after))
                    found.append(Touched(model_name, id_, old, new))
        return found

    def _compared(self, env):
        by_model: dict[str, list[int]] = {}
        for model_name, id_ in self.before:
            by_model.setdefault(model_name, []).append(id_)
        now: Mapping[tuple[str, int], Values] = {
            (model_name, id_): values
            for model_name, ids in by_model.items()
            for id_, values in _read(env[model_name], ids, _columns(env[model_name])).items()
        }
        return [(key, before, now.get(key)) for key, before in self.before.items()]

    @staticmethod
    def _is_document(records) -> bool:
        return not (
            records._transient or not records._auto or records._name.startswith(_OWN_MODELS)
        )


def newest_ids(env, model_names: Iterable[str]) -> dict[str, int]:
    """The highest id in the table of each model; 0 in an empty one."""
    return {
        name: env.execute_query(
            SQL("SELECT COALESCE(max(id), 0) FROM %s", SQL.identifier(env[name]._table))
        )[0][0]
        for name in model_names
    }


def appended(
    env, newest: Mapping[str, int], known: Collection[tuple[str, int]] = ()
) -> list[Touched]:
    """The rows that this transaction has added behind these ids, whoever wrote them.

    ``known``: models and ids to leave out. Exact under REPEATABLE READ: rows that others add
    meanwhile are not seen, and sequences never go back.
    """
    found = []
    for name, last in newest.items():
        model = env[name]
        table = SQL.identifier(model._table)
        rows = env.execute_query(SQL("SELECT id FROM %s WHERE id > %s ORDER BY id", table, last))
        ids = [id_ for (id_,) in rows if (name, id_) not in known]
        found += [
            Touched(name, id_, None, values)
            for id_, values in _read(model, ids, _columns(model)).items()
        ]
    return found


def _columns(model) -> list[str]:
    """The stored fields that say something, without who wrote and when."""
    return [
        name
        for name, one in model._fields.items()
        if one.store and one.column_type and name not in MAGIC_COLUMNS
    ]


def _read(model, ids: Iterable[int], names: Iterable[str]) -> dict[int, Values]:
    # plain SQL: what stands in the table, whatever the caches and the reader's rights say
    columns = list(names)
    if not columns:
        return {}
    rows = model.env.execute_query(
        SQL(
            "SELECT id, %s FROM %s WHERE id = ANY(%s)",
            SQL(", ").join(map(SQL.identifier, columns)),
            SQL.identifier(model._table),
            list(ids),
        )
    )
    return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in rows}
