# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import Any

from odoo import api, models


class IntegrationAuditMixin(models.AbstractModel):
    """Settings whose every change is told to the audit, with the values before and after."""

    _name = "integration.audit.mixin"
    _description = "Audited Setting"

    @api.model
    def _audit_noun(self) -> str:
        """What a step of the audit calls a record of this model."""
        return self._name.removeprefix("integration.").replace(".", "_")

    @api.model
    def _audit_ignored(self) -> set[str]:
        """Fields that tell nothing about the setting, or that must not be told."""
        return set(models.MAGIC_COLUMNS)

    def _audit_values(self, names) -> dict[str, Any]:
        self.ensure_one()
        known = set(names) & {name for name, field in self._fields.items() if field.store}
        return self.read(sorted(known - self._audit_ignored()), load="")[0] | {"id": self.id}

    def _audit_note(self, verb: str, data: dict[str, Any]) -> None:
        self.ensure_one()
        company = self["company_id"] if "company_id" in self._fields else None
        self.env["integration.audit.entry"]._note(
            f"{self._audit_noun()}.{verb}",
            {"name": self.display_name} | data,
            record=self,
            company_id=company.id if company else None,
        )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record, vals in zip(records, vals_list, strict=True):
            record._audit_note("created", {"values": record._audit_values(vals)})
        return records

    def write(self, vals):
        before = {record.id: record._audit_values(vals) for record in self}
        result = super().write(vals)
        for record in self:
            after = record._audit_values(vals)
            if after != before[record.id]:
                record._audit_note("changed", {"before": before[record.id], "after": after})
        return result

    def unlink(self):
        for record in self:
            record._audit_note("removed", {"values": record._audit_values(record._fields)})
        return super().unlink()
