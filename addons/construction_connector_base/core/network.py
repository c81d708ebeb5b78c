# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where calls may go: addresses, encryption."""

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class ForbiddenAddress(OSError):
    """A call would reach an address inside a network that was not allowed."""


def parse_networks(text: str) -> tuple[Network, ...]:
    """Networks from their notation, separated by commas or spaces; ``ValueError`` if one is none.

    >>> parse_networks("10.0.0.0/8, 192.0.2.7")
    (IPv4Network('10.0.0.0/8'), IPv4Network('192.0.2.7/32'))
    """
    return tuple(ipaddress.ip_network(part) for part in re.split(r"[,\s]+", text) if part)


def is_allowed(address: str, networks: Sequence[Network]) -> bool:
    """Whether a call may go to the address: a public one, or one of the allowed networks.

    >>> is_allowed("192.168.1.5", ()), is_allowed("192.168.1.5", parse_networks("192.168.0.0/16"))
    (False, True)
    """
    # the zone of a link-local address is no part of it
    ip = ipaddress.ip_address(address.split("%")[0])
    # an IPv4 address in IPv6 clothes
    ip = getattr(ip, "ipv4_mapped", None) or ip
    allowed = any(ip.version == network.version and ip in network for network in networks)
    return allowed or (ip.is_global and not ip.is_multicast)


def is_loopback(host: str) -> bool:
    """Whether a host of a URL is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def url_fault(url: str, needs_tls: bool) -> str | None:
    """What is wrong with an endpoint: ``scheme``, ``host``, ``login``, ``tls``, or nothing.

    >>> url_fault("ftp://x", False), url_fault("http://a.example", True)
    ('scheme', 'tls')
    >>> url_fault("http://127.0.0.1:80/x", True), url_fault("https://u:p@a.example", True)
    (None, 'login')
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "host"
    if parts.scheme not in ("http", "https"):
        return "scheme"
    if not host or re.search(r"\s", url):
        return "host"
    if parts.username is not None:
        return "login"
    if needs_tls and parts.scheme != "https" and not is_loopback(host):
        return "tls"
    return None
