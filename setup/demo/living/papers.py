# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The papers of subcontractors: the usual rules, certificates, waivers, and what is lacking today.

Mostly in order. One liability insurance has ended, so its vendor is not paid; one lien waiver is
awaited; an order goes on although a licence is being renewed, for a reason that is on record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .group import BUILD, CIVIL
from .jobs import JOBS, SUBCONTRACT
from .orders import all_orders
from .plan import FRIDAY, LAST_WEEK, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Act, chance
from .world import World

SATURDAY = 5
RULES_WEEK, PAID_WEEK = LAST_WEEK - 7, LAST_WEEK - 3
#: Public works are no land that could bear a lien: waivers are wanted of a private job.
PRIVATE, PUBLIC = "B-219", "C-131"
EARTHWORK = "B-219/02300"
#: Bills of that subcontract: what is paid, and what is not waived yet; the others are waived.
PAID = ("B-219-02300-1",)
AWAITED = ("B-219-02300-5", "B-219-FINAL")
UNINSURED = ("Golden Gate Foundations", CIVIL)
RENEWING = ("Harbor Steel Erectors", BUILD)
ENDING = ("Coast Paving", CIVIL)
LIABILITY, WORKERS, LICENCE = "general_liability", "workers_compensation", "licence"
#: type -> letters of its numbers, who issues it, cover
CERTIFICATES = {
    LIABILITY: ("CGL", "Tidewater Casualty", 2_000_000),
    WORKERS: ("WC", "Redwood Mutual", 1_000_000),
    LICENCE: ("LIC", "State license board", 0),
}
#: (vendor, type) -> days from the last day of the history to the end of the certificate
ENDS = {
    (*UNINSURED, LIABILITY): -12,
    (*RENEWING, LICENCE): -5,
    (*ENDING, WORKERS): 18,
}


@dataclass(frozen=True)
class Certificate:
    """An insurance or a licence of a vendor; days: from the end of the history to its own."""

    vendor: str
    kind: str
    number: str
    days: int
    verified: bool = True


def plan() -> Iterator[Act]:
    """Rules of both companies, then what their vendors hand in."""
    for company in (CIVIL, BUILD):
        yield Act(RULES_WEEK, MONDAY, company, take_rules, None)
        for certificate in certificates(company):
            yield Act(RULES_WEEK, TUESDAY, company, hand_in, certificate)
    yield Act(PAID_WEEK, THURSDAY, BUILD, waive_first, None)
    yield Act(PAID_WEEK, FRIDAY, BUILD, pay_first, None)
    yield Act(PAID_WEEK + 1, WEDNESDAY, BUILD, waive_received, None)
    yield Act(LAST_WEEK, WEDNESDAY, BUILD, waive_others, None)
    yield Act(LAST_WEEK, TUESDAY, CIVIL, prescribe_wages, None)
    renewal = Certificate(ENDING[0], WORKERS, "WC-71846", 365, verified=False)
    yield Act(LAST_WEEK, WEDNESDAY, CIVIL, hand_in, renewal)
    yield Act(LAST_WEEK, THURSDAY, BUILD, let_pass, None)
    yield Act(LAST_WEEK, SATURDAY, CIVIL, remind, None)


def certificates(company: str) -> Iterator[Certificate]:
    """Three of each vendor that has, or is to have, subcontracts of a company."""
    vendors = {
        order.vendor
        for job in JOBS
        if job.company == company
        for order in all_orders(job)
        if order.way == SUBCONTRACT
    }
    for vendor in sorted(vendors):
        for kind, (letters, _issuer, _cover) in CERTIFICATES.items():
            draw = chance(vendor, company, kind)
            number = f"{letters}-{draw.randrange(10_000, 99_999)}"
            days = ENDS.get((vendor, company, kind), draw.randrange(60, 320))
            yield Certificate(vendor, kind, number, days)


def last_day(world: World) -> date:
    return world.calendar.day(LAST_WEEK, SATURDAY)


# Rules ----------------------------------------------------------------------------------------


def take_rules(world: World, _data: list) -> None:
    """The controller takes the usual rules into force; waivers are wanted of the private job."""
    env = world.acting("controller")
    usual = env["construction.compliance.usual.wizard"].create({})
    if world.company == CIVIL:
        usual.line_ids.filtered(lambda line: line.kind == "lien_waiver").unlink()
    usual.action_use()
    rules = env["construction.compliance.rule"].search([("kind", "=", "lien_waiver")])
    rules.project_id = world.id("job", PRIVATE)


def prescribe_wages(world: World, _data: list) -> None:
    """The project manager notes that a public job pays prevailing wages."""
    job = world.get(world.acting("pm"), "project.project", "job", PUBLIC)
    job.is_prevailing_wage = True


# Certificates and waivers ---------------------------------------------------------------------


def hand_in(world: World, handed_in: list[Certificate]) -> None:
    """The buyer enters certificates, the chief financial officer verifies them."""
    papers = world.acting("buyer")["construction.compliance.document"].create(
        [_certificate_values(world, certificate) for certificate in handed_in]
    )
    checked = [paper.id for paper, c in zip(papers, handed_in, strict=True) if c.verified]
    papers.with_env(world.acting("cfo")).browse(checked).action_verify()


def _certificate_values(world: World, certificate: Certificate) -> dict:
    _letters, issuer, cover = CERTIFICATES[certificate.kind]
    ends = last_day(world) + timedelta(days=certificate.days)
    return {
        "type_id": world.ref(f"compliance_type_{certificate.kind}"),
        "partner_id": world.vendor(certificate.vendor),
        "number": certificate.number,
        "issuer": issuer,
        "valid_from": ends - timedelta(days=364),
        "valid_to": ends,
        "cover_amount": cover,
    }


def waive_first(world: World, _data: list) -> None:
    """The vendor waives its lien for the first bills, on condition that they are paid."""
    _hand_in_waivers(world, [("ref", "in", PAID)], "conditional")


def waive_received(world: World, _data: list) -> None:
    """The vendor waives its lien for what it was paid."""
    _hand_in_waivers(world, [("ref", "in", PAID)], "unconditional")


def waive_others(world: World, _data: list) -> None:
    """The vendor waives its lien for what it billed since, but for its last bill."""
    posted = [("state", "=", "posted"), ("ref", "not in", [*PAID, *AWAITED])]
    _hand_in_waivers(world, posted, "conditional")


def _hand_in_waivers(world: World, domain: list, condition: str) -> None:
    env = world.acting("finance")
    today = env.cr.now().date()
    waivers = env["construction.compliance.document"].create(
        [
            {
                "type_id": world.ref("compliance_type_lien_waiver"),
                "partner_id": bill.partner_id.id,
                "bill_id": bill.id,
                "waiver_condition": condition,
                "waiver_scope": "progress",
                "through_date": bill.invoice_date,
                "waiver_amount": bill.amount_total,
                "signed_date": today,
                "signed_by": "T. Okafor, Controller",
            }
            for bill in _bills(world, env, domain)
        ]
    )
    waivers.with_env(world.acting("cfo")).action_verify()


def _bills(world: World, env: Any, domain: list) -> Any:
    """The bills of the earthwork of the private job."""
    of_order = ("invoice_line_ids.purchase_line_id.order_id", "=", world.id("order", EARTHWORK))
    return env["account.move"].search([of_order, *domain], order="invoice_date, id")


# What comes of it -----------------------------------------------------------------------------


def pay_first(world: World, _data: list) -> None:
    """Accounts payable pays the first bills."""
    env = world.acting("payables")
    bills = _bills(world, env, [("ref", "in", PAID)])
    chosen = {"active_model": "account.move", "active_ids": bills.ids}
    env["account.payment.register"].with_context(**chosen).create({})._create_payments()


def let_pass(world: World, _data: list) -> None:
    """The chief financial officer lets an order go on while a licence is being renewed."""
    env = world.acting("cfo")
    vendor = world.vendor(RENEWING[0])
    order = env["purchase.order"].search(
        [("partner_id", "=", vendor), ("state", "=", "draft"), ("job_ids.job_code", "=", PRIVATE)]
    )
    rule = env["construction.compliance.rule"].search([("usual_code", "=", "licence.commitment")])
    env["construction.compliance.waive"].create(
        {
            "order_id": order.id,
            "rule_id": rule.id,
            "date_until": last_day(world) + timedelta(days=30),
            "reason": "Renewal is filed and paid; the board's site shows the licence as active",
        }
    )


def remind(world: World, _data: list) -> None:
    """Who answers for the orders is reminded of what ends and what has ended."""
    world.env["construction.compliance.document"]._cron_remind()


def differences(world: World) -> list[str]:
    """A line for each open bill that is not on hold, warned of or clear as it is meant to be."""
    meant = {
        (world.vendor(vendor), world.companies[company].id): state
        for (vendor, company), state in ((UNINSURED, "hold"), (RENEWING, "warning"))
    }
    with world.clock(last_day(world)):
        context = {**world.env.context, "allowed_company_ids": world.all_companies()}
        bills = world.env(context=context)["account.move"]
        domain = bills._get_compliance_open_domain()
        found = bills.search([*domain, ("job_ids.job_code", "in", [job.code for job in JOBS])])
        return [
            f"{bill.ref} of {bill.partner_id.name} is {bill.compliance_state} and not {state}: "
            f"{bill.compliance_note}"
            for bill in found
            if bill.compliance_state != (state := _meant(bill, meant))
        ]


def _meant(bill: Any, meant: dict[tuple[int, int], str]) -> str:
    if bill.ref in AWAITED:
        return "hold"
    return meant.get((bill.partner_id.id, bill.company_id.id), "clear")
