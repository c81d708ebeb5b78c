# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_audit_entries,
    test_concurrency,
    test_contract,
    test_contract_registry,
    test_decisions,
    test_door,
    test_drain,
    test_events,
    test_http,
    test_keys,
    test_lanes,
    test_plan,
    test_rights,
    test_systems,
    test_vault,
    test_waiting,
)
