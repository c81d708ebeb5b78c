# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo's starting point: a regional contractor with two legal entities, its people and the
outside systems that may talk to it. Runs inside Odoo (`seed(env)`)."""

from __future__ import annotations

from typing import Any

from .contract_2652j import SHARES

PASSWORD = "demo"
COMPANIES = {
    "CIVIL": "Harbor & Pine Civil, Inc.",
    "BUILD": "Harbor & Pine Building, LLC",
}
JOBCOST = "construction_jobcost."
BASE = "construction_connector_base."

#: login, name, groups, company at login
PEOPLE = [
    (
        "pm",
        "Paula Marsh, Project Manager",
        # the jobs of the demo come by message and name no manager
        [JOBCOST + "group_project_manager", JOBCOST + "group_job_cost_all"],
        "CIVIL",
    ),
    (
        "approver",
        "Andre Silva, Operations Director",
        [JOBCOST + "group_approver", "purchase.group_purchase_user"],
        "BUILD",
    ),
    (
        "payables",
        "Pat Lindgren, Accounts Payable",
        [JOBCOST + "group_approver", "account.group_account_invoice"],
        "CIVIL",
    ),
    (
        "controller",
        "Carla Ruiz, Cost Controller",
        [JOBCOST + "group_cost_controller", BASE + "group_operator"],
        "BUILD",
    ),
    ("finance", "Fran Moreau, Finance", [JOBCOST + "group_finance"], "CIVIL"),
    (
        "cfo",
        "Cleo Varga, Chief Financial Officer",
        [JOBCOST + "group_finance", JOBCOST + "group_compliance_waiver"],
        "CIVIL",
    ),
    (
        "buyer",
        "Bea Novak, Buyer",
        [JOBCOST + "group_buyer", JOBCOST + "group_emergency_buyer"],
        "CIVIL",
    ),
    ("operator", "Owen Blake, Integration Desk", [BASE + "group_operator"], "BUILD"),
    (
        "auditor",
        "Aiko Tanaka, Auditor",
        [JOBCOST + "group_auditor", BASE + "group_user"],
        "CIVIL",
    ),
]
#: code, name, contracts, systems whose ids it speaks
SYSTEMS = [
    (
        "estimating",
        "Estimating",
        ["job.upserted", "cost_code.upserted", "estimate.awarded"],
        [],
    ),
    (
        "procurement",
        "Procurement portal",
        ["vendor.upserted", "item.upserted", "requisition.submitted"],
        [],
    ),
    ("field", "Field app", ["goods.received"], ["procurement"]),
    (
        "capture",
        "Invoice capture",
        ["invoice.received"],
        ["procurement"],
    ),
    (
        "timekeeping",
        "Timekeeping",
        ["employee.upserted", "timesheet.approved"],
        [],
    ),
]


def seed(env) -> dict[str, Any]:
    """Create companies, people and systems; the logins and the clear keys, once."""
    # what is set up by hand in a real company is not signed by the system's own user
    env = env(user=env.ref("base.user_admin").id, su=True)
    companies = _companies(env)
    _people(env, companies)
    _approval_rules(env, companies)
    # public agencies that pay for works are no vendors: no system sends them
    env["res.partner"].create([{"name": name, "is_company": True} for name in SHARES])
    systems = _systems(env, companies)
    keys = {
        code: env["integration.api.key"]._generate(system, "demo", days=90)
        for code, system in systems.items()
    }
    env.cr.commit()
    return {
        "keys": keys,
        "password": PASSWORD,
        "logins": [login for login, *_rest in PEOPLE],
    }


def issue_key(env, code: str) -> str:
    """A new key for one of the demo's systems (`setup/run key SYSTEM`)."""
    system = env["integration.system"].search([("code", "=", code)])
    if not system:
        known = ", ".join(env["integration.system"].search([]).mapped("code"))
        raise SystemExit(f"There is no system {code!r}. Systems of the demo: {known}")
    key = env["integration.api.key"]._generate(system, "from the command line", days=30)
    env.cr.commit()
    return key


def _companies(env) -> dict:
    main = env.ref("base.main_company")
    main.name = COMPANIES["CIVIL"]
    other = env["res.company"].create(
        {"name": COMPANIES["BUILD"], "currency_id": main.currency_id.id}
    )
    companies = {"CIVIL": main, "BUILD": other}
    warehouses = env["stock.warehouse"].search([]).company_id
    for company in companies.values():
        if company not in warehouses:
            env["stock.warehouse"].create(
                {"name": "Yard", "code": company.name[:5], "company_id": company.id}
            )
        company.country_id = env.ref("base.us")
        env["account.chart.template"].try_loading(
            "generic_coa", company=company, install_demo=False
        )
        # the generic chart brings a value added tax, which a US contractor does not know
        company.account_purchase_tax_id = company.account_sale_tax_id = False
    env["product.template"].search([]).write({"supplier_taxes_id": [(5,)], "taxes_id": [(5,)]})
    return companies


def _people(env, companies: dict) -> None:
    ids = [company.id for company in companies.values()]
    for login, name, groups, company in PEOPLE:
        env["res.users"].with_context(no_reset_password=True).create(
            {
                "login": login,
                "name": name,
                "password": PASSWORD,
                "email": f"{login}@harborpine.example",
                "company_id": companies[company].id,
                "company_ids": [(6, 0, ids)],
                "group_ids": [
                    (6, 0, [env.ref(group).id for group in ["base.group_user", *groups]])
                ],
            }
        )
    admin = env.ref("base.user_admin")
    admin.write(
        {
            "company_ids": [(6, 0, ids)],
            "group_ids": [
                (4, env.ref(group).id)
                for group in (
                    BASE + "group_manager",
                    JOBCOST + "group_cost_controller",
                    JOBCOST + "group_project_manager",
                )
            ],
        }
    )


def _approval_rules(env, companies: dict) -> None:
    users = {user.login: user for user in env["res.users"].search([])}
    env["construction.approval.rule"].create(
        [
            {
                "name": f"{document.capitalize()}s: {users[login].name}",
                "company_id": company.id,
                "document": document,
                "minimum_amount": 0.0,
                "user_id": users[login].id,
            }
            for company in companies.values()
            for document, login in (
                ("requisition", "approver"),
                ("order", "approver"),
                ("bill", "payables"),
            )
        ]
    )


def _systems(env, companies: dict) -> dict:
    owner = env["res.users"].search([("login", "=", "operator")])
    systems = {}
    for code, name, contracts, speaks in SYSTEMS:
        system = env["integration.system"].create(
            {
                "code": code,
                "name": name,
                "owner_id": owner.id,
                "company_id": companies["CIVIL"].id,
                "company_ids": [(6, 0, [company.id for company in companies.values()])],
                "entity_ids": [
                    (0, 0, {"code": entity, "company_id": company.id})
                    for entity, company in companies.items()
                ],
                "id_source_ids": [(6, 0, [systems[other].id for other in speaks])],
            }
        )
        system._allow(f"construction.{contract}.v1" for contract in contracts)
        systems[code] = system
    return systems
