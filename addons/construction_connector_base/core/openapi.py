# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Parts of an OpenAPI 3.1 document. Addons put their own endpoints together from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .contract import Contract
from .envelope import Envelope
from .schema import DIALECT, Schema, model_schemas

REF = "#/components/schemas/{model}"
DATA = "Data.{model}"
PROBLEM_TYPE = "application/problem+json"
BEARER = "bearer"


@dataclass(frozen=True)
class Problem:
    """One kind of error: its stable name, the status, and what it means."""

    slug: str
    status: int
    title: str

    @property
    def type(self) -> str:
        """The ``type`` of the problem details."""
        return f"urn:construction:problem:{self.slug}"


def ref(name: str) -> Schema:
    """A reference to a schema of the document."""
    return {"$ref": REF.format(model=name)}


def header(description: str, **schema: Any) -> Schema:
    """A header of an answer; a text unless ``schema`` says otherwise."""
    return {"description": description, "schema": {"type": "string"} | schema}


def parameter(
    name: str, where: str, description: str, *, required: bool = False, **schema: Any
) -> Schema:
    """A parameter in the ``path``, the ``query`` or a ``header``; a text by default."""
    return {
        "name": name,
        "in": where,
        "required": required or where == "path",
        "description": description,
        "schema": {"type": "string"} | schema,
    }


def answer(
    description: str,
    schema: Schema | None = None,
    *,
    content_type: str = "application/json",
    headers: Mapping[str, Schema] | None = None,
    example: Any = None,
) -> Schema:
    """An answer with a body of that schema, or without one."""
    made: Schema = {"description": description}
    if headers:
        made["headers"] = dict(headers)
    if schema is not None:
        content = {"schema": schema} | ({"example": example} if example is not None else {})
        made["content"] = {content_type: content}
    return made


def operation(
    operation_id: str,
    summary: str,
    tag: str,
    answers: Mapping[int, Schema],
    problems: Iterable[Problem] = (),
    *,
    description: str = "",
    parameters: Sequence[Schema] = (),
    body: Schema | None = None,
    is_public: bool = False,
) -> Schema:
    """One method of a path. ``problems``: the errors it may answer, beside ``answers``."""
    made: Schema = {"operationId": operation_id, "summary": summary, "tags": [tag]}
    if description:
        made["description"] = description
    if parameters:
        made["parameters"] = list(parameters)
    if body:
        made["requestBody"] = body
    if is_public:
        made["security"] = []
    responses = {str(status): one for status, one in answers.items()}
    for status, one in problem_answers(problems).items():
        responses[status] = _merge(responses[status], one) if status in responses else one
    made["responses"] = dict(sorted(responses.items()))
    return made


def _merge(first: Schema, second: Schema) -> Schema:
    """An answer that comes in either of two content types."""
    return {
        "description": f"{first['description']} Or: {second['description']}",
        "headers": first.get("headers", {}) | second.get("headers", {}),
        "content": first.get("content", {}) | second.get("content", {}),
    }


_PROBLEM_HEADERS = {
    401: {"WWW-Authenticate": header("Which kind of key is needed.")},
    405: {"Allow": header("The methods that are possible.")},
    429: {
        "Retry-After": header("Seconds to wait."),
        "RateLimit": header("What is left of the limit, and for how long it counts."),
        "RateLimit-Policy": header("The limit of your system."),
    },
    503: {"Retry-After": header("Seconds to wait.")},
}


def problem_answers(problems: Iterable[Problem]) -> dict[str, Schema]:
    """Answers by status; errors of one status stand together."""
    by_status: dict[int, list[Problem]] = {}
    for problem in problems:
        by_status.setdefault(problem.status, []).append(problem)
    return {
        str(status): answer(
            " Or: ".join(f"{one.title}." for one in group),
            ref("Problem") | {"properties": {"type": {"enum": [one.type for one in group]}}},
            content_type=PROBLEM_TYPE,
            headers=_PROBLEM_HEADERS.get(status),
        )
        for status, group in by_status.items()
    }


def event_name(contract: Contract) -> str:
    """Name of the schema of a contract's whole event."""
    return f"Event.{contract.direction}.{contract.name}.v{contract.version}"


def example_event(contract: Contract) -> dict[str, Any]:
    """A whole event with the contract's example."""
    return {
        "specversion": "1.0",
        "id": "0001",
        "source": "your-system",
        "type": contract.type,
        "time": "2026-04-14T15:00:00Z",
        "data": contract.example,
    }


def event_schemas(contracts: Sequence[Contract]) -> dict[str, Schema]:
    """Schemas of the events of these contracts and of all they consist of, by name."""
    # with a prefix: a payload must not take the name of an answer
    names, models = model_schemas([one.payload for one in contracts], REF.format(model=DATA))
    schemas = {DATA.format(model=name): one for name, one in models.items()}
    _envelope, envelope = model_schemas([Envelope])
    for contract, name in zip(contracts, names, strict=True):
        schemas[event_name(contract)] = _event(envelope["Envelope"], contract, name)
    return schemas


def _event(envelope: Schema, contract: Contract, payload: str) -> Schema:
    schema = {
        **envelope,
        "description": contract.description,
        "properties": envelope["properties"]
        | {"type": {"const": contract.type}, "data": ref(DATA.format(model=payload))},
        "examples": [example_event(contract)],
    }
    return schema | ({"deprecated": True} if contract.deprecated_on else {})


def any_event(contracts: Sequence[Contract]) -> Schema:
    """An event of one of these contracts, told apart by its ``type``."""
    return {
        "oneOf": [ref(event_name(one)) for one in contracts],
        "discriminator": {
            "propertyName": "type",
            "mapping": {one.type: REF.format(model=event_name(one)) for one in contracts},
        },
    }


def webhooks(contracts: Sequence[Contract]) -> dict[str, Schema]:
    """What is sent to those who subscribe, by type."""
    return {
        one.type: {
            "post": {
                "operationId": f"on_{one.name}.v{one.version}",
                "summary": one.description,
                "tags": ["events"],
                "requestBody": {
                    "content": {"application/cloudevents+json": {"schema": ref(event_name(one))}}
                },
                "responses": {"2XX": {"description": "Taken."}},
            }
        }
        for one in contracts
    }


def document(
    info: Mapping[str, Any],
    server: str,
    paths: Mapping[str, Schema],
    hooks: Mapping[str, Schema],
    schemas: Mapping[str, Schema],
    tags: Mapping[str, str],
) -> Schema:
    """The whole document. ``tags``: name of each group of endpoints, and what it is for."""
    made = {
        "openapi": "3.1.0",
        "jsonSchemaDialect": DIALECT,
        "info": dict(info),
        "servers": [{"url": server}],
        "security": [{BEARER: []}],
        "tags": [{"name": name, "description": text} for name, text in tags.items()],
        "paths": dict(paths),
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {
                BEARER: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key of your system. It is shown once when it is made.",
                }
            },
        },
    }
    return made | ({"webhooks": dict(hooks)} if hooks else {})
