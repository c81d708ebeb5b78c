# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of messages share; other addons' tests may use it too."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, settings

from odoo.tests import TransactionCase, new_test_user
from odoo.tools import config

from ..core import contract as contracts
from ..core.vault import new_key
from ..models.integration_vault import OPTION

# the first draw of a process reads the sources of all modules: in Odoo these are very many
settings.register_profile("odoo", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("odoo")

GROUPS = "construction_connector_base"
PING = "construction.ping.sent.v1"


def event(id_: str, text: str = "hello", **attributes: Any) -> dict[str, Any]:
    """A connection check as the system ``field`` sends it."""
    return {
        "specversion": "1.0",
        "id": id_,
        "source": "field",
        "type": PING,
        "time": "2026-03-02T08:00:00Z",
        "data": {"text": text},
    } | attributes


@contextmanager
def registered(*added: contracts.Contract) -> Iterator[None]:
    """Let these contracts be known, too, or in place of those of their types."""
    kept = dict(contracts._contracts)
    for contract in added:
        contracts._contracts.pop((contract.direction, contract.type), None)
    try:
        for contract in added:
            contracts.register(contract)
        yield
    finally:
        contracts._contracts.clear()
        contracts._contracts.update(kept)


def use_master_keys(case, *keys: str) -> None:
    """Let the server have these master keys, newest first, until the test (class) is over."""
    patcher = patch.dict(config.options.maps[0], {OPTION: ",".join(keys)})
    patcher.start()
    clean_up = case.addClassCleanup if isinstance(case, type) else case.addCleanup
    clean_up(patcher.stop)


def forget_audit(cr, system_id: int) -> None:
    """Remove what the audit tells of a system that a committing test has made.

    Only the owner of the database can do that, by taking the guard away first.
    """
    cr.execute("ALTER TABLE integration_audit_entry DISABLE TRIGGER integration_audit_guard_row")
    cr.execute(
        """
        DELETE FROM integration_audit_entry
         WHERE system_id = %(system)s OR user_id IN (
            SELECT user_id FROM integration_system WHERE id = %(system)s)
        """,
        {"system": system_id},
    )
    cr.execute("ALTER TABLE integration_audit_entry ENABLE TRIGGER integration_audit_guard_row")


class IntegrationCase(TransactionCase):
    """A system ``field`` of company Acme, which also routes the entity ``B`` to company Bolt."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        use_master_keys(cls, new_key())
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.Message = cls.env["integration.message"]
        cls.Xref = cls.env["integration.xref"]
        cls._setup_companies()
        cls.system = cls._create_system("field", entity_ids=[(0, 0, cls._entity("B", cls.bolt))])

    @classmethod
    def _setup_companies(cls):
        cls.acme, cls.bolt, cls.strange = cls.env["res.company"].create(
            [{"name": "Acme"}, {"name": "Bolt"}, {"name": "Strange"}]
        )

    @classmethod
    def _entity(cls, code, company):
        return {"code": code, "company_id": company.id}

    @classmethod
    def _create_system(cls, code: str, **values):
        system = cls.env["integration.system"].create(
            {
                "name": code.title(),
                "code": code,
                "company_id": cls.acme.id,
                "company_ids": [(6, 0, (cls.acme | cls.bolt).ids)],
            }
            | values
        )
        system._allow([PING])
        return system

    @classmethod
    def _create_user(cls, group: str, companies=None, login: str | None = None):
        companies = companies or cls.acme
        return new_test_user(
            cls.env,
            login or f"{group}.{companies[0].name}".lower(),
            groups=f"{GROUPS}.{group}",
            company_id=companies[0].id,
            company_ids=[(6, 0, companies.ids)],
        )

    def accept(self, *events: Any, system=None):
        """Take events in as the service user does; return the results."""
        system = system or self.system
        results = self.Message.with_user(system.user_id)._accept(system, events)
        self.env.invalidate_all()
        return results

    def message(self, external_id: str):
        """The message of the system ``field`` with this id."""
        self.env.invalidate_all()
        return self.Message.search(
            [("system_id", "=", self.system.id), ("external_id", "=", external_id)]
        )

    def states(self) -> dict[str, str]:
        """State of each message of the system ``field``."""
        self.env.invalidate_all()
        messages = self.Message.search([("system_id", "=", self.system.id)], order="id")
        return {message.external_id: message.state for message in messages}

    def drain(self) -> int:
        """Drain all lanes until nothing is due; return how many messages were claimed."""
        lanes = self.env["integration.lane"]
        total = 0
        while claimed := sum(lanes._drain(lane) for lane, _since in lanes._due_lanes()):
            total += claimed
        self.env.invalidate_all()
        return total

    def make_due(self) -> None:
        """Let the pauses of all retries be over."""
        self.env.cr.execute(
            "UPDATE integration_message SET due_at = due_at - interval '1 day' WHERE state = 'retry'"
        )
        self.env.invalidate_all()

    def handle(self, **steps: Callable[[Any, Sequence[Any]], None]):
        """Let the connection check do other steps: ``handle(_apply=function(handler, items))``."""
        return patch.multiple(self.env.registry["integration.handler.ping"], create=True, **steps)

    def jobs(self):
        """The pending wake-up jobs, oldest first."""
        return self.env["queue.job"].search(
            [("identity_key", "like", "integration:%"), ("state", "=", "pending")], order="id"
        )
