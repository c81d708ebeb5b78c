# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionApplicationImportWizardLine(models.TransientModel):
    """A line as the spreadsheet claims it."""

    _name = "construction.application.import.wizard.line"
    _description = "Line of an Imported Claim"
    _order = "sequence, id"

    wizard_id = fields.Many2one(
        "construction.application.import.wizard", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    sequence = fields.Integer()
    item = fields.Char()
    name = fields.Char(string="Description")
    scheduled_value = fields.Monetary()
    previous_work = fields.Monetary()
    claimed_before = fields.Monetary(string="Claimed so far")
    claimed_work = fields.Monetary(string="Work")
    claimed_stored = fields.Monetary(string="Newly Stored")
    claimed_moved = fields.Monetary(string="Installed")
