# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The rules that most contractors have: what they ask of subcontractors, and when.

Nobody who is uninsured or unlicensed is engaged, and none is paid who has become so: what it does
from then on is the contractor's own risk. Each payment is waived conditionally before it is made
and unconditionally before the next one; of the last payment the waivers are final. Payrolls of
prevailing wages are certified week by week before their work is paid.
"""

from __future__ import annotations

from dataclasses import dataclass

from .compliance import COMMITMENT, PAYMENT


@dataclass(frozen=True)
class UsualRule:
    """A rule for all subcontracts of a company; type: key of the type of document."""

    code: str
    type: str
    stage: str
    stops: bool = True
    waivers: str = "both"
    wages: bool = False


USUAL = (
    UsualRule("liability.commitment", "general_liability", COMMITMENT),
    UsualRule("liability.payment", "general_liability", PAYMENT),
    UsualRule("workers.commitment", "workers_compensation", COMMITMENT),
    UsualRule("workers.payment", "workers_compensation", PAYMENT),
    UsualRule("licence.commitment", "licence", COMMITMENT),
    # work that was done with a licence is owed: its end is looked into, and stops nothing
    UsualRule("licence.payment", "licence", PAYMENT, stops=False),
    UsualRule("waiver.current", "lien_waiver", PAYMENT, waivers="current"),
    UsualRule("waiver.previous", "lien_waiver", PAYMENT, waivers="previous"),
    UsualRule("payroll.payment", "payroll", PAYMENT, wages=True),
)
