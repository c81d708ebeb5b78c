# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The owner's side of the real contract: its payments, split over four agencies to the cent.

Finance bills and the operations director certifies in the web client; each step looks first at
what is there, so that it can be done again after a broken connection.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .contract_2652j import (
    AGREED,
    ALONE,
    JOB,
    KINDS,
    SHARES,
    SIGNED,
    BidItem,
    Parts,
    agency_payments,
    bid_items,
    payment_days,
)

if TYPE_CHECKING:
    from .play import Play

CONTRACT = "construction.owner.contract"
APPLICATION = "construction.owner.application"
LINE = "construction.owner.application.line"
PART = "construction.owner.part"
CENT = Decimal("0.01")
#: From an invoice to its payment; the source names no days.
PAID_AFTER = timedelta(days=30)
ITEM_SHARE = "construction.owner.line.share"


def bill_owner(play: Play) -> None:
    """Put the contract in force; bill, certify and invoice its payments."""
    play.journal.chapter("San Francisco Public Works: contract 2652J, paid by four agencies")
    play.persist(lambda: _agree(play))
    finance = play.person("finance")
    for agency_item, agency in ALONE.items():
        play.persist(lambda item=agency_item, agency=agency: _pay_alone(play, item, agency))
    play.press(finance, CONTRACT, [("name", "=", JOB), ("state", "=", "draft")], "action_activate")
    for (number, items), day in zip(agency_payments().items(), payment_days(), strict=False):
        _bill(play, number, items, day)
    play.journal.person(
        "finance", f"billed {len(agency_payments())} payments to {len(SHARES)} agencies: all paid"
    )


def _agree(play: Play) -> None:
    """Enter the contract: all bid items, and who pays which share."""
    finance = play.person("finance")
    if finance.search(CONTRACT, [("name", "=", JOB)]):
        return
    (job,) = finance.search("project.project", [("job_code", "=", JOB)])
    payers = [
        (finance.search("res.partner", [("name", "=", name)])[0], share)
        for name, share in SHARES.items()
    ]
    values = {
        "name": JOB,
        "title": "Street, sewer, water and transit works",
        "project_id": job,
        "date": SIGNED.isoformat(),
        "line_ids": [(0, 0, _item_values(item)) for item in bid_items()],
        "payer_ids": [
            (0, 0, {"partner_id": partner, "share_percent": share}) for partner, share in payers
        ],
    }
    finance.call(CONTRACT, "create", [values])


def _item_values(item: BidItem) -> dict[str, Any]:
    return {
        "line_ref": item.code,
        "name": item.description,
        "kind": KINDS.get(item.unit, "unit_price"),
        "quantity": float(item.quantity),
        "price_unit": float(item.unit_price),
        "original_amount": float(item.amount),
    }


def _pay_alone(play: Play, item: str, agency: str) -> None:
    """Let one agency pay an item alone."""
    finance = play.person("finance")
    of_item = [("line_id.line_ref", "=", item), ("contract_id.name", "=", JOB)]
    if finance.search(ITEM_SHARE, of_item):
        return
    of_contract = ("contract_id.name", "=", JOB)
    (line,) = finance.search(f"{CONTRACT}.line", [of_contract, ("line_ref", "=", item)])
    (payer,) = finance.search(
        "construction.owner.payer", [of_contract, ("partner_id.name", "=", agency)]
    )
    finance.call(ITEM_SHARE, "create", [{"line_id": line, "payer_id": payer}])


def _bill(play: Play, number: int, items: dict[str, dict[str, Decimal]], day: date) -> None:
    """One payment: claimed, split as the agencies agreed, certified, invoiced and posted."""
    finance, director = play.person("finance"), play.person("approver")
    this = [("contract_id.name", "=", JOB), ("number", "=", number)]
    play.persist(lambda: _claim(play, this, items, day))
    play.press(finance, APPLICATION, [*this, ("step", "=", "draft")], "action_submit")
    play.persist(lambda: _give(play, this, number, items))
    play.press(director, APPLICATION, [*this, ("step", "=", "submitted")], "action_certify")
    certified = [*this, ("state", "=", "certified"), ("invoice_ids", "=", False)]
    play.press(finance, APPLICATION, certified, "action_create_invoices")
    drafts = [
        ("owner_application_id.contract_id.name", "=", JOB),
        ("owner_application_id.number", "=", number),
        ("state", "=", "draft"),
    ]
    play.press(finance, "account.move", drafts, "action_post")
    play.persist(lambda: _collect(play, number, day + PAID_AFTER))


def _collect(play: Play, number: int, day: date) -> None:
    """Register what the agencies paid of a payment, each its own invoice."""
    finance = play.person("finance")
    owed = finance.search(
        "account.move",
        [
            ("owner_application_id.contract_id.name", "=", JOB),
            ("owner_application_id.number", "=", number),
            ("payment_state", "=", "not_paid"),
            ("amount_residual", ">", 0),
        ],
    )
    if not owed:
        return
    chosen = {"active_model": "account.move", "active_ids": owed}
    values = [{"payment_date": day.isoformat()}]
    wizard = finance.call("account.payment.register", "create", values, context=chosen)
    finance.call("account.payment.register", "action_create_payments", wizard, context=chosen)


def _claim(play: Play, this: list, items: dict[str, dict[str, Decimal]], day: date) -> None:
    finance = play.person("finance")
    if not finance.search(APPLICATION, this):
        (contract,) = finance.search(CONTRACT, [("name", "=", JOB)])
        period = {"period_start": day.replace(day=1).isoformat(), "period_end": day.isoformat()}
        finance.call(APPLICATION, "create", [{"contract_id": contract, **period}])
    for application in finance.search(APPLICATION, [*this, ("step", "=", "draft")]):
        lines = finance.call(
            LINE, "search_read", [("application_id", "=", application)], ["line_ref"]
        )
        works = [
            (1, line["id"], {"claimed_work": float(sum(items[line["line_ref"]].values()))})
            for line in lines
            if line["line_ref"] in items
        ]
        finance.call(APPLICATION, "write", [application], {"line_ids": works})


def _give(play: Play, this: list, number: int, items: dict[str, dict[str, Decimal]]) -> None:
    """Type in what the agencies agreed otherwise than by their shares."""
    finance = play.person("finance")
    agreed = {item for item, payment in AGREED if payment == number}
    for application in finance.search(APPLICATION, [*this, ("step", "=", "submitted")]):
        parts = finance.call(
            PART,
            "search_read",
            [("application_id", "=", application)],
            ["item_ref", "payer_id", "work_amount"],
        )
        given = [
            (1, part["id"], {"work_amount": float(items[part["item_ref"]][part["payer_id"][1]])})
            for part in parts
            if part["item_ref"] in agreed
        ]
        if given:
            finance.call(APPLICATION, "write", [application], {"part_ids": given})


def _billed(play: Play) -> Parts:
    """What was certified, in the shape of what was published."""
    finance = play.person("finance")
    of_contract = [("contract_id.name", "=", JOB), ("state", "in", ("billed", "paid"))]
    numbers = {
        row["id"]: row["number"]
        for row in finance.call(APPLICATION, "search_read", of_contract, ["number"])
    }
    found: Parts = {number: {} for number in sorted(numbers.values())}
    for part in finance.call(
        PART,
        "search_read",
        [("application_id", "in", list(numbers))],
        ["application_id", "item_ref", "payer_id", "work_amount"],
    ):
        items = found[numbers[part["application_id"][0]]]
        amount = Decimal(str(part["work_amount"])).quantize(CENT)
        items.setdefault(part["item_ref"], {})[part["payer_id"][1]] = amount
    return found


def check(play: Play) -> bool:
    """True when each payment of each agency is the published one, and the ledger has them all."""
    published, billed = agency_payments(), _billed(play)
    total = sum(
        a for items in published.values() for parts in items.values() for a in parts.values()
    )
    jobs = play.person("finance").call(
        "project.project", "search_read", [("job_code", "=", JOB)], ["job_billed", "job_collected"]
    )
    (ledger, collected) = (
        Decimal(str(jobs[0][name])).quantize(CENT) for name in ("job_billed", "job_collected")
    )
    right = billed == published and ledger == collected == total
    word = "agree with" if right else "WRONG: are not"
    print(
        f"\n{len(billed)} payments to {len(SHARES)} agencies, {ledger:,.2f}: {word} what was published."
    )
    return right
