# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The database as the acts see it: its people, its records by their plan's names, its clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from unittest.mock import patch

from freezegun import freeze_time

from .group import JOBCOST
from .plan import Calendar

#: Also in California it is the same day then.
NOON = time(19)
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_notify_force_send": False}


class World:
    """What acts need of Odoo; ``env`` may do everything, ``acting`` is one person's."""

    def __init__(self, env: Any, calendar: Calendar) -> None:
        self.env = env(user=env.ref("base.user_admin").id, su=True, context=QUIET)
        self.calendar = calendar
        self.companies: dict[str, Any] = {}
        self.company = ""
        self.users: dict[str, int] = {}
        #: what is known by a name of the plan: jobs, codes, vendors, items, orders ...
        self.known: dict[tuple[str, Any], int] = {}

    # Records ----------------------------------------------------------------------------------

    def remember(self, kind: str, name: Any, record: Any) -> None:
        self.known[kind, name] = record.id

    def get(self, env: Any, model: str, kind: str, name: Any) -> Any:
        """The record that was remembered, in an environment."""
        return env[model].browse(self.known[kind, name])

    def id(self, kind: str, name: Any) -> int:
        return self.known[kind, name]

    def coding(self, job: str, code: str, kind: str) -> dict:
        """The analytic distribution of a budget line."""
        env = self.env
        return env["construction.cost.key"]._distribution(
            self.get(env, "project.project", "job", job),
            self.get(env, "construction.cost.code", "code", code),
            self.get(env, "construction.cost.type", "type", kind),
        )

    def vendor(self, name: str) -> int:
        return self.known["vendor", name]

    def ref(self, name: str) -> int:
        return self.env.ref(JOBCOST + name).id

    def all_companies(self) -> list[int]:
        return [company.id for company in self.companies.values()]

    def receipts(self, quantities: Iterable[tuple[int, Decimal]]) -> list:
        """What the site reports as received now, by order line."""
        from odoo.addons.construction_jobcost.core.receipt import ReceiptLine

        return [ReceiptLine(line_id, quantity) for line_id, quantity in quantities]

    def bill_line(self, line: Any, quantity: Any, price: Any) -> dict:
        """What a bill says of an order line."""
        return {
            "name": line.name,
            "purchase_line_id": line.id,
            "product_id": line.product_id.id,
            "product_uom_id": line.product_uom_id.id,
            "quantity": float(quantity),
            "price_unit": float(price),
        }

    # People -----------------------------------------------------------------------------------

    def acting(self, login: str) -> Any:
        """The environment of a person in the company of the acts."""
        company = self.companies[self.company]
        context = {**QUIET, "allowed_company_ids": [company.id]}
        return self.env(user=self.users[login], su=False, context=context)

    # Clock ------------------------------------------------------------------------------------

    @contextmanager
    def clock(self, first: date) -> Iterator[Any]:
        """Let everything happen on a day; ``move`` what this yields to another one."""
        with freeze_time(datetime.combine(first, NOON)) as frozen:

            def move(day: date) -> None:
                frozen.move_to(datetime.combine(day, NOON))

            with patch.object(self.env.cr, "now", lambda: datetime.now()):
                yield move

    def settle(self) -> None:
        """Let the guards look at what was done and the ledger take it in, on its day."""
        self.env.cr.flush()
