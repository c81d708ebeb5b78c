# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_analytic_line,
    test_availability,
    test_core,
    test_cost_code,
    test_cost_key,
    test_cost_report,
    test_estimate,
    test_job,
    test_ledger,
    test_requisition,
    test_security,
    test_wizards,
)
