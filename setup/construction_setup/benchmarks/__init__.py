# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Named benchmarks: each takes the scene and returns rows."""

from collections.abc import Callable

from .accept import accept_batch, accept_single
from .apply_timesheets import apply_timesheets
from .drain import drain_history, drain_workers
from .edi import drain_beside_edi
from .ledger import ledger
from .orders import confirm_orders
from .payments import payments
from .row import Row
from .scene import Scene

BENCHMARKS: dict[str, Callable[[Scene], list[Row]]] = {
    "accept_single": accept_single,
    "accept_batch": accept_batch,
    "apply_timesheets": apply_timesheets,
    "drain_workers": drain_workers,
    "drain_beside_edi": drain_beside_edi,
    "confirm_orders": confirm_orders,
    "ledger": ledger,
    "payments": payments,
    # last: it leaves a million messages behind
    "drain_history": drain_history,
}
