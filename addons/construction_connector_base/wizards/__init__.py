# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    integration_api_key_new,
    integration_api_key_show,
    integration_code_map_import,
    integration_code_map_propose,
    integration_code_map_release,
    integration_code_map_suggestion,
    integration_legal_hold_release,
    integration_message_correct,
    integration_message_hand,
    integration_message_override,
    integration_message_refuse,
    integration_message_reject,
    integration_payload_show,
    integration_reconciliation_decision,
    integration_signature_key_new,
    integration_vault_rotate,
)
