# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# A class that extends a model has to be imported after it.
# isort: skip_file
from . import res_company_owner
from . import res_config_settings_owner
from . import construction_owner_contract
from . import construction_owner_contract_line
from . import construction_owner_payer
from . import construction_owner_line_share
from . import construction_owner_retention_tier
from . import construction_owner_contract_flow
from . import construction_owner_contract_change
from . import construction_change_order_owner
from . import construction_owner_application
from . import construction_owner_application_line
from . import construction_owner_application_progress
from . import construction_owner_part
from . import construction_owner_application_invoice
from . import construction_owner_release
from . import construction_owner_contract_credit
from . import construction_owner_release_line
from . import construction_owner_release_invoice
from . import construction_approval_rule_owner
from . import account_move_owner
from . import account_move_owner_credit
from . import account_move_line_owner
from . import project_project_owner
from . import construction_job_cockpit_owner
