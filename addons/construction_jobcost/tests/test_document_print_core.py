# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import BaseCase, tagged

from ..core.document_print import css_string, page_size, print_to_pdf, sealed


@tagged("post_install", "-at_install")
class TestDocumentPrintCore(BaseCase):
    def test_a_string_of_a_style_sheet_stays_one(self):
        text = css_string('A" } body { display: none } /* </style>\n')
        self.assertNotIn('"', text[1:-1])
        for character in "<>{}/;:\n":
            self.assertNotIn(character, text)
        self.assertTrue(css_string("Pier 7").endswith('Pier 7"'))

    def test_a_page_neither_runs_nor_loads(self):
        page = sealed(
            "<html><head lang='x'><link href='http://a/b.css'></head><body>"
            "<script>document.body.innerHTML = 'run'</script><p>Text</p></body></html>"
        )
        self.assertNotIn("script>", page)
        self.assertNotIn("http://a", page)
        self.assertIn("default-src 'none'", page)
        self.assertIn("<p>Text</p>", page)
        self.assertIn("default-src 'none'", sealed("<p onclick='x()'>Text</p>"))

    def test_paper(self):
        self.assertEqual(page_size("Letter", landscape=True), "letter landscape")
        self.assertEqual(page_size(None, landscape=False), "A4")

    def test_it_prints(self):
        self.assertTrue(print_to_pdf("<p>Text</p>").startswith(b"%PDF"))
