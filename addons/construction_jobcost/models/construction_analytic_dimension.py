# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ConstructionAnalyticDimension(models.AbstractModel):
    """A coded record that owns one analytic account and keeps it in step."""

    _name = "construction.analytic.dimension"
    _description = "Analytic Dimension of Job Cost"
    _rec_names_search = ["code", "name"]

    #: External id of the analytic plan the accounts belong to; set by the concrete model.
    _analytic_plan_xmlid = ""

    code = fields.Char(
        required=True, index=True, help="Kept exactly as typed, zeros in front included."
    )
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    analytic_account_id = fields.Many2one(
        "account.analytic.account", readonly=True, copy=False, index=True, ondelete="restrict"
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.code} {record.name}" if record.code else record.name

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["code"] = (vals.get("code") or "").strip()
        records = super().create(vals_list)
        records.filtered(lambda record: not record.analytic_account_id)._create_analytic_accounts()
        return records

    def write(self, vals):
        if vals.get("code"):
            vals = dict(vals, code=vals["code"].strip())
        result = super().write(vals)
        if self._analytic_synced_fields() & vals.keys():
            self._sync_analytic_accounts()
        if self._labelling_fields() & vals.keys():
            self._forget_labels()
        return result

    def _update_field_translations(self, field_name, *args, **kwargs):
        result = super()._update_field_translations(field_name, *args, **kwargs)
        if field_name in self._labelling_fields():
            self._forget_labels()
        return result

    def unlink(self):
        # Sudo: replaces the right on analytic accounts, which who keeps cost codes need not have.
        accounts = self.analytic_account_id.sudo()
        result = super().unlink()
        accounts.unlink()
        return result

    @api.model
    def _analytic_plan(self):
        return self.env.ref(self._analytic_plan_xmlid)

    @api.model
    def _analytic_synced_fields(self):
        return {"code", "name", "active", "company_id"}

    @api.model
    def _labelling_fields(self):
        """Return the fields that name a line of the cost report, or give it its place."""
        return {"code", "name", "sequence"}

    @api.model
    def _forget_labels(self):
        # the lines of the reports are kept with their names (project.project)
        self.env.registry.clear_cache()

    def _prepare_analytic_account_vals(self):
        """Return what the analytic account shows of this record."""
        self.ensure_one()
        return {
            "name": self.name,
            "code": self.code,
            "active": self.active,
            "company_id": self.company_id.id,
        }

    def _create_analytic_accounts(self):
        plan = self._analytic_plan()
        # Sudo: replaces the right on analytic accounts, which who keeps cost codes need not have.
        accounts = (
            self.env["account.analytic.account"]
            .sudo()
            .with_context(tracking_disable=True)
            .create([dict(rec._prepare_analytic_account_vals(), plan_id=plan.id) for rec in self])
        )
        for record, account in zip(self, accounts, strict=True):
            record.analytic_account_id = account

    def _sync_analytic_accounts(self):
        for record in self:
            # Sudo: as in _create_analytic_accounts.
            account = record.analytic_account_id.sudo()
            account.with_context(tracking_disable=True).write(
                record._prepare_analytic_account_vals()
            )
