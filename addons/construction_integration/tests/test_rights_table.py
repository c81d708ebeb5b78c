# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import TransactionCase, tagged

from odoo.addons.construction_connector_base.tests import rights

ADDONS = ("construction_jobcost", "construction_integration")


@tagged("post_install", "-at_install")
class TestRightsTable(TransactionCase):
    """The matrix of group, model and operation of the addons that know construction."""

    def test_the_document_shows_the_rights(self):
        for addon in ADDONS:
            with self.subTest(addon):
                rights.check_document(self, addon)

    def test_each_model_of_a_company_keeps_other_companies_away(self):
        for addon in ADDONS:
            with self.subTest(addon):
                self.assertEqual(rights.without_company_rule(self.env, addon), [])
