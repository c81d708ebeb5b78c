# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain

from ...core.month_end import Accepted, Finding, Item, month_bounds
from ...core.values import decimal

#: No way: whoever manages the job that an item stands on.
MANAGER = "manager of the job"


@dataclass(frozen=True)
class Period:
    """The month that is looked at: a company, its first and last day, the kept close if any."""

    company: models.BaseModel
    first: Date
    last: Date
    close: models.BaseModel


@dataclass(frozen=True)
class Check:
    """A kind of thing that should not be open when a month is closed.

    find: takes the Period, returns the Items of all jobs with a constant number of queries;
    action: external id of what opens the records; id_field: what of them the items' ids are,
    none opens the action as it is; who: the role that answers where an item names nobody;
    of_company: whether its items stand on no job.
    """

    key: str
    name: str
    find: Callable[[Period], list[Item]]
    action: str
    who: str
    is_blocking: bool = True
    id_field: str = "id"
    of_company: bool = False


class ConstructionMonthEndCheck(models.AbstractModel):
    """The checks of a month end: a topic adds its own to ``_get_checks``."""

    _name = "construction.month.end.check"
    _description = "Check of the Month End"

    @api.model
    def _get_checks(self):
        """Return the Checks in the order of the board."""
        return []

    @api.model
    def _get_findings(self, close):
        """Return {Check: Finding} of a month; the number of queries does not grow with the jobs."""
        # Sudo: what blocks a close is the same whoever looks; the caller shows visible jobs only.
        checks = self.sudo().with_context(active_test=False)
        checks = checks.with_company(close.company_id)
        first, last = month_bounds(close.month)
        period = Period(close.company_id.sudo(), first, last, close.sudo())
        accepted = checks._get_accepted(close)
        self.env["construction.cost.entry"]._project_stale()
        return {
            check: Finding(check.key, check.find(period), accepted)
            for check in checks._get_checks()
        }

    @api.model
    def _get_accepted(self, close):
        decisions = self.env["construction.month.end.decision"]
        found = decisions.search_fetch(
            [("month_end_id", "=", close.id or 0), ("kind", "=", "accepted")],
            ["check_key", "items"],
        )
        return {
            Accepted(decision.check_key, *place)
            for decision in found
            for place in decision.items or ()
        }

    # Help for checks --------------------------------------------------------------------------
    #
    # A way says what is read of a record: a path of fields, or a function of the record.

    @api.model
    def _find_items(self, period, model, domain, job="project_id", amount="", person=""):
        """Return the Items of a company's records that a domain finds, one for each job of them.

        job: way to the jobs, what has none stands on the company; amount: way to an amount in
        company currency; person: way to who answers, MANAGER: who manages the item's job.
        """
        nowhere = self.env["project.project"]
        records = self.env[model].search(
            Domain("company_id", "=", period.company.id) & Domain(domain)
        )
        return [
            Item(
                place.id or 0,
                record.id,
                decimal(amount and _follow(record, amount)),
                _find_person(record, place, person),
            )
            for record in records
            for place in (job and _follow(record, job)) or [nowhere]
        ]

    @api.model
    def _share_items(self, lines, document, amount, person, coding="analytic_distribution"):
        """Return Items of what lines come to on the jobs they are coded to, by job and document.

        document, amount, person, coding: ways from a line; amounts in company currency.
        """
        coded = self.env["construction.cost.key"]._parse([_follow(line, coding) for line in lines])
        sums, persons = defaultdict(Decimal), {}
        for line, keys in zip(lines, coded, strict=True):
            document_id, total = _follow(line, document).id, decimal(_follow(line, amount))
            for key, percent in keys:
                sums[key.project_id, document_id] += total * percent / 100
                persons[key.project_id, document_id] = _follow(line, person).id or 0
        return [Item(*place, total, persons[place]) for place, total in sums.items()]

    @api.model
    def _of_jobs(self, period, path="project_id"):
        """Return the domain of records whose job is one of the company's."""
        return Domain(path, "any", [("is_job", "=", True), ("company_id", "=", period.company.id)])


def _follow(record, way):
    if callable(way):
        return way(record)
    for name in way.split("."):
        record = record[name]
    return record


def _find_person(record, job, way):
    person = job.user_id if way == MANAGER else way and _follow(record, way)
    return person.id if person else 0
