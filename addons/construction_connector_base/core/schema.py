# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""JSON Schema (2020-12) of contracts, and what people read of it: a table of fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from .contract import Contract
from .types import DECIMAL_PLACES, MAX_DIGITS

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LOCAL_REF = "#/$defs/{model}"

_WHOLE_DIGITS = MAX_DIGITS - DECIMAL_PLACES
_UNSIGNED = rf"[0-9]{{1,{_WHOLE_DIGITS}}}(\.[0-9]{{1,{DECIMAL_PLACES}}})?"
#: Where pydantic leaves the bounds of a decimal, and what JSON Schema calls them.
_BOUNDS = {
    "gt": "exclusiveMinimum",
    "ge": "minimum",
    "lt": "exclusiveMaximum",
    "le": "maximum",
}


@dataclass(frozen=True)
class FieldRow:
    """One field of a payload as a person reads of it.

    ``path``: its name, with those of the fields around it, as in ``lines[].amount``.
    """

    path: str
    type: str
    required: bool
    description: str


def contract_schema(contract: Contract) -> Schema:
    """A schema of the ``data`` of a contract that stands for itself."""
    [name], definitions = model_schemas([contract.payload])
    schema = definitions.pop(name)
    head = {
        "$schema": DIALECT,
        "$id": f"urn:construction:contract:{contract.direction}:{contract.type}",
        "title": contract.type,
        "description": contract.description,
        "examples": [contract.example],
    }
    more = {"$defs": definitions} if definitions else {}
    return {**head, **{key: schema[key] for key in schema if key not in head}, **more}


def model_schemas(
    models: Sequence[type[BaseModel]], ref_template: str = LOCAL_REF
) -> tuple[list[str], dict[str, Schema]]:
    """Schemas of models and of all they consist of, by name; and the names of the models."""
    found, together = models_json_schema(
        [(model, "validation") for model in models], ref_template=ref_template
    )
    prefix = ref_template.removesuffix("{model}")
    names = [found[model, "validation"]["$ref"].removeprefix(prefix) for model in models]
    definitions = together.get("$defs", {})
    return names, {name: _polish(schema) for name, schema in sorted(definitions.items())}


def field_rows(schema: Schema) -> list[FieldRow]:
    """The fields of a schema that stands for itself, in order, with those they consist of."""
    return list(_rows(schema, schema.get("$defs", {}), ""))


def _rows(schema: Schema, definitions: dict[str, Schema], prefix: str) -> Iterator[FieldRow]:
    required = schema.get("required", [])
    for name, field in schema.get("properties", {}).items():
        inner = _resolve(field, definitions)
        items = _resolve(inner.get("items", {}), definitions)
        path = f"{prefix}{name}{'[]' if inner.get('type') == 'array' else ''}"
        description = field.get("description") or inner.get("description", "")
        yield FieldRow(path, _words(inner, items), name in required, description)
        yield from _rows(items if items else inner, definitions, f"{path}.")


def _resolve(schema: Schema, definitions: dict[str, Schema]) -> Schema:
    """The schema that a reference or an optional value stands for."""
    branches = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    if len(branches) == 1:
        schema = branches[0]
    if "$ref" in schema:
        return definitions[schema["$ref"].rpartition("/")[2]]
    return schema


def _words(schema: Schema, items: Schema) -> str:
    """What may stand in a field, in a few words."""
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    if "const" in schema:
        return f"always {schema['const']}"
    if _is_decimal(schema):
        return "decimal" + _range(schema["anyOf"][0])
    if schema.get("type") == "array":
        inner = "objects" if "properties" in items else f"{_words(items, {})}"
        return f"list of {inner}" + _range(schema, "minItems", "maxItems")
    if schema.get("type") == "string":
        kind = {"date": "date", "date-time": "date and time"}.get(schema.get("format", ""), "text")
        length = _range(schema, "minLength", "maxLength")
        return f"{kind}{length} characters" if length else kind
    if schema.get("type") == "integer":
        return "whole number" + _range(schema)
    return {"boolean": "true or false", "object": "object"}.get(schema.get("type", ""), "any")


def _range(schema: Schema, low: str = "minimum", high: str = "maximum") -> str:
    # one character at least is what everybody expects of a text
    least = schema.get(low) if low != "minLength" else None
    most = schema.get(high)
    above = schema.get("exclusiveMinimum") if low == "minimum" else None
    if least is not None and most is not None:
        return f", {least} to {most}"
    parts = [
        f"more than {above}" if above is not None else "",
        f"at least {least}" if least is not None else "",
        f"at most {most}" if most is not None else "",
    ]
    return "".join(f", {part}" for part in parts if part)


def _polish(schema: Any) -> Any:
    """A schema without what pydantic adds for nobody's use, and with exact decimals."""
    if isinstance(schema, list):
        return [_polish(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    polished = {
        key: {name: _polish(one) for name, one in value.items()}
        if key in ("properties", "$defs")
        else _polish(value)
        for key, value in schema.items()
        # titles repeat the names; null is no default: an omitted field leaves what is known
        if key != "title" and (key, value) != ("default", None)
    }
    polished = _flatten(polished)
    return _decimal(polished) if _is_decimal(polished) else polished


def _flatten(schema: Schema) -> Schema:
    """A choice whose branch is itself a choice, as one."""
    branches: list[Schema] = []
    hoisted: Schema = {}
    for branch in schema.get("anyOf", []):
        if branch.keys() <= {"anyOf", "description"} and branch.keys() >= {"anyOf"}:
            branches += branch["anyOf"]
            hoisted |= {key: branch[key] for key in branch.keys() - {"anyOf"}}
        else:
            branches.append(branch)
    return hoisted | schema | {"anyOf": branches} if branches else schema


def _is_decimal(schema: Schema) -> bool:
    kinds = {
        one.get("type") for one in schema.get("anyOf", []) if one.get("format") in (None, "decimal")
    }
    return kinds - {"null"} == {"number", "string"}


def _decimal(schema: Schema) -> Schema:
    """A decimal as it is taken: a number, or a string of digits."""
    number = next(one for one in schema["anyOf"] if one.get("type") == "number")
    bounds = {new: schema.get(old, number.get(new)) for old, new in _BOUNDS.items()}
    bounds = {name: _plain(bound) for name, bound in bounds.items() if bound is not None}
    lowest = bounds.get("minimum", bounds.get("exclusiveMinimum"))
    sign = "" if lowest is not None and lowest >= 0 else "-?"
    branches = [
        {"type": "number"} | bounds,
        {"type": "string", "format": "decimal", "pattern": f"^{sign}{_UNSIGNED}$"},
    ]
    if {"type": "null"} in schema["anyOf"]:
        branches.append({"type": "null"})
    rest = {key: value for key, value in schema.items() if key not in _BOUNDS}
    return rest | {"anyOf": branches}


def _plain(bound: float) -> float:
    return int(bound) if bound == int(bound) else bound
