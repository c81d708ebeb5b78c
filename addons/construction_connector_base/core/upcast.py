# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From the data of an older version to that of the newest, one small step after the other."""

from typing import Any

from .contract import Contract, get


class UpcastError(Exception):
    """An upcaster failed; ``type``: that of the version it starts from. The cause is chained."""

    def __init__(self, type_: str):
        super().__init__(f"The upcaster of {type_} failed")
        self.type = type_


def upcast(contract: Contract, data: dict[str, Any]) -> dict[str, Any]:
    """``data``, valid in its own version, as the newest version writes it.

    The upcasters may change what they are given. Raises ``UpcastError``.
    """
    step: Contract | None = contract
    while step is not None and step.upcast:
        try:
            data = step.upcast(data)
        except Exception as error:
            raise UpcastError(step.type) from error
        step = get(step.next_type, step.direction)
    return data
