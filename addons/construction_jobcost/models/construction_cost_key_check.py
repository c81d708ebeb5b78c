# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from typing import NamedTuple

from odoo import api, models

from ..core import coding
from ..exceptions import CodingError
from .construction_cost_key import JOB, OWNERS

#: Plans whose accounts mean something to job cost, besides the one of projects.
PLANS = ("analytic_plan_cost_code", "analytic_plan_cost_type", "analytic_plan_phase")
#: More lines than these are not named in one message.
SHOWN = 10


class CodedLine(NamedTuple):
    """A record that is to be coded, with what decides whether it may.

    parts: sets of analytic account ids; day: when it counts; is_new: whether its coding was
    not accepted before, with the document that this one follows.
    """

    record: models.BaseModel
    parts: list
    company_id: int
    day: object
    is_new: bool = True


class ConstructionCostKey(models.AbstractModel):
    """Refuse what cannot be coded so: many lines at once, with a constant number of queries."""

    _inherit = "construction.cost.key"

    @api.model
    def _check_coding(self, lines, operation, label):
        """Refuse lines whose job parts are missing a code, unknown, closed or not allowed.

        lines: list of CodedLine; operation: coding.Operation;
        label: function of a record that returns how its document is named to the user.
        Raises CodingError that names the lines, with the code of the first reason.
        """
        owners = self._owners({a for line in lines for part in line.parts for a in part})
        unknown = self._get_unowned(lines, owners)
        parts = [
            (line.record, self._prepare_part(line, accounts, owners, unknown))
            for line in lines
            for accounts in line.parts
            if any(owners.get(account, (None,))[0] == JOB for account in accounts)
        ]
        if not parts:
            return
        facts = self._get_coding_facts([part for _record, part in parts])
        found = [
            (record, part, finding)
            for record, part in parts
            if (finding := coding.judge(part, facts, operation))
        ]
        if found:
            texts = [self._coding_message(label, *each) for each in found[:SHOWN]]
            raise CodingError("\n".join(dict.fromkeys(texts)), found[0][2].code)

    @api.model
    def _get_parts(self, distribution):
        """Return the account ids of each part of an analytic distribution."""
        return [self._accounts(text) for text in distribution or {}]

    @api.model
    def _prepare_part(self, line, accounts, owners, unknown):
        found = [0, 0, 0, 0]
        for account in accounts:
            if account in owners:
                dimension, record_id = owners[account]
                found[dimension] = record_id
        lost = tuple(account for account in accounts if account in unknown)
        return coding.Part(*found, line.company_id, line.day, lost, line.is_new)

    @api.model
    def _get_unowned(self, lines, owners):
        """Return the accounts of job parts that look like a code but belong to nothing."""
        candidates = {
            account
            for line in lines
            for part in line.parts
            if any(owners.get(one, (None,))[0] == JOB for one in part)
            for account in part
            if account not in owners
        }
        if not candidates:
            return set()
        # Sudo: coding is a fact of the document, whoever reads or writes it.
        accounts = self.env["account.analytic.account"].sudo().browse(candidates).exists()
        plans = {self.env.ref(f"construction_jobcost.{name}").id for name in PLANS}
        return candidates - {a.id for a in accounts if a.root_plan_id.id not in plans}

    # Facts ------------------------------------------------------------------------------------

    @api.model
    def _get_coding_facts(self, parts):
        jobs, codes, types, phases = (
            # Sudo: a code is closed or not, whoever looks.
            self.env[model].sudo().browse({part[dimension] for part in parts if part[dimension]})
            for dimension, (model, _field) in enumerate(OWNERS)
        )
        return coding.Facts(
            {job.id: job._get_coding_fact() for job in jobs},
            {code.id: code._get_coding_fact() for code in codes},
            {kind.id: coding.CostType(kind.company_id.id or 0, kind.active) for kind in types},
            {phase.id: coding.Phase(phase.project_id.id, phase.active) for phase in phases},
            self._get_openings(jobs, codes),
        )

    @api.model
    def _get_openings(self, jobs, codes):
        """Return {(job id, code id): (Opening, ...)} of what was decided on the jobs."""
        found = defaultdict(list)
        # Sudo: as in _get_coding_facts.
        openings = self.env["construction.job.cost.code"].sudo()
        for opening in openings.search_fetch(
            [
                ("project_id", "in", jobs.ids),
                ("cost_code_id", "in", codes.ids),
                ("state", "in", ("open", "closed")),
            ]
        ):
            found[opening.project_id.id, opening.cost_code_id.id].append(
                coding.Opening(
                    opening.cost_type_id.id or 0,
                    opening.state == "open",
                    coding.Period(opening.date_start or None, opening.date_end or None),
                )
            )
        return {key: tuple(each) for key, each in found.items()}
