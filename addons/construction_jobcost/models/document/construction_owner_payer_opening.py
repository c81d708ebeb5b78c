# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models

from ...core.keys import CostKey
from ...core.owner_billing import Share, opening_amounts
from ...core.projection import Projected
from ...core.values import decimal


class ConstructionOwnerPayer(models.Model):
    """What a payer was billed before the contract was kept here, in the job cost ledger.

    Invoices of the time before are no documents of the contract, so its opening balances stand
    for them: billed, held, given back, and paid as far as it is not held.
    """

    _name = "construction.owner.payer"
    _inherit = ["construction.owner.payer", "construction.cost.source"]

    @api.model
    def _get_cost_sweep_domain(self):
        return [("contract_id.application_ids.is_opening", "=", True)]

    def _get_openings(self):
        """Return {payer: opening application in force}; payers without one are left out."""
        # Sudo: what was certified counts whoever looks.
        applications = (
            self.env["construction.owner.application"]
            .sudo()
            .search(
                [
                    ("contract_id", "in", self.contract_id.ids),
                    ("is_opening", "=", True),
                    ("step", "=", "certified"),
                ]
            )
        )
        by_contract = {application.contract_id: application for application in applications}
        return {
            payer: by_contract[payer.contract_id]
            for payer in self
            if payer.contract_id in by_contract
        }

    def _get_cost_documents(self):
        documents = super()._get_cost_documents()
        return documents | {
            payer.id: (application._name, application.id, application.display_name)
            for payer, application in self._get_openings().items()
        }

    def _get_cost_projection(self):
        result = super()._get_cost_projection()
        for payer, application in self._get_openings().items():
            result[payer.id] = payer._project_opening(application)
        return result

    def _project_opening(self, application):
        """Return [Projected] of the payer's part of opening balances, by cost code."""
        buckets = self._get_opening_buckets()
        rate = decimal(self.contract_id._get_payment_rate(application.period_end))
        rounding = decimal(self.company_id.currency_id.rounding)
        return [
            Projected(buckets[name], key, application.period_end, amount)
            for key, share in self._sum_opening(application).items()
            for name, amount in opening_amounts(share, rate, rounding).items()
            if amount and buckets[name]
        ]

    def _get_opening_buckets(self):
        """Return {name of an amount: bucket}, as of invoices that are posted and paid."""
        documents = {
            "billed": "owner.invoice",
            "held": "owner.retention",
            "released": "owner.release",
            "collected": "owner.payment",
            "paid": "owner.release.payment",
        }
        rules = self.env["construction.cost.rule"]
        return {name: rules._get_bucket(key, "posted") for name, key in documents.items()}

    def _sum_opening(self, application):
        """Return {CostKey: Share} of the payer."""
        find = self.env["ir.model.data"]._xmlid_to_res_id
        uncoded = find("construction_jobcost.cost_code_uncoded")
        revenue = find("construction_jobcost.cost_type_revenue")
        shares = defaultdict(Share)
        for part in application.part_ids.filtered(lambda part: part.payer_id == self):
            code = part.contract_line_id.cost_code_id.id or uncoded
            key = CostKey(application.project_id.id, code, revenue)
            shares[key] += part._get_share()
        return shares


class ConstructionOwnerPart(models.Model):
    """A part in the arithmetic."""

    _inherit = "construction.owner.part"

    def _get_share(self):
        """Return the Share of the part, in the contract's currency."""
        return Share(
            decimal(self.work_amount), decimal(self.withheld_amount), decimal(self.released_amount)
        )
