# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# A model has to be imported after the mixins it inherits.
# isort: skip_file
from . import construction_approval_steps
from . import construction_approval_void
from . import construction_approval_billed
