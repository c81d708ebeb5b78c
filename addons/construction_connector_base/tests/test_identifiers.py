# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid

from odoo.tests import BaseCase, tagged

from ..core.identifiers import random_uuids


@tagged("post_install", "-at_install")
class TestIdentifiers(BaseCase):
    def test_canonical_random_uuids(self):
        made = random_uuids(1000)
        self.assertEqual(len(set(made)), 1000)
        read = [uuid.UUID(one) for one in made]
        self.assertEqual(list(map(str, read)), made)
        self.assertEqual({(one.version, one.variant) for one in read}, {(4, uuid.RFC_4122)})
        # each of the four variant digits comes up: all 122 bits are random
        self.assertEqual({one[19] for one in made}, set("89ab"))

    def test_none(self):
        self.assertEqual(random_uuids(0), [])
