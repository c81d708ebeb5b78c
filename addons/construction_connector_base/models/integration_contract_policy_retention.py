# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class IntegrationContractPolicy(models.Model):
    """How long the messages are kept, where it is not as the contract says."""

    _inherit = "integration.contract.policy"

    retention_class_id = fields.Many2one(
        "integration.retention.class",
        ondelete="restrict",
        index="btree_not_null",
        help="Empty: as the contract, or a less specific policy, says.",
    )
