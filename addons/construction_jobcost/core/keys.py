# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The key of a budget line, shared by documents, ledger and reports."""

from typing import NamedTuple


class CostKey(NamedTuple):
    """Database ids of what a cost is coded to; ``phase_id`` is 0 where a job has no phases."""

    project_id: int
    cost_code_id: int
    cost_type_id: int
    phase_id: int = 0
