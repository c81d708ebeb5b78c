# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The OpenAPI document of a live server says what the server does."""

from contextlib import suppress

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import APIOperation, Case, CheckContext, GenerationMode, Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from construction_setup.server import Server
from demo.client import PREFIX


def no_fault(_context: CheckContext, response: Response, _case: Case) -> None:
    """503 is an answer like others: what is not ready says so."""
    assert response.status_code != 500


#: The system as which the tests call.
SYSTEM = "procurement"
#: What is checked of each answer. Whether good data is taken is not: rules across fields, rights
#: and what is known already decide about that, which no schema can say.
CHECKS = [
    no_fault,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
NO_KEYS = (None, "", "Bearer", "Basic eDp5", "Bearer cik_" + "A" * 43)

thorough = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@schemathesis.serializer("application/x-ndjson")
def _serialize_lines(_context: schemathesis.SerializationContext, value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture(scope="module")
def document(server: Server) -> dict:
    response = requests.get(f"{server.url}{PREFIX}/openapi.json", timeout=60)
    assert response.status_code == 200
    return response.json()


@pytest.fixture(scope="module")
def operations(server: Server) -> list[APIOperation]:
    schema = schemathesis.openapi.from_url(f"{server.url}{PREFIX}/openapi.json")
    return [result.ok() for result in schema.get_all_operations()]


@pytest.fixture(scope="module")
def key(contractor: dict) -> str:
    return contractor["keys"][SYSTEM]


def call(case: Case, authorization: str | None) -> Response:
    """Call, and compare the answer with the document."""
    headers = {"Authorization": authorization} if authorization is not None else {}
    return case.call_and_validate(headers=headers, checks=CHECKS)


def address(case: Case) -> None:
    """Let events come from the system whose key is used, so that they get past the first rules."""
    events = case.body if isinstance(case.body, list) else [case.body]
    for event in events:
        if isinstance(event, dict):
            event |= {"source": SYSTEM, "time": "2026-04-14T15:00:00Z"}
            event.pop("entity", None)


def test_document_is_valid_openapi(document: dict) -> None:
    OpenAPIV31SpecValidator(document).validate()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_with_a_key(operations: list[APIOperation], key: str, mode: GenerationMode) -> None:
    def is_as_documented(case: Case) -> None:
        address(case)
        call(case, f"Bearer {key}")

    checked = set()
    for operation in operations:
        cases = operation.as_strategy(generation_mode=mode)
        # what takes nothing, or anything, cannot be called wrongly
        with suppress(Unsatisfiable):
            thorough(given(cases)(is_as_documented))()
            checked.add(f"{operation.method.upper()} {operation.path.removeprefix(PREFIX)}")
    wanted = {"POST /messages", "GET /jobs/{job_code}/cost"}
    if mode is GenerationMode.POSITIVE:
        assert len(checked) == len(operations)
    assert wanted <= checked


def test_without_a_valid_key(operations: list[APIOperation]) -> None:
    def is_refused(case: Case, authorization: str | None) -> None:
        response = call(case, authorization)
        is_public = case.operation.definition.raw.get("security") == []
        assert is_public or response.status_code == 401

    for operation in operations:
        cases = given(operation.as_strategy(), st.sampled_from(NO_KEYS))
        settings(thorough, max_examples=10)(cases(is_refused))()
