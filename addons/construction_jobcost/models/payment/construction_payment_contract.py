# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...core.payment_application import Standing
from ...core.retention import NOTHING, Band, Terms
from ...core.values import decimal


class ConstructionPaymentContract(models.AbstractModel):
    """A contract that is billed by applications, and where its items stand after them.

    A model that inherits this has the terms of retention: ``retention_work_percent``,
    ``retention_stored_percent``, ``retention_scope`` and ``retention_tier_ids``.
    """

    _name = "construction.payment.contract"
    _description = "Contract Billed by Applications"

    #: The model of the applications.
    _payment_application = ""
    #: On an item of the contract: the field of the contract.
    _payment_item_contract = ""
    #: What gives retention back: model of the lines, field of their document, its step, the amount.
    _payment_releases = ()

    # What a contract says ---------------------------------------------------------------------

    def _check_payment_in_force(self):
        """Raise UserError for contracts that are not in force and so cannot be billed."""
        for contract in self:
            if not contract._is_payment_in_force():
                raise UserError(
                    self.env._(
                        "%(order)s is not in force: only a contract in force is billed.",
                        order=contract.display_name,
                    )
                )

    def _is_payment_in_force(self):
        """Tell whether the contract may be billed."""
        return False

    def _get_payment_items(self):
        """Return the items of the contracts that are billed, in their order."""
        raise NotImplementedError

    def _get_payment_scheduled(self, item):
        """Return the scheduled value of an item with all changes in force (contract's currency)."""
        raise NotImplementedError

    def _prepare_payment_item(self, item):
        """Return the values by which a sheet names an item."""
        raise NotImplementedError

    def _get_payment_changes(self):
        """Return the approved changes of the contract, net (Decimal, its currency)."""
        raise NotImplementedError

    def _get_payment_rate(self, day):
        """Return the contract's currency per unit of the company's currency."""
        raise NotImplementedError

    def _get_payment_terms(self):
        """Return the Terms of retention."""
        # Sudo: the terms of the contract that is billed.
        contract = self.sudo()
        bands = tuple(
            Band(decimal(tier.up_to_percent), decimal(tier.percent))
            for tier in contract.retention_tier_ids
        )
        return Terms(
            decimal(contract.retention_work_percent),
            decimal(contract.retention_stored_percent),
            bands,
            contract.retention_scope,
        )

    # Where it stands --------------------------------------------------------------------------

    def _get_payment_standings(self):
        """Return {item: Standing} after all certificates and releases, in the items' order.

        Items that no application has are there with nothing done. Bulk over the contracts.
        """
        # Sudo: what was certified counts whoever goes on from there.
        contracts = self.sudo()
        known = contracts._get_certified_standings()
        released = contracts._get_released()
        standings = {}
        for item in contracts._get_payment_items():
            before = known.get(item.id) or Standing(NOTHING)
            standings[item.sudo(False)] = replace(
                before,
                scheduled=decimal(contracts._get_payment_scheduled(item)),
                released=released[item.id],
            )
        return standings

    def _get_certified_standings(self):
        """Return {item id: Standing} that the last certified application left.

        It keeps what all before it come to: however many these are, they are not looked at.
        """
        applications = self.env[self._payment_application]
        groups = applications._read_group(
            [(applications._contract_field, "in", self.ids), ("step", "=", "certified")],
            [applications._contract_field],
            ["number:max"],
        )
        latest = applications.search(
            Domain("step", "=", "certified")
            & Domain.OR(
                Domain(applications._contract_field, "=", contract.id)
                & Domain("number", "=", number)
                for contract, number in groups
            )
        )
        return {line[line._item_field].id: line._get_after() for line in latest.line_ids}

    def _get_released(self):
        """Return {item id: amount} given back by certificates, releases and credit notes (Decimal)."""
        applications = self.env[self._payment_application]
        contract_field = applications._contract_field
        item_field = applications.line_ids._item_field
        released = defaultdict(lambda: NOTHING)
        for model, parent, step, field in self._payment_releases:
            groups = self.env[model]._read_group(
                [
                    (contract_field, "in", self.ids),
                    (f"{parent}.step", "=", step),
                    (field, "!=", 0),
                ],
                [item_field],
                [f"{field}:sum"],
            )
            for item, amount in groups:
                released[item.id] += decimal(amount)
        for item, amount in self._get_credited().items():
            released[item.id] += amount
        return released

    def _get_credited(self):
        """Return {item: retention that credit notes for a part of a bill took back (Decimal)}.

        Below zero: what was given back is held again.
        """
        return {}
