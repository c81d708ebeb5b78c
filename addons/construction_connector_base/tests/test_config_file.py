# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The configuration file as such: strict to read, stable to write, compared entry by entry."""

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.config import ConfigError, Section, dump, read
from ..core.config_plan import count, plan, render

ROOM = Section(
    name="rooms",
    model="room",
    key=("code",),
    fields={"code": "code", "seats": "seats", "tags": "tag_ids"},
    children={"doors": Section("doors", "door", ("code",), {"code": "code", "wide": "wide"})},
)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=9)
DOORS = st.lists(
    st.fixed_dictionaries({"code": TEXT, "wide": st.booleans()}),
    unique_by=lambda row: row["code"],
    max_size=4,
)
ROOMS = st.lists(
    st.fixed_dictionaries(
        {
            "code": TEXT,
            "seats": st.integers() | st.none(),
            "tags": st.lists(TEXT, max_size=4),
            "doors": DOORS,
        }
    ),
    unique_by=lambda row: row["code"],
)


@tagged("post_install", "-at_install")
class TestConfigFile(BaseCase):
    def plan(self, wanted, here):
        entries = read(dump({"rooms": wanted}), [ROOM]).get("rooms", [])
        return plan(ROOM, entries, here)

    @given(ROOMS)
    def test_what_is_written_is_read_again_and_changes_nothing(self, rooms):
        changes = self.plan(rooms, rooms)
        self.assertEqual({change.kind for change in changes} - {"unchanged"}, set())
        self.assertEqual(len(changes), len(rooms))

    @given(ROOMS, ROOMS)
    def test_each_entry_is_told_once(self, wanted, here):
        kinds = count(self.plan(wanted, here))
        names, known = ({row["code"] for row in rows} for rows in (wanted, here))
        self.assertEqual(kinds.get("create", 0), len(names - known))
        self.assertEqual(kinds.get("only_here", 0), len(known - names) if wanted else len(known))
        self.assertEqual(kinds.get("delete", 0), 0)

    def test_the_difference_as_people_read_it(self):
        here = [
            {"code": "A", "seats": 4, "tags": [], "doors": [{"code": "N", "wide": True}]},
            {"code": "B", "seats": 2, "tags": [], "doors": []},
            {"code": "C", "seats": 2, "tags": [], "doors": []},
        ]
        text = """
            version: 1
            rooms:
              - code: A
                seats: 6
                doors:
                  - {code: "N", wide: false}
                  - S
              - code: B
                absent: true
              - code: D
                tags: [x, "y"]
              - {code: gone, absent: true}
        """
        changes = plan(ROOM, read(text, [ROOM])["rooms"], here)
        self.assertEqual(
            render(changes),
            "~ rooms[A]\n"
            "    seats: 4 → 6\n"
            "    ~ rooms[A].doors[N]\n"
            "        wide: yes → no\n"
            "    + rooms[A].doors[S]\n"
            "- rooms[B]\n"
            "+ rooms[D]\n"
            "    tags: “x”, “y”\n"
            "  rooms[C] (only here, stays)",
        )

    def test_what_is_wrong_is_told_with_its_place(self):
        for text, message in {
            "": "The file must be a mapping that begins with 'version: 1'",
            "rooms: []": "version: This must be 1",
            "version: 2": "version: This must be 1",
            "version: 1\nroom: []": "room: No section has this name",
            "version: 1\nrooms: {}": "rooms: A list is expected",
            "version: 1\nrooms: [{seats: 1}]": "rooms[#1]: 'code' is missing, which says which entry this is",
            "version: 1\nrooms: [{code: A, sets: 1}]": "rooms[A].sets: Nothing has this name here",
            "version: 1\nrooms: [A, A]": "rooms[A]: This entry stands there twice",
            "version: 1\nrooms: [[A]]": "rooms[#1]: A mapping is expected",
            "version: 1\nrooms: [{code: A, absent: yes please}]": "rooms[A].absent: true or false is expected",
            "version: 1\nrooms: [{code: A, doors: [{wide: true}]}]": (
                "rooms[A].doors[#1]: 'code' is missing, which says which entry this is"
            ),
            "version: 1\nrooms:\n- code: A\n  code: B": "line 4: 'code' cannot stand here, or stands there twice",
            "version: 1\n1: 2\n[1]: 3": None,
            "version: 1\nrooms: &a [*a]": "line 2: Anchors and aliases are not taken: write the value out",
            "version: 1\nrooms: [": "line 2: This is no valid YAML",
            "version: !!python/object/apply:os.system ['true']": "line 1: This is no valid YAML",
            "version: 1\nrooms: " + "[" * 30 + "]" * 30: "line 2: The values are nested too deeply",
            "version: 1\nrooms: [2026-02-31]": "A value of the file cannot be read",
            "\x00": "This is no valid YAML",
        }.items():
            with self.subTest(text=text[:60]):
                with self.assertRaises(ConfigError) as caught:
                    read(text, [ROOM])
                if message:
                    self.assertEqual(str(caught.exception), message)
