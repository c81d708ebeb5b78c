# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_code_maps,
    test_contracts,
    test_estimate,
    test_invoice,
    test_job_cost_api,
    test_linking,
    test_master_data,
    test_periods,
    test_receipt,
    test_replays,
    test_requisition,
    test_rights_table,
    test_timesheet,
    test_tours,
)
