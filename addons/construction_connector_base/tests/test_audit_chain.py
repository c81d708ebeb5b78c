# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import gzip
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.audit import (
    GENESIS,
    BadFile,
    Content,
    Point,
    Row,
    dump,
    encode,
    link,
    load_rows,
    verify,
    verify_file,
)

START = datetime(2026, 3, 2, 8)


def content(number: int, text: str = "") -> Content:
    data = encode({"number": number, "text": text})
    at = START + timedelta(seconds=number)
    return Content(at, "message.done", 1, 2, 3, "x", number, [number], data)


def chain(count: int, texts=()) -> list[Row]:
    rows, previous = [], GENESIS
    for seq in range(1, count + 1):
        says = content(seq, texts[seq - 1] if texts else "")
        hash_ = link(seq, previous, says.digest())
        rows.append(Row(seq + 100, seq, previous, hash_, says.digest(), says))
        previous = hash_
    return rows


@tagged("post_install", "-at_install")
class TestAuditChain(BaseCase):
    """The arithmetic of the chain: whatever is changed is found, and where."""

    def found(self, rows, **known):
        return {(one.kind, one.seq) for one in verify(rows, **known)}

    @given(st.lists(st.text(max_size=5), max_size=8))
    def test_an_untouched_chain_is_whole(self, texts):
        rows = chain(len(texts), texts)
        self.assertFalse(verify(rows))
        self.assertFalse(verify(rows, known=[Point(row.seq, row.hash) for row in rows]))

    @given(st.integers(1, 8), st.integers(1, 8), st.data())
    def test_each_piece_of_a_chain_is_whole(self, count, start, data):
        rows = chain(count)
        start = data.draw(st.integers(0, count))
        after = Point(start, rows[start - 1].hash if start else GENESIS)
        self.assertFalse(verify(rows[start:], after=after))

    @given(st.integers(0, 7), st.text())
    def test_changed_content(self, place, text):
        rows = chain(8)
        rows[place] = replace(rows[place], content=content(place + 1, text + "!"))
        self.assertEqual(self.found(rows), {("content", place + 1)})

    @given(st.integers(0, 6))
    def test_changed_content_with_a_new_digest_and_hash(self, place):
        rows = chain(8)
        says = content(place + 1, "other")
        hash_ = link(place + 1, rows[place].previous_hash, says.digest())
        rows[place] = replace(rows[place], content=says, digest=says.digest(), hash=hash_)
        self.assertEqual(self.found(rows), {("link", place + 2)})

    @given(st.integers(0, 6))
    def test_a_removed_entry(self, place):
        rows = chain(8)
        del rows[place]
        self.assertEqual(self.found(rows), {("gap", place + 1)})

    @given(st.integers(0, 7))
    def test_a_removed_entry_with_new_numbers(self, place):
        rows = chain(8)
        known = [Point(rows[-1].seq, rows[-1].hash)]
        del rows[place]
        rows = [
            replace(row, seq=row.seq - 1, hash=link(row.seq - 1, row.previous_hash, row.digest))
            if row.seq > place + 1
            else row
            for row in rows
        ]
        self.assertTrue(verify(rows, known=known))
        if place < 7:
            self.assertIn(("link", place + 1), self.found(rows))

    @given(st.integers(0, 6))
    def test_swapped_contents(self, place):
        rows = chain(8)
        one, two = rows[place], rows[place + 1]
        rows[place] = replace(one, content=two.content, digest=two.digest)
        rows[place + 1] = replace(two, content=one.content, digest=one.digest)
        self.assertEqual(self.found(rows), {("link", place + 1), ("link", place + 2)})

    @given(st.integers(0, 6))
    def test_foreign_order(self, place):
        rows = chain(8)
        rows[place], rows[place + 1] = rows[place + 1], rows[place]
        self.assertIn(("order", place + 1), self.found(rows))

    def test_an_inserted_entry(self):
        rows = chain(8)
        says = content(99)
        rows.insert(4, Row(999, 5, rows[3].hash, link(5, rows[3].hash, says.digest()), says.digest(), says))  # fmt: skip
        self.assertEqual(self.found(rows), {("order", 5)})

    def test_a_chain_made_anew_differs_from_the_checkpoint(self):
        known = [Point(5, chain(8)[4].hash)]
        rows = chain(8, [f"other {n}" for n in range(8)])
        self.assertFalse(verify(rows))
        self.assertEqual(self.found(rows, known=known), {("checkpoint", 5)})

    @given(st.integers(0, 7))
    def test_the_newest_entries_are_missed_by_the_checkpoint(self, kept):
        rows = chain(8)
        known = [Point(8, rows[-1].hash)]
        self.assertFalse(verify(rows[:kept]))
        self.assertEqual(self.found(rows[:kept], known=known), {("gap", kept + 1)})


@tagged("post_install", "-at_install")
class TestAuditFile(BaseCase):
    """Exported chains, checked without a database."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, rows, after=None, last=None, **header):
        after = after or Point(0, GENESIS)
        last = last or Point(rows[-1].seq, rows[-1].hash)
        header = {
            "after": {"seq": after.seq, "hash": after.hash},
            "last": {"seq": last.seq, "hash": last.hash},
            "count": len(rows),
        } | header
        path = self.folder / name
        with gzip.open(path, "wb") as stream:
            stream.writelines(dump(header, rows))
        return str(path)

    def test_what_is_written_is_read(self):
        rows = chain(5)
        path = self.write("a.gz", rows)
        self.assertEqual(list(load_rows(path)), rows)
        self.assertEqual(verify_file(path), (5, []))

    def test_a_changed_line_is_located(self):
        rows = chain(5)
        rows[2] = replace(rows[2], content=content(3, "other"))
        _count, findings = verify_file(self.write("a.gz", rows))
        self.assertEqual([(one.kind, one.seq, one.id) for one in findings], [("content", 3, 103)])
        self.assertIn("entry 3 (id 103)", str(findings[0]))

    def test_lines_cut_off_at_the_end(self):
        rows = chain(5)
        path = self.write("a.gz", rows[:3], last=Point(5, rows[4].hash), count=5)
        self.assertEqual({one.kind for one in verify_file(path)[1]}, {"gap", "file"})

    def test_an_earlier_file_pins_the_chain(self):
        rows = chain(8)
        earlier = self.write("a.gz", rows[:4])
        self.assertFalse(verify_file(self.write("b.gz", rows), [earlier])[1])
        rest = self.write("c.gz", rows[4:], after=Point(4, rows[3].hash))
        self.assertFalse(verify_file(rest, [earlier])[1])
        other = self.write("d.gz", chain(8, ["x"] * 8))
        self.assertEqual(
            [(one.kind, one.seq) for one in verify_file(other, [earlier])[1]], [("checkpoint", 4)]
        )
        late = self.write("e.gz", rows[6:], after=Point(6, rows[5].hash))
        self.assertEqual([one.kind for one in verify_file(late, [earlier])[1]], ["gap"])

    def test_what_is_no_export(self):
        plain = self.folder / "plain"
        plain.write_text("hello")
        with self.assertRaises(BadFile):
            verify_file(str(plain))
        for name, lines in (
            ("empty", b""),
            ("json", b"[1]\n"),
            ("foreign", b'{"format":"other"}\n'),
            ("bare", b'{"format":"integration-audit-1"}\n'),
        ):
            path = self.folder / name
            path.write_bytes(gzip.compress(lines))
            with self.subTest(name), self.assertRaises(BadFile):
                verify_file(str(path))
        whole = Path(self.write("a.gz", chain(50)))
        whole.write_bytes(whole.read_bytes()[:-30])
        with self.assertRaises(BadFile):
            verify_file(str(whole))

    def test_a_line_that_is_no_entry(self):
        path = Path(self.write("a.gz", chain(2)))
        path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()) + b'{"seq":3}\n'))
        with self.assertRaisesRegex(BadFile, "Line 4"):
            verify_file(str(path))
