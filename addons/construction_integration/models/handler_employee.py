# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class HandlerEmployee(models.AbstractModel):
    """`employee.upserted`: a person whose hours arrive later."""

    _name = "construction.handler.employee"
    _inherit = "construction.handler"
    _description = "Employee Message Handler"

    _plain_fields = {
        "name": "name",
        "email": "work_email",
        "trade": "job_title",
        "hourly_cost": "hourly_cost",
        "active": "active",
    }

    def _resolve(self, items):
        self._drop_superseded(items, "employee")
        self._reference()._resolve_existing(items, "employee", lambda item: [item.data.employee_id])

    def _apply(self, items):
        existing = {
            code: employee for item in items for code, employee in item.refs["employee"].items()
        }
        employees = self._upsert(items, existing, "hr.employee")
        self._register_documents(items, "employee", employees)

    def _prepare_values(self, item, record):
        values = super()._prepare_values(item, record)
        if not record:
            values["company_id"] = self.env.company.id
        return values
