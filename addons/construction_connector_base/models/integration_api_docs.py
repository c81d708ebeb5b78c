# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import hashlib
import shlex
from typing import Any

import orjson
from markupsafe import Markup

from odoo import api, models, tools

from ..controllers.messages import SINGLE
from ..controllers.problem import PREFIX, TITLES
from ..core.contract import Contract, newest_type
from ..core.envelope import Envelope
from ..core.openapi import Problem, example_event
from ..core.page import Page, page
from ..core.schema import contract_schema, field_rows, model_schemas

ASSETS = "construction_connector_base/static/src/docs"


def _pretty(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


class IntegrationApiDocs(models.AbstractModel):
    """The page on which those who write a connection read how to call this database.

    It is one file: its style and its script stand in it.
    """

    _name = "integration.api.docs"
    _description = "API Documentation"

    @api.model
    @tools.ormcache()
    def _page(self) -> Page:
        """The page as HTML; made once, as contracts come and go with addons only."""
        # in the language of the names and of the contracts' descriptions, whoever is first
        qweb = self.env["ir.qweb"].with_context(lang=None)
        html = qweb._render("construction_connector_base.api_docs", self._prepare_values())
        return page(html.strip().encode())

    @api.model
    @tools.ormcache()
    def _content_security_policy(self) -> str:
        """Lets the page run its own script and load nothing."""
        digest = hashlib.sha256(self._asset("docs.js").encode()).digest()
        script = f"'sha256-{base64.b64encode(digest).decode()}'"
        return (
            f"default-src 'none'; style-src 'unsafe-inline'; script-src {script}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )

    @api.model
    def _asset(self, name: str) -> str:
        with tools.file_open(f"{ASSETS}/{name}") as file:
            return file.read()

    @api.model
    def _prepare_values(self) -> dict[str, Any]:
        openapi = self.env["integration.openapi"]
        document = openapi._prepare_document()
        chapters = self._prepare_chapters()
        return {
            "doctype": Markup("<!DOCTYPE html>"),
            "style": Markup(self._asset("docs.css")),
            "script": Markup(self._asset("docs.js")),
            "prefix": PREFIX,
            "endpoints": self._prepare_endpoints(document["paths"]),
            "envelope": self._prepare_envelope(),
            "states": document["components"]["schemas"]["Message"]["properties"]["state"]["enum"],
            "problems": [Problem(slug, *TITLES[slug]) for slug in TITLES],
            "chapters": chapters,
            "contracts": [one for chapter in chapters for one in chapter["contracts"]],
        }

    @api.model
    def _prepare_chapters(self) -> list[dict[str, Any]]:
        """The contracts by workflow, and what is sent from here at the end."""
        openapi = self.env["integration.openapi"]
        by_workflow: dict[str, list[dict[str, Any]]] = {}
        for contract in openapi._contracts("inbound"):
            described = self._prepare_contract(contract)
            by_workflow.setdefault(contract.workflow, []).append(described)
        chapters = [
            {"title": workflow.replace("_", " "), "contracts": by_workflow[workflow]}
            for workflow in sorted(by_workflow)
        ]
        sent = [self._prepare_contract(one) for one in openapi._contracts("outbound")]
        return chapters + ([{"title": "Sent to you", "contracts": sent}] if sent else [])

    @api.model
    def _prepare_endpoints(self, paths: dict[str, dict]) -> list[dict[str, Any]]:
        return [
            {
                "method": method.upper(),
                "path": path,
                "summary": operation["summary"],
                "statuses": ", ".join(operation["responses"]),
                "is_public": operation.get("security") == [],
            }
            for path, methods in paths.items()
            for method, operation in methods.items()
        ]

    @api.model
    def _prepare_envelope(self) -> list:
        [_name], schemas = model_schemas([Envelope])
        return field_rows(schemas["Envelope"])

    @api.model
    def _prepare_contract(self, contract: Contract) -> dict[str, Any]:
        return {
            "anchor": f"{contract.direction}.{contract.type}",
            "type": contract.type,
            "short": f"{contract.name} v{contract.version}",
            "description": contract.description,
            "ends": self._prepare_ends(contract),
            "rows": field_rows(contract_schema(contract)),
            "example": _pretty(contract.example),
            "curl": self._prepare_curl(contract) if contract.direction == "inbound" else "",
        }

    @api.model
    def _prepare_ends(self, contract: Contract) -> str:
        if not contract.deprecated_on:
            return ""
        successor = newest_type(contract.type, contract.direction)
        parts = [
            f"Deprecated since {contract.deprecated_on}",
            f", refused from {contract.sunset_on} on" if contract.sunset_on else "",
            f". Use {successor} instead." if successor != contract.type else ".",
        ]
        return "".join(parts)

    @api.model
    def _prepare_curl(self, contract: Contract) -> str:
        return (
            f'curl "$URL{PREFIX}/messages" \\\n'
            '  -H "Authorization: Bearer $KEY" \\\n'
            f'  -H "Content-Type: {SINGLE}" \\\n'
            f"  -d {shlex.quote(_pretty(example_event(contract)))}"
        )
