# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What stands before the first job: people, codes, vendors, items, crews, settings of the close."""

from __future__ import annotations

from typing import Any

from ..seed import COMPANIES, PASSWORD
from .group import COST_CODES, CREWS, ITEMS, JOBCOST, MACHINES, PEOPLE, VENDORS
from .world import World

COST_TYPES = ("labor", "material", "subcontract", "equipment", "other")
#: (setting of a company, code, name, type): where the close and invoices to owners post.
ACCOUNTS = (
    ("accrual_account_id", "219000", "Accrued Liabilities", "liability_current"),
    ("retention_payable_account_id", "219500", "Retention Payable", "liability_current"),
    ("retention_receivable_account_id", "121900", "Retention Receivable", "asset_current"),
    ("wip_revenue_account_id", "409000", "Contract Revenue, Earned", "income"),
    ("wip_asset_account_id", "119000", "Costs and Earnings in Excess of Billings", "asset_current"),
    (
        "wip_liability_account_id",
        "219100",
        "Billings in Excess of Costs and Earnings",
        "liability_current",
    ),
    ("wip_loss_account_id", "629000", "Losses on Contracts", "expense"),
    ("wip_provision_account_id", "219200", "Provision for Losses", "liability_current"),
)


def prepare(world: World) -> None:
    """Put the group in place beside what the demo's seed made."""
    env = world.env
    for code, name in COMPANIES.items():
        world.companies[code] = env["res.company"].search([("name", "=", name)])
    _people(world)
    _codes(world)
    _vendors_and_items(world)
    _crews(world)
    _machines(world)
    for company in world.companies.values():
        _settings(env, company)


def _people(world: World) -> None:
    env = world.env
    ids = [company.id for company in world.companies.values()]
    env["res.users"].with_context(no_reset_password=True).create(
        [
            {
                "login": login,
                "name": name,
                "password": PASSWORD,
                "email": f"{login}@harborpine.example",
                "company_id": world.companies[company].id,
                "company_ids": [(6, 0, ids)],
                "group_ids": [
                    (6, 0, [env.ref(group).id for group in ["base.group_user", *groups]])
                ],
            }
            for login, name, groups, company in PEOPLE
        ]
    )
    # what people are told stays in Odoo: nothing of a demo goes out by mail
    env["res.users"].search([("share", "=", False)]).write({"notification_type": "inbox"})
    world.users = {user.login: user.id for user in env["res.users"].search([])}


def _codes(world: World) -> None:
    env = world.env
    for name in COST_TYPES:
        cost_type = env.ref(f"{JOBCOST}cost_type_{name}")
        world.remember("type", cost_type.code, cost_type)
    for code, name, above, contingency in COST_CODES:
        record = env["construction.cost.code"].create(
            {
                "code": code,
                "name": name,
                "parent_id": above and world.id("code", above),
                "is_contingency": contingency,
            }
        )
        world.remember("code", code, record)


def _vendors_and_items(world: World) -> None:
    env = world.env
    names = sorted({name for vendors in VENDORS.values() for name in vendors})
    vendors = env["res.partner"].create(
        [{"name": name, "is_company": True, "supplier_rank": 1} for name in names]
    )
    for name, vendor in zip(names, vendors, strict=True):
        world.remember("vendor", name, vendor)
    for code, name, unit, price in ITEMS.values():
        item = env["product.product"].create(
            {
                "default_code": code,
                "name": name,
                "type": "consu",
                "uom_id": world.ref(unit),
                "standard_price": float(price),
                "purchase_ok": True,
                "sale_ok": False,
                "purchase_method": "receive",
                "taxes_id": [(5,)],
                "supplier_taxes_id": [(5,)],
            }
        )
        world.remember("item", code, item)


def _crews(world: World) -> None:
    for company, crew in CREWS.items():
        employees = world.env["hr.employee"].create(
            [
                {
                    "name": name,
                    "hourly_cost": float(rate),
                    "company_id": world.companies[company].id,
                }
                for name, rate in crew
            ]
        )
        for (name, _rate), employee in zip(crew, employees, strict=True):
            world.remember("employee", name, employee)


def _machines(world: World) -> None:
    """Machines with their rates, which hold since before the first job."""
    for company, (name, rate) in MACHINES.items():
        company_id = world.companies[company].id
        machine = world.env["maintenance.equipment"].create(
            {"name": name, "company_id": company_id}
        )
        world.env["construction.equipment.rate"].create(
            {
                "company_id": company_id,
                "equipment_id": machine.id,
                "date_from": world.calendar.day(0),
                "rate": float(rate),
            }
        )
        world.remember("machine", name, machine)


def _settings(env: Any, company: Any) -> None:
    """Where accruals and WIP schedules are posted; what may be bought in an emergency."""
    journal = env["account.journal"].search(
        [("company_id", "=", company.id), ("type", "=", "general")], limit=1
    )
    accounts = {
        field: _account(env, company, code, name, kind).id for field, code, name, kind in ACCOUNTS
    }
    company.write(
        {
            "accrual_journal_id": journal.id,
            "wip_journal_id": journal.id,
            "emergency_limit": 10_000,
            "emergency_days": 10,
            "plan_profile": "s_curve",
        }
        | accounts
    )


def _account(env: Any, company: Any, code: str, name: str, kind: str) -> Any:
    return env["account.account"].create(
        {
            "code": code,
            "name": name,
            "account_type": kind,
            "company_ids": [(6, 0, [company.id])],
        }
    )
