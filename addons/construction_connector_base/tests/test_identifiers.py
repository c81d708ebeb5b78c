# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..core.identifiers import ordered_uuids


@tagged("post_install", "-at_install")
class TestIdentifiers(BaseCase):
    def test_canonical_and_ordered(self):
        made = ordered_uuids(1000)
        self.assertEqual(len(set(made)), 1000)
        read = [uuid.UUID(one) for one in made]
        self.assertEqual(list(map(str, read)), made)
        self.assertEqual({(one.version, one.variant) for one in read}, {(7, uuid.RFC_4122)})
        self.assertEqual(made, sorted(made))
        # each of the four variant digits comes up: all 62 bits are random
        self.assertEqual({one[19] for one in made}, set("89ab"))

    def test_later_is_greater(self):
        with patch("time.time_ns", return_value=1_700_000_000_000_000_000):
            # more than a millisecond can count: the next one is borrowed
            before = ordered_uuids(5000)
        with patch("time.time_ns", return_value=1_700_000_000_005_000_000):
            after = ordered_uuids(1)
        self.assertEqual(before, sorted(before))
        self.assertLess(before[-1], after[0])

    def test_none(self):
        self.assertEqual(ordered_uuids(0), [])
