# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Public ids in bulk."""

import os
import time

#: Random digits that an id needs: 62 bits of them, two of which go with the variant.
DIGITS = 16
#: The two bits of the variant (RFC 9562, section 4.1), before two random ones.
VARIANTS = "89ab"
#: Bits that count within a millisecond (``rand_a`` of section 5.7, as section 6.2 allows).
COUNTER = 12


def ordered_uuids(count: int) -> list[str]:
    """So many UUIDs (version 7, RFC 9562), as text, each greater than the one before.

    Ordered by time, so that an index takes each beside the last one and not at a random page.
    One read of the system's randomness for all: one for each takes several times as long.

    >>> made = ordered_uuids(2)
    >>> [len(one) for one in made], made == sorted(made)
    ([36, 36], True)
    """
    start = time.time_ns() // 1_000_000 << COUNTER
    digits = os.urandom(DIGITS // 2 * count).hex()
    return [
        _text(f"{start + number:015x}", digits[DIGITS * number : DIGITS * (number + 1)])
        for number in range(count)
    ]


def _text(moment: str, digits: str) -> str:
    variant = VARIANTS[int(digits[0], 16) & 3]
    return f"{moment[:8]}-{moment[8:12]}-7{moment[12:]}-{variant}{digits[1:4]}-{digits[4:]}"
