# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two- and three-way matching of bill lines with order lines and accepted quantities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal

ZERO = Decimal(0)
TOTAL = "total"


@dataclass(frozen=True)
class Tolerance:
    """How much more than expected passes. A limit of zero is not set.

    Of the limits that are set the tighter one counts; with none set nothing more passes.
    percent: of what is expected. amount: money in the order's currency, or a quantity.
    """

    percent: Decimal = ZERO
    amount: Decimal = ZERO

    def passes(self, excess: Decimal, expected: Decimal) -> bool:
        """Tell whether ``excess`` over ``expected`` is tolerated; less is always fine."""
        limits = []
        if self.percent:
            limits.append(abs(expected) * self.percent / 100)
        if self.amount:
            limits.append(self.amount)
        return excess <= min(limits, default=ZERO)


@dataclass(frozen=True)
class Tolerances:
    """The tolerances of a company: price, quantity and the bill's total apart."""

    price: Tolerance = Tolerance()
    quantity: Tolerance = Tolerance()
    total: Tolerance = Tolerance()


@dataclass(frozen=True)
class BillLineFacts:
    """A bill line as claimed. Credits carry negative quantity and amount.

    ref: the caller's own name of the line, returned with its findings.
    quantity: in the order line's unit. price_unit, amount: net of tax, in ``currency_id``
    (0: the order's currency, else converted at ``date``).
    """

    ref: str
    order_line_id: int
    quantity: Decimal
    price_unit: Decimal
    amount: Decimal
    currency_id: int = 0
    date: Date | None = None


@dataclass(frozen=True)
class OrderLineFacts:
    """An order line as it stands: money in the order's currency, quantities in the line's unit.

    invoiced_*: what other bills claim already. needs_receipt: three-way.
    """

    id: int
    name: str
    price_unit: Decimal
    quantity: Decimal
    amount: Decimal
    accepted_quantity: Decimal
    invoiced_quantity: Decimal
    invoiced_amount: Decimal
    by_amount: bool
    needs_receipt: bool


@dataclass(frozen=True)
class MatchFinding:
    """One reason why a bill does not match.

    code: "price", "quantity" (more than accepted), "over_order" (more than ordered) or
    "total". ref and order_line_id are "" and 0 on the total. Figures are prices, quantities or
    amounts, as the code says.
    """

    code: str
    ref: str
    order_line_id: int
    name: str
    expected: Decimal
    actual: Decimal


def match(
    lines: Iterable[BillLineFacts],
    orders: Mapping[int, OrderLineFacts],
    tolerances: Tolerances,
) -> list[MatchFinding]:
    """Judge the lines of one bill together; lines of the same order line add up.

    Lines whose order line is not in ``orders`` are not judged: they have no order.
    """
    findings: list[MatchFinding] = []
    quantities: dict[int, Decimal] = {}
    amounts: dict[int, Decimal] = {}
    expected_total = actual_total = ZERO
    for line in lines:
        order = orders.get(line.order_line_id)
        if order is None:
            continue
        quantities[order.id] = quantities.get(order.id, ZERO) + line.quantity
        amounts[order.id] = amounts.get(order.id, ZERO) + line.amount
        if not order.by_amount:
            expected_total += line.quantity * order.price_unit
            actual_total += line.amount
            findings += _price_findings(line, order, tolerances)
        findings += _cumulated_findings(
            line.ref, order, quantities[order.id], amounts[order.id], tolerances
        )
    excess = actual_total - expected_total
    if excess > 0 and not tolerances.total.passes(excess, expected_total):
        findings.append(MatchFinding(TOTAL, "", 0, "", expected_total, actual_total))
    return _without_repeats(findings)


def _price_findings(
    line: BillLineFacts, order: OrderLineFacts, tolerances: Tolerances
) -> list[MatchFinding]:
    if line.quantity <= 0:
        return []
    excess = line.price_unit - order.price_unit
    if excess <= 0 or tolerances.price.passes(excess, order.price_unit):
        return []
    return [
        MatchFinding("price", line.ref, order.id, order.name, order.price_unit, line.price_unit)
    ]


def _cumulated_findings(
    ref: str, order: OrderLineFacts, quantity: Decimal, amount: Decimal, tolerances: Tolerances
) -> list[MatchFinding]:
    """Judge all that is claimed of an order line so far: other bills and this one.

    A deducting line may be claimed for any part of its deduction, never for a charge. A credit
    claims nothing: it lowers what other bills claim too much, and passes whatever these do.
    """
    if quantity <= 0 and amount <= 0:
        return []
    total = order.invoiced_quantity + quantity
    tolerance = tolerances.quantity
    claims = []
    if order.by_amount:
        tolerance = tolerances.total
        claims.append(("over_order", order.amount, order.invoiced_amount + amount))
    else:
        claims.append(("over_order", order.quantity, total))
        if order.needs_receipt:
            claims.append(("quantity", order.accepted_quantity, total))
    return [
        MatchFinding(code, ref, order.id, order.name, expected, actual)
        for code, expected, actual in claims
        if actual > (limit := max(ZERO, expected)) and not tolerance.passes(actual - limit, limit)
    ]


def _without_repeats(findings: list[MatchFinding]) -> list[MatchFinding]:
    """Keep the last finding per code and order line, except prices: claims only add up."""
    latest: dict[tuple[str, int, str], MatchFinding] = {}
    for finding in findings:
        ref = finding.ref if finding.code == "price" else ""
        latest[finding.code, finding.order_line_id, ref] = finding
    return list(latest.values())
