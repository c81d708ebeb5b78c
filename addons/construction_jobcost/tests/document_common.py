# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from PyPDF2 import PdfReader

from .payment_common import PaymentCommon


class PrintCommon:
    """Documents as they are printed."""

    def _print(self, name, records):
        """Print a report by its name; return the texts of its pages without blanks."""
        reports = records.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = reports._render_qweb_pdf(f"construction_jobcost.{name}", records.ids)
        self.assertEqual(kind, "pdf")
        reader = PdfReader(io.BytesIO(content))
        self.papers = [tuple(map(round, page.mediabox[2:])) for page in reader.pages]
        return ["".join(page.extract_text().split()) for page in reader.pages]

    def assertPrinted(self, page, *texts):
        for text in texts:
            with self.subTest(text=text):
                self.assertIn("".join(text.split()), page)


class DocumentCommon(PaymentCommon, PrintCommon):
    """Documents of subcontracts."""
