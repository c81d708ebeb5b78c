# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# A class that extends a model has to be imported after it.
# isort: skip_file
from . import res_company_forecast
from . import res_config_settings_forecast
from . import construction_approval_rule_forecast
from . import construction_budget_line_plan
from . import construction_earned_value
from . import construction_forecast
from . import construction_forecast_totals
from . import construction_forecast_figures
from . import construction_forecast_approval
from . import construction_forecast_flow
from . import construction_forecast_curve
from . import construction_forecast_comparison
from . import construction_forecast_line
from . import construction_forecast_line_cost
from . import project_project_forecast
from . import construction_job_cockpit_forecast
