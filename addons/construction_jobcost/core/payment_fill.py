# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fill in a claim at one stroke: all lines up to a percentage."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from .payment_application import Claim, Standing
from .retention import HUNDRED, NOTHING, rounded


def claim_up_to(before: Standing, claim: Claim, percent: Decimal, rounding: Decimal) -> Claim:
    """Return the claim that brings the work of a line up to ``percent`` of its scheduled value.

    before: the line before the application. claim: what is claimed so far. A line that is as far
    stays as it is; material that is stored keeps its place in the value; at 100 % all of it is
    installed.
    """
    if percent >= HUNDRED:
        return _claim_rest(before, claim)
    sign = -1 if before.scheduled < 0 else 1
    installed = before.work + claim.moved
    target = rounded(before.scheduled * percent / HUNDRED, rounding)
    room = before.scheduled - (before.stored - claim.moved + claim.stored)
    work = sign * min(sign * target, sign * room) - installed
    return replace(claim, work=work) if sign * work > sign * claim.work else claim


def _claim_rest(before: Standing, claim: Claim) -> Claim:
    moved = max(NOTHING, before.stored)
    work = before.scheduled - before.work - before.stored
    sign = -1 if before.scheduled < 0 else 1
    if sign * work < 0:
        # more than the line is worth was certified before: there is no rest
        return claim
    return replace(claim, work=work, stored=NOTHING, moved=moved)
