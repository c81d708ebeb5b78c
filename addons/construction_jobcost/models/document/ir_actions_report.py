# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from collections import OrderedDict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ...core.document_print import PrintError, css_string, find_browser, page_size, print_to_pdf


class IrActionsReport(models.Model):
    """Documents that bring all they need, printed without a service for heads and feet."""

    _inherit = "ir.actions.report"

    is_self_contained = fields.Boolean(
        string="Self-Contained",
        help="Styles, heads and page numbers stand in the document itself: where wkhtmltopdf is "
        "not installed, a Chromium on the server prints it.",
    )

    def _get_readable_fields(self):
        return super()._get_readable_fields() | {"is_self_contained"}

    @api.model
    def can_print_documents(self):
        """Tell whether a Chromium on the server prints documents in place of wkhtmltopdf."""
        return self.get_wkhtmltopdf_state() == "install" and bool(find_browser())

    def _get_rendering_context(self, report, docids, data):
        values = super()._get_rendering_context(report, docids, data)
        if report.is_self_contained:
            values.update(
                figure=self._format_figure,
                address=self._format_address,
                foot=self._format_foot,
                page_size=lambda company, landscape=False: page_size(
                    company.paperformat_id.format, landscape=landscape
                ),
            )
        return values

    @api.model
    def _format_figure(self, amount, currency):
        """Return an amount without the currency's sign; less than nothing stands in brackets."""
        digits = currency.decimal_places
        text = formatLang(currency.env, abs(amount), digits=digits)
        return f"({text})" if currency.compare_amounts(amount, 0) < 0 else text

    @api.model
    def _format_address(self, partner):
        """Return the lines of an address that say something."""
        lines = partner._display_address(without_company=True).splitlines()
        return "\n".join(line.strip() for line in lines if line.strip())

    @api.model
    def _format_foot(self, *texts):
        """Return the texts as one string of a style sheet; whatever is in them stays text."""
        parts = [str(text).strip() for text in texts if text]
        return Markup(css_string(" · ".join(parts)))

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if not (report.is_self_contained and res_ids and self.can_print_documents()):
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        streams = OrderedDict()
        for res_id in res_ids:
            # each apart, so that each counts its own pages
            page = self._render_qweb_html(report, [res_id], data=dict(data or {}))[0]
            streams[res_id] = {"stream": io.BytesIO(self._print(page)), "attachment": None}
        return streams

    @api.model
    def _print(self, page):
        text = page.decode() if isinstance(page, bytes) else str(page)
        try:
            return print_to_pdf(text)
        except PrintError as error:
            raise UserError(
                self.env._(
                    "The document could not be printed: %(error)s. Open it as HTML and print it "
                    "from there, or ask whoever runs the server.",
                    error=error,
                )
            ) from error
