# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Validation errors as a sender reads them, and errors that handlers raise."""

from dataclasses import asdict, dataclass

from pydantic import ValidationError

#: A payload that is wrong everywhere is not worth a longer answer.
MAX_ERRORS = 20

_DETAILS = {
    "missing": "This field is required",
    "extra_forbidden": "This field is not known",
}


class TransientError(Exception):
    """What failed may work later: the message is tried again with growing pauses."""


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with an event: where (JSON pointer), a stable code, and words."""

    pointer: str
    code: str
    detail: str

    def as_dict(self) -> dict[str, str]:
        """The error as it stands in an answer."""
        return asdict(self)


def pointer(location: tuple[int | str, ...], prefix: str = "") -> str:
    """A JSON pointer (RFC 6901) to a place in the event.

    >>> pointer(("lines", 0, "quantity"), "/data")
    '/data/lines/0/quantity'
    >>> pointer(("a/b",))
    '/a~1b'
    """
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in location)
    return prefix + "".join(f"/{step}" for step in steps)


def field_errors(error: ValidationError, prefix: str = "") -> list[FieldError]:
    """Each error of a pydantic validation, with the pointer to its field; at most 20."""
    details = error.errors(include_url=False, include_input=False, include_context=False)
    return [
        FieldError(
            pointer(detail["loc"], prefix),
            f"schema.{detail['type']}",
            _DETAILS.get(detail["type"], detail["msg"]),
        )
        for detail in details[:MAX_ERRORS]
    ]
