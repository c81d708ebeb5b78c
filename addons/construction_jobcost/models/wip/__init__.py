# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# A class that extends a model has to be imported after it.
# isort: skip_file
from . import res_company_wip
from . import res_config_settings_wip
from . import project_project_wip
from . import construction_wip_schedule
from . import construction_wip_schedule_ledger
from . import construction_wip_schedule_flow
from . import construction_wip_schedule_notice
from . import construction_wip_schedule_entry
from . import construction_wip_schedule_tie
from . import construction_wip_line
from . import construction_wip_line_figures
from . import account_move_wip
from . import account_move_line_wip
from . import construction_books_reconciliation_wip
from . import construction_wip_schedule_print
from . import construction_wip_tie
from . import construction_wip_consolidation
from . import construction_wip_consolidation_line
from . import construction_wip_consolidation_print
from . import construction_month_end_check_wip
