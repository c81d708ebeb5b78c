# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import tempfile
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import BaseCase, tagged
from odoo.tools import config

from ..core import drop
from .outbox_common import THING, OutboxCase

EVENT = {"id": "e1", "time": "t", "subject": "s", "data": {"thing": "T1"}}


@tagged("post_install", "-at_install")
class TestDrop(BaseCase):
    def setUp(self):
        super().setUp()
        self.base = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def test_folders_stay_below_the_base(self):
        for path in ("..", "a/../b", "/etc", "a/..", ".", "a b", "~", "a\x00", "-/./x", ".hidden"):
            with self.subTest(path), self.assertRaises(drop.ForbiddenPath):
                drop.folder(str(self.base), path)
        self.assertEqual(
            drop.folder(str(self.base), "a/b-1.x"), self.base.resolve() / "a" / "b-1.x"
        )

    def test_link_that_leads_out(self):
        (self.base / "out").symlink_to("/")
        with self.assertRaises(drop.ForbiddenPath):
            drop.folder(str(self.base), "out/etc")

    @given(st.text())
    def test_no_path_leads_out(self, path):
        try:
            found = drop.folder("/drop", path)
        except drop.ForbiddenPath:
            return
        self.assertTrue(found.is_relative_to("/drop"))
        self.assertNotIn("..", found.parts)

    def test_torn_line_is_cut_off(self):
        path = self.base / "x.ndjson"
        drop.append(path, [EVENT], "ndjson", ())
        whole = path.read_bytes()
        path.write_bytes(whole + whole[:10])
        self.assertFalse(drop.has_event(path, "e2"))
        drop.append(path, [EVENT | {"id": "e2"}], "ndjson", ())
        self.assertEqual(path.read_bytes(), whole + whole.replace(b"e1", b"e2"))

    def test_torn_first_line(self):
        path = self.base / "x.csv"
        path.write_bytes(b"id,ti")
        drop.append(path, [EVENT], "csv", ["thing"])
        self.assertEqual(path.read_text(), "id,time,subject,entity,thing\ne1,t,s,,T1\n")

    def test_formulas_and_line_breaks(self):
        for value, written in {
            "=1+1": "'=1+1",
            "@x": "'@x",
            "-5.20": "-5.20",
            "+x": "'+x",
            "a\nb": "a b",
            'q"q': '"q""q"',
        }.items():
            with self.subTest(value):
                event = EVENT | {"data": {"thing": value}}
                line = drop.render([event], "csv", ["thing"], header=False).decode()
                self.assertEqual(line, f"e1,t,s,,{written}\n")

    def test_find_event(self):
        for format_ in ("csv", "ndjson"):
            path = self.base / f"x.{format_}"
            drop.append(path, [EVENT], format_, ["thing"])
            self.assertTrue(drop.has_event(path, "e1"))
            self.assertFalse(drop.has_event(path, "e"))
        self.assertFalse(drop.has_event(self.base / "none", "e1"))

    def test_windows(self):
        moment = datetime(2026, 3, 2, 8, 30)
        names = [
            drop.file_name("a.b", moment, window, "csv") for window in ("hour", "day", "month")
        ]
        self.assertEqual(names, ["a.b-2026-03-02T08.csv", "a.b-2026-03-02.csv", "a.b-2026-03.csv"])


@tagged("post_install", "-at_install")
class TestFiles(OutboxCase):
    def setUp(self):
        super().setUp()
        self.base = Path(self.enterContext(tempfile.TemporaryDirectory()))
        options = {**config.options, "construction_drop_folder": str(self.base)}
        self.enterContext(
            patch.object(type(config), "get", lambda _self, name, *_a: options.get(name))
        )
        self.subscription.write({"channel": "folder", "folder": "out"})

    def file(self):
        [path] = (self.base / "out").iterdir()
        return path

    def test_events_become_lines(self):
        with freeze_time("2026-03-02 08:00:00"):
            self.publish("T1", "T2")
            self.drain()
        self.assertEqual(self.file().name, f"{THING.type}-2026-03-02.csv")
        lines = self.file().read_text().splitlines()
        self.assertEqual(lines[0], "id,time,subject,entity,thing,amount,at")
        self.assertEqual([line.split(",")[4] for line in lines[1:]], ["T1", "T2"])
        self.assertEqual(self.sent_states(), ["delivered", "delivered"])

    def test_written_but_not_settled_is_not_written_again(self):
        self.publish("T1", "T2")
        with patch.object(type(self.env["integration.delivery"]), "_store", lambda *_args: None):
            self.drain_once()
        self.drain()
        self.assertEqual(len(self.file().read_text().splitlines()), 3)
        self.assertEqual(self.sent_states(), ["delivered", "delivered"])

    def test_interrupted_writing_is_looked_up(self):
        self.publish("T1", "T2")
        with (
            patch.object(type(self.env["integration.attempt"]), "_close", lambda *_args: None),
            patch.object(type(self.env["integration.delivery"]), "_store", lambda *_args: None),
        ):
            self.drain_once()
        self.drain()
        self.assertEqual(len(self.file().read_text().splitlines()), 3)
        self.assertEqual(self.sent_states(), ["delivered", "delivered"])

    def drain_once(self):
        [(lane, _since)] = self.env["integration.lane"]._due_lanes()
        self.env["integration.lane"]._drain(lane)

    def test_full_disk_is_tried_again(self):
        self.publish("T1")
        with patch.object(drop, "append", side_effect=OSError(28, "No space left on device")):
            self.drain()
        message = self.outbound()
        self.assertEqual((message.state, message.reason_text), ("retry", "No space left on device"))
        self.assertEqual(self.shop.breaker_state, "closed")

    def test_folder_that_leads_out(self):
        with self.assertRaisesRegex(UserError, "below"):
            self.subscription.folder = "../x"

    def test_files_in_odoo(self):
        self.subscription.write({"channel": "stored", "file_format": "ndjson"})
        self.publish("T1")
        self.drain()
        self.publish("T2")
        self.drain()
        self.env.invalidate_all()
        self.assertEqual(self.subscription.file_count, 1)
        file = self.env["ir.attachment"].search(self.subscription.action_open_files()["domain"])
        self.assertEqual(len(file.raw.splitlines()), 2)
        self.assertFalse(self.outbound().attempt_ids)
