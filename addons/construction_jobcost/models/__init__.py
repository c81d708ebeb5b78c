# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# A model has to be imported after the mixins it inherits.
# isort: skip_file
from . import construction_append_only
from . import construction_analytic_dimension
from . import construction_code_lookup
from . import construction_cost_type
from . import construction_cost_code
from . import construction_job_phase
from . import project_project
from . import construction_cost_key
from . import construction_budget_line
from . import construction_cost_source_version
from . import construction_cost_entry
from . import construction_cost_source
from . import account_analytic_line
from . import construction_approval
from . import construction_approval_rule
from . import construction_approval_mixin
from . import construction_approval_decision
from . import construction_requisition
from . import construction_requisition_flow
from . import construction_requisition_line
from . import purchase_order
from . import purchase_order_receipt
from . import purchase_order_line
from . import purchase_order_line_cost
from . import purchase_order_line_matching
from . import purchase_order_line_receipt
from . import purchase_commitment_revision
from . import construction_service_receipt
from . import stock_move
from . import account_move
from . import account_move_line
from . import purchase_cost_entry
from . import res_company_matching
from . import res_config_settings_matching
