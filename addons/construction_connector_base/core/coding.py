# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which fields of a payload carry codes, and how these are replaced."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from .types import CodeMap

Find = Callable[[str, str], str]


def _parts(annotation: Any) -> Iterator[Any]:
    """An annotation and all it is made of: members of unions, items of lists, metadata."""
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def _field_parts(model: type[BaseModel]) -> Iterator[tuple[str, list[Any]]]:
    for name, field in model.model_fields.items():
        yield name, [*field.metadata, *_parts(field.annotation)]


def _models(parts: list[Any]) -> list[type[BaseModel]]:
    return [part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)]


def _reachable(model: type[BaseModel]) -> set[type[BaseModel]]:
    """A payload model and all the models inside it."""
    found, todo = {model}, [model]
    while todo:
        for _name, parts in _field_parts(todo.pop()):
            new = [inner for inner in _models(parts) if inner not in found]
            found.update(new)
            todo.extend(new)
    return found


@cache
def _plan(model: type[BaseModel]) -> Mapping[str, str | None]:
    """Fields to look at: the domain of their codes, or None for models that have such fields."""
    plan: dict[str, str | None] = {}
    for name, parts in _field_parts(model):
        marks = [part.domain for part in parts if isinstance(part, CodeMap)]
        if marks:
            plan[name] = marks[0]
        elif any(domains(inner) for inner in _models(parts)):
            plan[name] = None
    return plan


@cache
def domains(model: type[BaseModel]) -> frozenset[str]:
    """The domains of all codes in a payload."""
    return frozenset(
        part.domain
        for inner in _reachable(model)
        for _name, parts in _field_parts(inner)
        for part in parts
        if isinstance(part, CodeMap)
    )


@cache
def fixed_values(model: type[BaseModel]) -> Mapping[str, tuple[str, ...]]:
    """The only codes of a domain, where the contract lists them: ``{domain: values}``."""
    values: dict[str, tuple[str, ...]] = {}
    for inner in _reachable(model):
        for _name, parts in _field_parts(inner):
            listed = [part for part in parts if get_origin(part) is Literal]
            for mark in (part for part in parts if isinstance(part, CodeMap)):
                if listed:
                    values[mark.domain] = get_args(listed[0])
    return values


def translate(data: Any, find: Find) -> Any:
    """The payload with its codes replaced; the very same object when nothing changes.

    ``find`` gives the code for a domain and a value, or the value itself. Fields that the sender
    left out keep their defaults.
    """
    changes = {}
    for name, domain in _plan(type(data)).items():
        if name in data.model_fields_set:
            old = getattr(data, name)
            new = _replace(old, domain, find)
            if new is not old:
                changes[name] = new
    return data.model_copy(update=changes) if changes else data


def _replace(value: Any, domain: str | None, find: Find) -> Any:
    if isinstance(value, BaseModel):
        return translate(value, find)
    if isinstance(value, list):
        new = [_replace(one, domain, find) for one in value]
        changed = any(one is not other for one, other in zip(new, value, strict=True))
        return new if changed else value
    if isinstance(value, str) and domain:
        return find(domain, value)
    return value
