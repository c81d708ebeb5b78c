# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Public ids in bulk."""

import os

SIZE = 16
#: The two bits of the variant (RFC 9562, section 4.1), before two random ones.
VARIANTS = "89ab"


def random_uuids(count: int) -> list[str]:
    """So many random UUIDs (version 4, RFC 9562), as text.

    One read of the system's randomness for all: one for each, and an object to print it, takes
    several times as long.

    >>> [len(one) for one in random_uuids(2)]
    [36, 36]
    """
    digits = os.urandom(SIZE * count).hex()
    return [_text(digits[at : at + 2 * SIZE]) for at in range(0, len(digits), 2 * SIZE)]


def _text(digits: str) -> str:
    variant = VARIANTS[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"
