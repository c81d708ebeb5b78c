# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, models

from ..core.keys import CostKey

JOB, CODE, TYPE, PHASE = range(4)
OWNERS = (
    ("project.project", "account_id"),
    ("construction.cost.code", "analytic_account_id"),
    ("construction.cost.type", "analytic_account_id"),
    ("construction.job.phase", "analytic_account_id"),
)


class ConstructionCostKey(models.AbstractModel):
    """Translate between analytic distributions of documents and keys of budget lines."""

    _name = "construction.cost.key"
    _description = "Job Cost Coding"

    @api.model
    def _distribution(self, job, cost_code, cost_type, phase=None):
        """Return the analytic distribution that codes a line wholly to one budget line."""
        accounts = [
            job.account_id.id,
            cost_code.analytic_account_id.id,
            cost_type.analytic_account_id.id,
        ]
        if phase:
            accounts.append(phase.analytic_account_id.id)
        # hours and goods from stock may come without a code
        return {",".join(str(account) for account in accounts if account): 100}

    @api.model
    def _distribution_of(self, key):
        """Return the analytic distribution that codes a line wholly to the budget line of ``key``."""
        # Sudo: coding is a fact of the document; who posts it need not read the structure.
        job, code, cost_type, phase = (
            self.env[model].sudo().browse(res_id or [])
            for (model, _field), res_id in zip(OWNERS, key, strict=True)
        )
        return self._distribution(job, code, cost_type, phase)

    @api.model
    def _parse(self, distributions):
        """Return, per distribution, its parts as [(CostKey, percent as Decimal)].

        Parts without a job are left out; a job part without code or type falls on the
        system's uncoded cost code or its "other" cost type.
        """
        distributions = [distribution or {} for distribution in distributions]
        owners = self._owners(
            {
                account
                for distribution in distributions
                for key in distribution
                for account in self._accounts(key)
            }
        )
        if not any(dimension == JOB for dimension, _id in owners.values()):
            # also while the addon is being installed: its uncoded code does not exist yet
            return [[] for _distribution in distributions]
        fallback = self._fallback()
        return [
            [
                (key, Decimal(str(percent)))
                for text, percent in distribution.items()
                if (key := self._key(self._accounts(text), owners, fallback))
            ]
            for distribution in distributions
        ]

    @api.model
    def _keys_of_accounts(self, account_sets):
        """Return, per set of analytic account ids, its CostKey, or None where there is no job."""
        account_sets = list(account_sets)
        owners = self._owners({account for accounts in account_sets for account in accounts})
        fallback = self._fallback()
        return [self._key(accounts, owners, fallback) for accounts in account_sets]

    @api.model
    def _accounts(self, text):
        # "__update__" is a marker of the analytic mixin, not a distribution key
        return [int(part) for part in text.split(",") if part.strip().isdigit()]

    @api.model
    def _key(self, accounts, owners, fallback):
        found = list(fallback)
        for account in accounts:
            if account in owners:
                dimension, record_id = owners[account]
                found[dimension] = record_id
        return CostKey(*found) if found[JOB] else None

    @api.model
    def _fallback(self):
        # not env.ref: it asks the database each time whether the record still exists
        res_id = self.env["ir.model.data"]._xmlid_to_res_id
        uncoded = res_id("construction_jobcost.cost_code_uncoded", raise_if_not_found=True)
        other = res_id("construction_jobcost.cost_type_other", raise_if_not_found=True)
        return (0, uncoded, other, 0)

    @api.model
    def _owners(self, account_ids):
        """Return {analytic account id: (dimension, id of the record that owns it)}."""
        owners = {}
        ids = list(account_ids)
        for dimension, (model, field) in enumerate(OWNERS):
            # Sudo: coding is a fact of the document, whoever reads or writes it.
            records = self.env[model].sudo().with_context(active_test=False)
            domain = [(field, "in", ids)]
            if dimension == JOB:
                domain.append(("is_job", "=", True))
            for record in records.search_fetch(domain, [field], order="id") if ids else ():
                owners[record[field].id] = (dimension, record.id)
        return owners
