# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class HandlerJob(models.AbstractModel):
    """`job.upserted`: a project with its job code, customer, phases and site."""

    _name = "construction.handler.job"
    _inherit = "construction.handler"
    _description = "Job Message Handler"

    _plain_fields = {
        "name": "name",
        "status": "job_status",
        "start_date": "date_start",
        "end_date": "date",
        "contract_amount": "contract_amount",
        "retention_percent": "retention_percent",
    }

    def _resolve(self, items):
        self._drop_superseded(items, "job")
        reference = self._reference()
        reference._resolve_addresses(items, lambda item: item.data.site)
        reference._resolve_existing(
            items, "customer", lambda item: [c.external_id for c in [item.data.customer] if c]
        )

    def _gate(self, items):
        currency = self.env.company.currency_id.name
        for item in items:
            if item.data.currency not in (None, currency):
                item.stop(
                    "job.currency",
                    self.env._(
                        "Job %(job)s is in %(given)s, but its company keeps books in %(own)s. "
                        "Send the contract amount in %(own)s.",
                        job=item.data.job_code,
                        given=item.data.currency,
                        own=currency,
                    ),
                )

    def _apply(self, items):
        self._create_customers(items)
        codes = [item.data.job_code for item in items]
        existing = self._reference()._lookup_jobs(codes)
        jobs = self._upsert(items, existing, "project.project")
        self._apply_phases(items, jobs)
        self._register_documents(items, "job", jobs)

    def _create_customers(self, items):
        """Customers this company has not heard of, once each."""
        missing = {
            item.data.customer.external_id: item.data.customer
            for item in items
            if item.data.customer and item.data.customer.external_id not in item.refs["customer"]
        }
        partners = self.env["res.partner"].create(
            [
                {"name": customer.name, "ref": customer.external_id, "is_company": True}
                for customer in missing.values()
            ]
        )
        by_id = dict(zip(missing, partners, strict=True))
        for item in items:
            customer = item.data.customer
            if customer and customer.external_id in by_id:
                item.refs["customer"][customer.external_id] = by_id[customer.external_id]
        rows = [(key, partner.id, None) for key, partner in by_id.items()]
        if rows:
            self.env["integration.xref"]._remember(
                items[0].message.system_id, self.env.company, "customer", rows, "res.partner"
            )

    def _prepare_values(self, item, record):
        values = super()._prepare_values(item, record)
        data = item.data
        if "customer" in data.model_fields_set:
            partner = (
                item.refs["customer"].get(data.customer.external_id) if data.customer else None
            )
            values["partner_id"] = partner.id if partner else False
        if "site" in data.model_fields_set:
            values |= {f"site_{name}": value for name, value in item.refs["address"].items()}
        if not record:
            values |= {
                "job_code": data.job_code,
                "company_id": self.env.company.id,
                "allow_timesheets": True,
                # core would make the service user the job's manager
                "user_id": False,
            }
        return values

    def _apply_phases(self, items, jobs):
        """Add new phases and rename known ones; a phase that is not named stays."""
        new_values = []
        for item, job in zip(items, jobs, strict=True):
            known = {phase.code: phase for phase in job.phase_ids}
            for phase in item.data.phases:
                if phase.code not in known:
                    new_values.append(
                        {"project_id": job.id, "code": phase.code, "name": phase.name}
                    )
                elif known[phase.code].name != phase.name:
                    known[phase.code].name = phase.name
        self.env["construction.job.phase"].create(new_values)
