# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Construction Job Cost",
    "summary": "Jobs, cost codes, budgets and a job-cost ledger that always agrees with the documents",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Construction Integration Suite",
    "license": "LGPL-3",
    "depends": ["account", "purchase_stock", "project_purchase", "hr_timesheet"],
    "data": [
        "security/jobcost_groups.xml",
        "security/ir.model.access.csv",
        "security/jobcost_security.xml",
        "security/procurement_security.xml",
        "data/analytic_plan_data.xml",
        "data/product_data.xml",
        "data/construction_cost_type_data.xml",
        "data/construction_cost_code_data.xml",
        "data/procurement_data.xml",
    ],
    "application": True,
}
