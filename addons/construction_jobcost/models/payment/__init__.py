# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# A class that extends a model has to be imported after it.
# isort: skip_file
from . import res_company_retention
from . import res_config_settings_retention
from . import account_tax_net
from . import construction_retention_billing
from . import account_move_retention
from . import account_move_credit
from . import construction_payment_sheet
from . import construction_payment_sheet_line
from . import construction_payment_sheet_summary
from . import construction_payment_sheet_flow
from . import construction_payment_contract
from . import construction_payment_application
from . import construction_payment_application_line
from . import construction_payment_application_bill
from . import construction_payment_application_fill
from . import construction_payment_application_line_cost
from . import construction_payment_application_line_accepted
from . import construction_payment_application_accept
from . import purchase_order_line_certified
from . import construction_approval_rule_application
from . import account_move_line_retention
from . import purchase_order_payment
from . import purchase_order_credit
from . import purchase_order_retention_tax
from . import construction_payment_release
from . import construction_payment_release_flow
from . import construction_payment_release_line
from . import construction_retention_release
from . import construction_retention_release_bill
from . import construction_retention_release_line
from .. import retention
