# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_accrual,
    test_analytic_line,
    test_approval_guard,
    test_availability,
    test_core,
    test_cost_code,
    test_cost_key,
    test_cost_report,
    test_estimate,
    test_job,
    test_ledger,
    test_matching,
    test_procurement_ledger,
    test_requisition,
    test_security,
    test_wizards,
)
