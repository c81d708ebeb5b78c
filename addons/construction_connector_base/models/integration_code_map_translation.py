# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Collection
from datetime import date

from odoo import api, models, tools

from ..core import contract as contracts
from ..core.codes import MapVersion, Translator, in_effect
from ..core.coding import fixed_values


class IntegrationCodeMap(models.Model):
    """What codes become: the approved versions, kept in memory until one is approved."""

    _inherit = "integration.code.map"

    @api.model
    def _translator(self, system, company, on: date) -> Translator:
        """What translates the codes of a system and a company, of things that happened on a day."""
        versions = in_effect(self._approved(system.id, company.id), on)
        return self._build(tuple(sorted(version.id for version in versions)))

    @api.model
    @tools.ormcache("system_id", "company_id")
    def _approved(self, system_id: int, company_id: int) -> tuple[MapVersion, ...]:
        """The approved versions of all maps that count for a system and a company."""
        # sudo: maps bind the messages of every system; its service user may not read them
        versions = (
            self.env["integration.code.map.version"]
            .sudo()
            .search(
                [
                    ("state", "=", "approved"),
                    ("map_id.active", "=", True),
                    ("map_id.system_id", "in", [False, system_id]),
                    ("map_id.company_id", "in", [False, company_id]),
                ]
            )
        )
        return tuple(version._as_map_version() for version in versions)

    @api.model
    @tools.ormcache("version_ids")
    def _build(self, version_ids: tuple[int, ...]) -> Translator:
        # sudo: as above
        versions = self.env["integration.code.map.version"].sudo().browse(version_ids)
        versions.line_ids.fetch(["version_id", "external_value", "code"])
        return Translator((one._as_map_version(), one._pairs()) for one in versions)

    @api.model
    def _code_candidates(
        self, domain: str, company, codes: Collection[str] | None = None
    ) -> dict[str, str]:
        """Hook: the codes that exist in a domain, with what they mean: ``{code: label}``.

        ``codes``: only these. Empty where nobody knows; other addons add their domains.
        """
        listed = self._fixed_codes(domain) or ()
        return {code: code for code in listed if codes is None or code in codes}

    @api.model
    def _fixed_codes(self, domain: str) -> tuple[str, ...] | None:
        """The only codes that a domain has, where contracts list them; else None."""
        for contract in contracts.installed(self.env):
            values = fixed_values(contract.payload)
            if domain in values:
                return values[domain]
        return None
