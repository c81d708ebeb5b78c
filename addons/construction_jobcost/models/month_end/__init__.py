# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# A class that extends a model has to be imported after it.
# isort: skip_file
from . import res_company_month_end
from . import res_config_settings_month_end
from . import construction_sign_off
from . import construction_month_end
from . import construction_month_end_job
from . import construction_month_end_decision
from . import construction_month_end_check
from . import construction_month_end_check_buying
from . import construction_month_end_check_bills
from . import construction_month_end_check_actuals
from . import construction_month_end_check_books
from . import construction_month_end_check_changes
from . import construction_month_end_check_revenue
from . import construction_month_end_check_compliance
from . import construction_month_end_check_payroll
from . import construction_month_end_check_close
from . import construction_month_end_board
from . import account_move_signed_month
from . import account_analytic_line_signed_month
from . import construction_equipment_usage_signed_month
from . import construction_cost_entry_signed_month
