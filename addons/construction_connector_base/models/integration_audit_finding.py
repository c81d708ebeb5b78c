# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class IntegrationAuditFinding(models.Model):
    """What a verification has found wrong at one place of the chain."""

    _name = "integration.audit.finding"
    _description = "Audit Finding"
    _order = "seq, id"

    verification_id = fields.Many2one(
        "integration.audit.verification",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    kind = fields.Selection(
        [
            ("content", "Content Changed"),
            ("link", "Broken Link"),
            ("gap", "Entries Missing"),
            ("order", "Wrong Order"),
            ("checkpoint", "Differs From a Checkpoint"),
        ],
        required=True,
        readonly=True,
    )
    seq = fields.Integer("Number in the Chain", readonly=True, aggregator=None)
    # no foreign key: an entry that is deleted after it was found must not take the finding along
    entry_id = fields.Integer("Entry ID", readonly=True, aggregator=None)
    text = fields.Char("What Is Wrong", readonly=True)
