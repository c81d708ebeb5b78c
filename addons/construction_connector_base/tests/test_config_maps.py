# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common_config import ConfigCase


@tagged("post_install", "-at_install")
class TestConfigMaps(ConfigCase):
    def test_an_imported_map_is_a_draft_that_two_people_approve(self):
        code_map = self.make_map({"A": "1"})
        text = self.file(
            code_maps=[
                {
                    "domain": "cost_code",
                    "system": "field",
                    "company": None,
                    "values": {"A": "1", "B": "2"},
                }
            ]
        )
        self.take(text)
        self.assertEqual(code_map.current_version_id._pairs(), [("A", "1")])
        draft = code_map.open_version_id
        self.assertEqual((draft.state, draft._pairs()), ("draft", [("A", "1"), ("B", "2")]))
        self.assertFalse(self.Config._preview(text).is_change)
        self.approve(draft)
        self.assertFalse(self.Config._preview(text).is_change)

    def test_a_map_is_made_with_its_values(self):
        text = self.file(
            code_maps=[
                {
                    "domain": "uom",
                    "system": None,
                    "company": "Acme",
                    "direction": "both",
                    "effective_from": "2026-04-01",
                    "values": {"EA": "unit"},
                }
            ]
        )
        self.take(text)
        code_map = self.env["integration.code.map"].search([("domain", "=", "uom")])
        self.assertEqual(str(code_map.open_version_id.effective_from), "2026-04-01")
        self.assertRefused(
            "version: 1\ncode_maps: [{domain: uom, system: null, company: Acme, values: {012: x}}]",
            "code_maps[uom, -, Acme].values.10: Write both codes in quotes",
        )
