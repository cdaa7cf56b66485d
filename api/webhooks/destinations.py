"""Where chantiers' software may be told: by HTTPS, at an address that is open to everybody, never inside our house."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from api.addresses import Network

LONGEST = 500
PORTS = {"https": 443, "http": 80}
_TRANSLATED = ip_network("64:ff9b::/96")
"""IPv4 addresses as IPv6 networks translate them (RFC 6052)."""

Lookup = Callable[[str, int], Sequence[str]]
"""Gives the numeric addresses of a name, for a port."""


class DestinationError(ValueError):
    """Nothing may be sent there; ``kind`` says why, by a code."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Rules:
    """``networks``: allowed whatever they are, those of our own house too.

    ``plain``: whether HTTP without S is allowed; ``abroad``: whether what is open to everybody is.
    """

    networks: tuple[Network, ...] = ()
    plain: bool = False
    abroad: bool = True


@dataclass(frozen=True, slots=True)
class Destination:
    """A webhook's address, taken apart."""

    tls: bool
    host: str
    port: int
    target: str
    """The path and what is asked, as they are sent."""


def destination(url: str, rules: Rules) -> Destination:
    """Takes an address apart.

    Raises:
        DestinationError: ``unreadable``, ``not-https``, or ``forbidden-address`` where it is written as a number.
    """
    parts, port = _parts(url)
    if not parts.scheme:
        raise DestinationError("unreadable")
    if parts.scheme not in PORTS or (parts.scheme == "http" and not rules.plain):
        raise DestinationError("not-https")
    host = (parts.hostname or "").rstrip(".")
    if not host or parts.username is not None or parts.password is not None or parts.fragment:
        raise DestinationError("unreadable")
    written = _number(host)
    if written is not None and not _is_open(written, rules):
        raise DestinationError("forbidden-address")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Destination(parts.scheme == "https", host, port or PORTS[parts.scheme], target)


def reachable(where: Destination, rules: Rules, lookup: Lookup) -> Sequence[str]:
    """The numeric addresses to connect to: looked up once, and judged before anything is sent.

    Raises:
        DestinationError: ``no-such-host``, or ``forbidden-address``: one of them lies inside our house.
    """
    found = [address for address in map(_number, lookup(where.host, where.port)) if address is not None]
    if not found:
        raise DestinationError("no-such-host")
    if not all(_is_open(address, rules) for address in found):
        raise DestinationError("forbidden-address")
    return [str(address) for address in found]


def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a name as this machine resolves it; none when nobody knows the name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _parts(url: str) -> tuple[SplitResult, int | None]:
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise DestinationError("unreadable")
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError:
        raise DestinationError("unreadable") from None


def _number(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_open(address: IPv4Address | IPv6Address, rules: Rules) -> bool:
    """Whether an address is anybody's to reach, or allowed by its network; so must what it is translated to be."""
    if any(address in network for network in rules.networks):
        return True
    if isinstance(address, IPv6Address):
        inner = _within(address)
        if inner is not None:
            return _is_open(inner, rules)
        # Tunnels end wherever whoever chose the address wants.
        if address.scope_id or address.is_site_local or address.sixtofour or address.teredo:
            return False
    return rules.abroad and address.is_global and not (address.is_multicast or address.is_reserved)


def _within(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped
