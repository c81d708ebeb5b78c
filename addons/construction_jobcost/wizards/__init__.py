# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# A model has to be imported after the mixins it inherits.
# isort: skip_file
from . import construction_table_import
from . import (
    construction_accrual_wizard,
    construction_approval_wizard,
    construction_approval_wizard_budget,
    construction_approval_wizard_changes,
    construction_approval_wizard_commitment,
    construction_approval_wizard_matching,
    construction_books_reconciliation_wizard,
    construction_budget_template_wizard,
    construction_change_commitment_wizard,
    construction_cost_reallocation_wizard,
    construction_cost_code_import_wizard,
    construction_cost_report_wizard,
    construction_cost_restatement_wizard,
    construction_emergency_wizard,
    construction_estimate_import_wizard,
    construction_job_reopen_wizard,
    construction_job_template_wizard,
    construction_ledger_check_wizard,
    construction_month_end_wizard,
    construction_month_end_wizard_line,
    construction_over_receipt_wizard,
    construction_requisition_order_wizard,
    construction_requisition_order_wizard_line,
    construction_service_confirm_wizard,
    construction_service_confirm_wizard_line,
    construction_sov_import_wizard,
    construction_wip_reason_wizard,
)
