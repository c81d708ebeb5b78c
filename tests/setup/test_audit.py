# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Checking an exported audit chain: what the command says and how it ends."""

import gzip
from datetime import datetime

import orjson
import pytest

from construction_setup import audit
from construction_setup.errors import SetupError


@pytest.fixture
def said(monkeypatch):
    """What the command says, line by line."""
    lines = []
    monkeypatch.setattr(audit, "say", lines.append)
    return lines


@pytest.fixture
def export(tmp_path):
    """Write a chain of some entries into a file; ``change`` may spoil its lines."""
    core = audit._core()

    def write(name="audit.gz", count=4, text="", change=None):
        rows, previous = [], core.GENESIS
        for seq in range(1, count + 1):
            at = datetime(2026, 3, 2, 8, 0, seq)
            says = core.Content(at, "message.done", 1, 2, 3, None, None, [seq], f'"{text}"')
            hash_ = core.link(seq, previous, says.digest())
            rows.append(core.Row(seq + 10, seq, previous, hash_, says.digest(), says))
            previous = hash_
        header = {
            "after": {"seq": 0, "hash": core.GENESIS},
            "last": {"seq": count, "hash": previous},
            "count": count,
        }
        lines = [orjson.loads(line) for line in core.dump(header, rows)]
        if change:
            change(lines)
        path = tmp_path / name
        path.write_bytes(gzip.compress(b"".join(orjson.dumps(line) + b"\n" for line in lines)))
        return str(path)

    return write


def test_a_whole_chain(export, said):
    assert audit.verify(export(), []) == 0
    assert "4 entries, the chain is whole" in said[-1]


def test_a_changed_entry_is_located(export, said):
    path = export(change=lambda lines: lines[3].update(user_id=1))
    assert audit.verify(path, []) == 1
    assert "entry 3 (id 13): its content was changed" in said[0]


def test_a_removed_entry_is_located(export, said):
    assert audit.verify(export(change=lambda lines: lines.pop(2)), []) == 1
    assert "entry 2: missing" in said[0]


def test_an_earlier_export(export, said):
    earlier, same, other = export("a.gz", 2), export("b.gz"), export("c.gz", text="x")
    assert audit.verify(same, [earlier]) == 0
    assert audit.verify(other, [earlier]) == 1
    assert "entry 2 (id 12): a checkpoint saw another hash" in said[1]


def test_what_is_no_export(tmp_path):
    path = tmp_path / "no.gz"
    path.write_text("hello")
    with pytest.raises(SetupError, match="not compressed"):
        audit.verify(str(path), [])
    with pytest.raises(SetupError, match="missing"):
        audit.verify(str(tmp_path / "missing"), [])
