# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import TransactionCase, tagged

from . import rights

ADDON = "construction_connector_base"


@tagged("post_install", "-at_install")
class TestRightsTable(TransactionCase):
    """The whole matrix of group, model and operation, and what must hold for all of it."""

    def test_the_document_shows_the_rights(self):
        rights.check_document(self, ADDON)

    def test_each_model_of_a_company_keeps_other_companies_away(self):
        self.assertEqual(rights.without_company_rule(self.env, ADDON), [])

    def test_people_without_a_group_have_no_right(self):
        everybody = self.env.ref("base.group_user")
        held = {
            model: rights.rights(self.env, ADDON, model, everybody)
            for model in rights.models_of(self.env, ADDON)
        }
        self.assertFalse({model: letters for model, letters in held.items() if letters})

    def test_an_auditor_reads_everything_and_writes_nothing(self):
        auditor = self.env.ref(f"{ADDON}.group_auditor")
        held = {
            model: rights.rights(self.env, ADDON, model, auditor)
            for model in rights.models_of(self.env, ADDON)
            # forms live only while they are open, some of them in no table at all
            if not self.env[model]._transient and not self.env[model]._abstract
        }
        # what nobody reads through the ORM is no secret of the managers'
        manager = self.env.ref(f"{ADDON}.group_manager")
        readable = {m for m in held if "r" in rights.rights(self.env, ADDON, m, manager)}
        hidden = {model for model in readable if "r" not in held[model]}
        self.assertEqual(hidden, set(), "Give group_auditor the right to read them.")
        self.assertEqual({letters for letters in held.values()} - {"", "r"}, set())
