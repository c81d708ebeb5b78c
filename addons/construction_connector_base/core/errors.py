# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Validation errors as a sender reads them, and errors that handlers raise."""

from dataclasses import asdict, dataclass
from typing import Any

from pydantic import ValidationError

#: A payload that is wrong everywhere is not worth a longer answer.
MAX_ERRORS = 20

_DETAILS = {
    "missing": "This field is required",
    "extra_forbidden": "This field is not known",
}


class TransientError(Exception):
    """What failed may work later: the message is tried again with growing pauses."""


class Unreadable(Exception):
    """A stored payload cannot be given to its handler: a person must look at the message.

    ``code``: the reason, as in the catalogue. ``text``: what happened, translated. ``error``: a
    traceback for those who maintain the software.
    """

    def __init__(
        self,
        code: str,
        text: str,
        details: dict[str, Any] | None = None,
        error: str | None = None,
    ):
        super().__init__(text)
        self.code = code
        self.text = text
        self.details = details
        self.error = error


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
            _DETAILS.get(detail["type"], detail["msg"].removeprefix("Value error, ")),
        )
        for detail in details[:MAX_ERRORS]
    ]
