# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# A class that extends a model has to be imported after it.
# isort: skip_file
from . import construction_retention_ageing
from . import construction_retention_ageing_query
from . import construction_retention_reconciliation
from . import construction_retention_reconciliation_query
from . import construction_retention_ageing_owner
from . import construction_retention_reconciliation_owner
