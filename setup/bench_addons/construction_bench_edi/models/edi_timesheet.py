# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import models


class EdiTimesheet(models.AbstractModel):
    """Makes a timesheet line of what an exchange record holds, and looks at nothing."""

    _name = "construction.bench.edi.timesheet"
    _inherit = "edi.oca.handler.process"
    _description = "Benchmark: Timesheet by EDI"

    def process(self, exchange_record):
        """Create the line; the file holds its values."""
        values = json.loads(exchange_record._get_file_content())
        self.env["account.analytic.line"].create(values)
        return "created"
