# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a job stands, judged by its figures: the same in Python and in the database."""

from __future__ import annotations

from decimal import Decimal

EMPTY, GOOD, RISK, OVER = "empty", "good", "risk", "over"

#: One judgement after the other, the first that holds counts: state and condition in SQL.
JUDGEMENTS = (
    (OVER, "over_under < 0"),
    (RISK, "estimate_at_completion > revised_budget OR contract <> 0 AND margin < 0"),
    (GOOD, "revised_budget <> 0 OR job_to_date <> 0"),
)


def health_sql() -> str:
    """Return the SQL of the judgement over the columns of the portfolio."""
    cases = " ".join(f"WHEN {condition} THEN '{state}'" for state, condition in JUDGEMENTS)
    return f"CASE {cases} ELSE '{EMPTY}' END"


def health(
    revised_budget: Decimal,
    job_to_date: Decimal,
    estimate_at_completion: Decimal,
    over_under: Decimal,
    contract: Decimal,
) -> str:
    """Judge a job; amounts in one currency.

    Over: a budget line will cost more than its budget and the changes asked for. At risk: it
    only comes out even when pending changes are approved, or it makes a loss. Without budget
    and cost there is nothing to judge.
    """
    if over_under < 0:
        return OVER
    if estimate_at_completion > revised_budget:
        return RISK
    if contract and contract < estimate_at_completion:
        return RISK
    return GOOD if revised_budget or job_to_date else EMPTY
