# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# A class that extends a model has to be imported after it.
# isort: skip_file
from . import ir_actions_report
from . import construction_payment_contract_changes
from . import purchase_order_changes
from . import construction_payment_sheet_changes
from . import construction_payment_sheet_document
from . import construction_payment_application_print
from . import res_company_backup
from . import res_config_settings_backup
from . import construction_payment_sheet_backup
from . import construction_payment_sheet_fill
from . import construction_payment_sheet_workbook
from . import construction_payment_sheet_opening
from . import purchase_order_retention_statement
from . import purchase_order_document
from . import construction_owner_application_print
from . import construction_payment_application_opening
from . import construction_owner_application_opening
from . import construction_owner_payer_opening
