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
