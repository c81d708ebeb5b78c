# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import LazyTranslate

from .construction_cost_key import CODE, JOB, OWNERS, PHASE, TYPE

_lt = LazyTranslate(__name__)

#: Cause of a coding.Finding -> what is wrong and what to do.
PROBLEMS = {
    "missing": _lt(
        "the job is given without %(missing)s. Add it to the line's analytic distribution."
    ),
    "unknown": _lt(
        "analytic account %(accounts)s belongs to no cost code, cost type or phase. Choose a "
        "cost code of job %(job)s."
    ),
    "job_company": _lt("job %(job)s belongs to %(company)s. Enter the document in that company."),
    "code_company": _lt(
        "cost code %(code)s belongs to another company than job %(job)s. Choose a code of "
        "%(company)s."
    ),
    "type_company": _lt(
        "cost type %(type)s belongs to another company than job %(job)s. Choose a type of "
        "%(company)s."
    ),
    "job_archived": _lt("job %(job)s is archived. Restore the job or choose another."),
    "job_planned": _lt(
        "job %(job)s is planned and takes only its budget so far. Open the job and press "
        "Activate, or choose another."
    ),
    "job_status": _lt(
        "job %(job)s is %(status)s and does not take this. Change the status of the job or "
        "choose another."
    ),
    "phase": _lt("phase %(phase)s belongs to another job. Choose a phase of job %(job)s."),
    "phase_archived": _lt("phase %(phase)s is closed. Choose another phase of job %(job)s."),
    "type_archived": _lt("cost type %(type)s is closed. Choose another cost type."),
    "code_archived": _lt("cost code %(code)s is closed. Choose another cost code."),
    "code_closed_company": _lt(
        "cost code %(code)s is closed for %(company)s. Choose another cost code."
    ),
    "code_period": _lt(
        "cost code %(code)s is not valid on %(day)s. Choose another cost code, or have its "
        "dates changed."
    ),
    "type": _lt("cost code %(code)s does not take cost type %(type)s. Choose another cost type."),
    "code_on_job": _lt(
        "cost code %(code)s is closed on job %(job)s for cost type %(type)s on %(day)s. Choose "
        "another, or have it opened on the job."
    ),
    "not_opened": _lt(
        "cost code %(code)s with cost type %(type)s is not opened on job %(job)s. Choose "
        "another, or have it opened on the job."
    ),
}


class ConstructionCostKey(models.AbstractModel):
    """How a refused coding is told to the user."""

    _inherit = "construction.cost.key"

    @api.model
    def _coding_message(self, label, record, part, finding):
        return self.env._(
            "%(document)s, line %(line)s: %(problem)s",
            document=label(record),
            line=record.display_name,
            problem=self._get_problem(finding, part),
        )

    @api.model
    def _get_problem(self, finding, part):
        text = self.env._(PROBLEMS[finding.cause])
        return text % self._get_coding_names(part)

    @api.model
    def _get_coding_names(self, part):
        job, code, cost_type, phase = (
            # Sudo: the user coded the line, so he may know how his codes are called.
            self.env[OWNERS[dimension][0]].sudo().browse(part[dimension] or [])
            for dimension in (JOB, CODE, TYPE, PHASE)
        )
        statuses = dict(job._fields["job_status"]._description_selection(self.env))
        return {
            "job": job.job_code,
            "status": statuses[job.job_status],
            "code": code.code,
            "type": cost_type.code,
            "phase": phase.code,
            "day": part.day,
            "accounts": ", ".join(map(str, part.unknown)),
            "company": job.company_id.display_name,
            "missing": self._get_missing_names(code, cost_type),
        }

    @api.model
    def _get_missing_names(self, code, cost_type):
        missing = [self.env._("cost code")] * (not code) + [self.env._("cost type")] * (
            not cost_type
        )
        return self.env._(" and ").join(missing)
