# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import traceback
from typing import Any

from odoo import fields, models

from ..core.codes import MissingCode, Pair
from ..core.errors import Unreadable


class IntegrationMessage(models.Model):
    """Messages whose payload is a record of an outside product, which its adapter translates."""

    _inherit = "integration.message"

    adapter = fields.Char(
        readonly=True, help="The payload is what the system gave; this model translates it."
    )

    def _is_translated(self):
        # the adapter has asked the code maps itself
        return bool(self.adapter) or super()._is_translated()

    def _contract_data(self, sources: dict[Pair, str] | None = None) -> dict[str, Any]:
        raw = super()._contract_data(sources)
        return self._translate_raw(raw, sources) if self.adapter else raw

    def _translate_raw(
        self, raw: dict[str, Any], sources: dict[Pair, str] | None = None
    ) -> dict[str, Any]:
        """The payload of the contract from a raw record, by the adapter of this message.

        ``sources``: gets what code maps replace. Raises ``Unreadable``, or ``MissingCode`` where a code map must be mended first.
        """
        if self.adapter not in self.env:
            text = self.env._("The adapter %(adapter)s is not installed.", adapter=self.adapter)
            raise Unreadable("adapter.unreadable", text)
        on = fields.Datetime.context_timestamp(self, self.occurred_at).date()
        codes = self.env["integration.code.map"]._translator(self.system_id, self.company_id, on)
        if sources is not None:
            codes = codes.noting(sources)
        try:
            return self.env[self.adapter]._translate(raw, codes)
        except MissingCode:
            raise
        except Exception as error:
            text = self.env._("The adapter cannot translate this record.")
            # not into the log: an error may quote the record
            trace = "".join(traceback.format_exception(error))
            raise Unreadable("adapter.unreadable", text, error=trace) from None
