# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of code maps share."""

from dataclasses import replace
from datetime import date
from typing import Annotated
from unittest.mock import patch

from ..core import contract as contracts
from ..core.contract import Code, CodeMap, Payload
from .common import PING, IntegrationCase


class CodedPing(Payload):
    text: Annotated[Code, CodeMap("color")]


class CodeMapCase(IntegrationCase):
    """Connection checks whose text is a code of the domain ``color``; only ``red`` is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        coded = replace(contracts.get(PING), payload=CodedPing)
        cls.startClassPatcher(patch.dict(contracts._contracts, {("inbound", PING): coded}))
        companies = cls.acme | cls.bolt
        cls.operator = cls._create_user("group_operator", companies)
        cls.manager = cls._create_user("group_manager", companies)
        cls.other_manager = cls._create_user("group_manager", companies, login="second")
        cls.Map = cls.env["integration.code.map"]

    @classmethod
    def _create_map(cls, lines, domain="color", effective_from=False, **values):
        code_map = cls.Map.with_user(cls.operator).create({"domain": domain} | values)
        cls._add_version(code_map, lines, effective_from)
        return code_map.with_env(cls.env)

    @classmethod
    def _add_version(cls, code_map, lines, effective_from=False):
        """Propose and approve a version with just these lines."""
        version = code_map.with_user(cls.operator)._new_version()
        version.line_ids.unlink()
        version.write(
            {
                "effective_from": effective_from,
                "line_ids": [
                    (0, 0, {"external_value": value, "code": code}) for value, code in lines.items()
                ],
            }
        )
        version.action_propose()
        version.with_user(cls.manager).action_approve()
        return version.with_env(cls.env)

    def seen(self):
        """Let handlers know ``red`` only; return what they saw."""
        codes = []

        def resolve(handler, items):
            for item in items:
                codes.append(item.data.text)
                if item.data.text != "red":
                    item.stop_unmapped("color", item.data.text, "No such color.", amount=5)

        self.enterContext(self.handle(_resolve=resolve))
        return codes

    def translate(self, value, system=None, company=None, on=date(2026, 3, 2)):
        translator = self.Map._translator(system or self.system, company or self.acme, on)
        return translator.known("color", value)
