# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Construction Integration",
    "summary": "Estimating, procurement, field, payables and time messages become Odoo documents",
    "version": "19.0.1.0.0",
    "category": "Construction",
    "author": "Construction Integration Suite",
    "license": "LGPL-3",
    "depends": ["construction_connector_base", "construction_jobcost"],
    "data": [
        "security/integration_service_security.xml",
        "security/ir.model.access.csv",
        "data/integration_reason_data.xml",
        "data/integration_reason_period_data.xml",
        "data/integration_reason_coding_data.xml",
        "data/service_groups.xml",
    ],
    "assets": {
        "web.assets_tests": ["construction_integration/static/tests/tours/*.js"],
    },
    "application": True,
}
