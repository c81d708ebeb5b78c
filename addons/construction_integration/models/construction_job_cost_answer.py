# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.construction_jobcost.core.cost_report import COLUMN_NAMES

KEYS = ("cost_code", "cost_type", "phase", "description")


class ConstructionJobCostAnswer(models.AbstractModel):
    """The job cost report as outside systems read it (`GET /jobs/<code>/cost`)."""

    _name = "construction.job.cost.answer"
    _description = "Job Cost Answer"

    def _find_job(self, job_code, entity_code=None):
        """The job in the system's companies, or in one legal entity; empty when there is none.

        A code that several of the companies use needs the entity; without it the system's
        default company comes first.
        """
        routing = self.env["integration.system"]._current()._routing()
        company_ids = list(dict.fromkeys([routing.company_id, *self.env.user.company_ids.ids]))
        if entity_code:
            company_id = routing.company(entity_code, fields.Date.today())
            company_ids = [company_id] if company_id else []
        jobs = (
            self.env["project.project"]
            .with_context(allowed_company_ids=company_ids or self.env.company.ids)
            .search([("job_code", "=", job_code), ("company_id", "in", company_ids)])
        )
        return jobs.sorted(lambda job: company_ids.index(job.company_id.id))[:1]

    def _prepare_answer(self, job, as_of=None, known_at=None, cost_code=None, cost_type=None):
        """Lines and totals as decimal strings in the company's currency."""
        rows = job._get_job_cost(
            as_of=as_of, known_at=known_at, cost_code=cost_code, cost_type=cost_type
        )
        currency = job.company_id.currency_id
        totals = {name: sum(row[name] for row in rows) for name in COLUMN_NAMES}
        return {
            "job": {
                "code": job.job_code,
                "name": job.name,
                "entity": self._entity_code(job.company_id),
                "currency": currency.name,
            },
            "as_of": (as_of or fields.Date.context_today(self)).isoformat(),
            "known_at": f"{(known_at or fields.Datetime.now()).isoformat()}Z",
            "totals": self._amounts(totals, currency),
            "lines": [
                {key: row[key] or None for key in KEYS} | self._amounts(row, currency)
                for row in rows
            ],
        }

    def _entity_code(self, company):
        """The system's code of the legal entity, else the company's name."""
        routing = self.env["integration.system"]._current()._routing()
        return routing.codes(fields.Date.today()).get(company.id, company.name)

    def _amounts(self, row, currency):
        places = currency.decimal_places
        return {name: f"{row[name]:.{places}f}" for name in COLUMN_NAMES}
