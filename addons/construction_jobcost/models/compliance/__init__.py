# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# A class that extends a model has to be imported after it.
# isort: skip_file
from . import res_company_compliance
from . import res_config_settings_compliance
from . import construction_compliance_type
from . import construction_compliance_rule
from . import construction_compliance_document
from . import construction_compliance_document_flow
from . import construction_compliance_document_facts
from . import construction_compliance_document_reminder
from . import construction_compliance_document_print
from . import construction_compliance_document_insurance
from . import construction_compliance_waive
from . import construction_compliance_checked
from . import construction_compliance_checked_words
from . import construction_compliance_checked_list
from . import construction_compliance_checked_waiver
from . import construction_compliance_requirement
from . import purchase_order_compliance
from . import purchase_order_compliance_raise
from . import purchase_order_compliance_insurance
from . import construction_payment_application_compliance
from . import construction_retention_release_compliance
from . import account_move_compliance
from . import account_move_compliance_payment
from . import account_payment_compliance
from . import res_partner_compliance
from . import project_project_compliance
