# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the door knows of a caller before it reads the body: addresses, rates, sizes."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Literal

Network = IPv4Network | IPv6Network
Maintenance = Literal["off", "park", "refuse"]

#: Seconds over which calls are counted.
WINDOW = 60
#: Room for the calls of one window in a counter that also holds the window's number.
_SPAN = 2**32


@dataclass(frozen=True)
class Guard:
    """The limits of one system. ``rate``: calls per minute; 0 stands for no limit.

    ``networks``: from where it may call; none stands for from anywhere. ``max_bytes`` and
    ``max_messages``: what one call may bring; 0 stands for the general limit.
    """

    system_id: int
    networks: tuple[Network, ...]
    rate: int
    max_bytes: int
    max_messages: int
    signature_required: bool
    maintenance: Maintenance
    maintenance_text: str
    is_production: bool

    def admits(self, address: str | None) -> bool:
        """Whether calls from this address are allowed. An address that is none is not."""
        if not self.networks:
            return True
        try:
            caller = ip_address(address or "")
        except ValueError:
            return False
        # a server that listens on IPv6 sees IPv4 callers so
        caller = getattr(caller, "ipv4_mapped", None) or caller
        return any(caller in network for network in self.networks)


def parse_networks(text: str) -> tuple[Network, ...]:
    """The networks of a text, separated by commas, blanks or lines.

    Raises ``ValueError`` with the part that is no network.

    >>> parse_networks("10.1.0.0/16, 2001:db8::1")
    (IPv4Network('10.1.0.0/16'), IPv6Network('2001:db8::1/128'))
    """
    networks = []
    for part in text.replace(",", " ").split():
        try:
            networks.append(ip_network(part))
        except ValueError:
            raise ValueError(part) from None
    return tuple(networks)


def first_of_window(now: float) -> int:
    """The value of a system's counter before the first call of the current window."""
    return int(now // WINDOW) * _SPAN


@dataclass(frozen=True)
class Allowance:
    """What is left of a rate limit after a call. ``reset``: seconds until the next window."""

    limit: int
    used: int
    reset: int

    @property
    def is_exceeded(self) -> bool:
        """Whether this call was one too many."""
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        """The headers that tell it to the caller."""
        headers = {
            "RateLimit-Policy": f'"calls";q={self.limit};w={WINDOW}',
            "RateLimit": f'"calls";r={max(self.limit - self.used, 0)};t={self.reset}',
        }
        return headers | ({"Retry-After": str(self.reset)} if self.is_exceeded else {})


def allowance(limit: int, counter: int, now: float) -> Allowance:
    """What is left after the call that brought the counter to this value."""
    used = counter - first_of_window(now)
    return Allowance(limit, used, WINDOW - int(now % WINDOW))


def smaller(own: int, general: int) -> int:
    """A system's own limit where it has one, never above the general one."""
    return min(own, general) if own else general
