# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# A class that extends a model has to be imported after it.
# isort: skip_file
from . import purchase_order_retention_due
from . import construction_warning_rule
from . import construction_warning
from . import construction_warning_flow
from . import construction_warning_facts
from . import construction_warning_facts_progress
from . import construction_warning_finder
from . import construction_job_cockpit_early
