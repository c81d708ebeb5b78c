# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.construction_connector_base.core.types import to_utc

from .construction_handler import number

LABOR = "L"


class HandlerTimesheet(models.AbstractModel):
    """`timesheet.approved`: one timesheet line an hour line; a later message corrects them."""

    _name = "construction.handler.timesheet"
    _inherit = "construction.handler"
    _description = "Timesheet Message Handler"

    def _resolve(self, items):
        self._drop_superseded(items, "timesheet")
        reference = self._reference()
        reference._resolve_coding(items, default_type=LABOR)
        reference._resolve_entity(items, "employee", lambda item: [item.data.employee_id])

    def _gate(self, items):
        for item in items:
            self._check_period(item, item.data.date)
        self._check_signed_months(items, lambda item: item.data.date)

    def _apply(self, items):
        line_model = self.env["account.analytic.line"]
        known = self._known_lines(items)
        new_values, places = [], []
        for item in items:
            for line in item.data.lines:
                values = self._prepare_line_values(item, line)
                record = known.pop((self._document(item), line.line_id), None)
                if record:
                    self._correct(record, values)
                    item.refs.setdefault("lines", []).append(record)
                else:
                    new_values.append(values)
                    places.append(item)
        for item, record in zip(places, line_model._create_timesheets(new_values), strict=True):
            item.refs.setdefault("lines", []).append(record)
        # what the correction no longer names was not worked
        line_model.browse([line.id for line in known.values()]).unlink()
        self._register_documents(items, "timesheet", [item.refs["lines"][0] for item in items])

    def _known_lines(self, items):
        """{(timesheet, line id): line} of timesheets that were sent before."""
        lines = self.env["account.analytic.line"].search(
            [
                ("timesheet_number", "in", [self._document(item) for item in items]),
                ("integration_system_id", "=", items[0].message.system_id.id),
                ("company_id", "=", self.env.company.id),
            ]
        )
        return {(line.timesheet_number, line.timesheet_line_ref): line for line in lines}

    def _correct(self, record, values):
        changed = self._changed_values(record, values)
        if changed:
            record.write(changed)

    def _prepare_line_values(self, item, line):
        data, refs = item.data, item.refs
        cost_code = refs["cost_code"][line.cost_code]
        phase = refs["phase"].get((data.job_code, line.phase))
        return {
            "name": line.note or cost_code.name,
            "date": data.date,
            "project_id": refs["job"][data.job_code].id,
            "employee_id": refs["employee"][data.employee_id].id,
            "unit_amount": number(line.hours),
            "pay_type": line.pay_type,
            "company_id": self.env.company.id,
            "integration_system_id": item.message.system_id.id,
            "timesheet_number": data.timesheet_id,
            "timesheet_line_ref": line.line_id,
            "timesheet_approved_by": data.approved_by,
            "timesheet_approved_at": to_utc(data.approved_at),
            "cost_code_id": cost_code.id,
            "cost_type_id": refs["cost_type"][line.cost_type or LABOR].id,
            "job_phase_id": phase.id if phase else False,
        }
