"""Reads the names and addresses of machines, as settings and requests write them."""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"
"""The address of this machine, for itself."""
THIS_MACHINE = (LOOPBACK, "localhost", "::1")
"""The names by which this machine calls itself."""

Network = IPv4Network | IPv6Network


def host_of(authority: str) -> str | None:
    """The name in a ``Host`` header, without its port, in lower case; None when there is none that makes sense."""
    try:
        return urlsplit(f"//{authority}").hostname
    except ValueError:
        return None


def proxies_of(text: str) -> tuple[str, ...]:
    """The addresses and networks written in ``text``, separated by commas.

    Raises:
        ValueError: one is neither, or is every address there is.
    """
    found = tuple(each.strip() for each in text.split(",") if each.strip())
    for each in found:
        if "/" not in each:
            ip_address(each)
        elif ip_network(each).prefixlen == 0:
            raise ValueError("Every address there is.")
    return found


def networks_of(text: str) -> tuple[Network, ...]:
    """The networks and addresses written in ``text``, separated by commas.

    Raises:
        ValueError: one is neither, or is every address there is.
    """
    found = tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())
    if any(network.prefixlen == 0 for network in found):
        raise ValueError("Every address there is.")
    return found
