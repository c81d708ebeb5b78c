# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The groups of service users, one for each family of contracts."""

ESTIMATING = "construction_integration.group_service_estimating"
PROCUREMENT = "construction_integration.group_service_procurement"
RECEIVING = "construction_integration.group_service_receiving"
PAYABLES = "construction_integration.group_service_payables"
LABOR = "construction_integration.group_service_labor"
