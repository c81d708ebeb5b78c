# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import gatehouse_gate, integration_adapter_gatehouse, integration_handler_gate
