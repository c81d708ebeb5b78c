# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command, api, models

from ..core import contract as contracts


class IntegrationSystem(models.Model):
    """Service users have the rights that their contracts need, and no others."""

    _inherit = "integration.system"

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals:
            self._sync_service_groups()
        return result

    def _sync_service_groups(self) -> None:
        """Give each service user the groups of its contracts, take away those of the others.

        Groups that no contract names are left as they are.
        """
        managed = self._groups_of(contracts.all_contracts())
        for system in self:
            # sudo: replaces the right to write users; the account belongs to this system only
            user = system.user_id.sudo()
            types = system.contract_ids.mapped("type")
            named = {*types, *map(contracts.newest_type, types)}
            wanted = self._groups_of(filter(None, map(contracts.get, named)))
            surplus = (user.group_ids & managed) - wanted
            missing = wanted - user.group_ids
            if user and (surplus or missing):
                user.group_ids = [
                    *map(Command.unlink, surplus.ids),
                    *map(Command.link, missing.ids),
                ]
                system._note_groups(surplus, missing)

    def _note_groups(self, removed, added) -> None:
        self.env["integration.audit.entry"]._note(
            "service_user.changed",
            {"added": added.mapped("full_name"), "removed": removed.mapped("full_name")},
            record=self,
            company_id=self.company_id.id,
            system_id=self.id,
        )

    @api.model
    def _groups_of(self, some_contracts):
        """The groups that contracts name, as far as their addons are installed."""
        names = sorted({name for contract in some_contracts for name in contract.groups})
        # sudo: replaces the right to read groups
        groups = self.env["res.groups"].sudo()
        for name in names:
            groups |= self.env.ref(name, raise_if_not_found=False) or groups
        return groups

    @api.model
    def _sync_all_service_groups(self) -> None:
        """After an update of an addon whose contracts may name other groups than before."""
        self.search([("user_id", "!=", False)])._sync_service_groups()
