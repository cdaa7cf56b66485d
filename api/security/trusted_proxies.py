"""Which machines stand before this one and may say for whom they ask."""

from ipaddress import IPv4Network, IPv6Network, ip_network

Network = IPv4Network | IPv6Network


def networks_of(text: str) -> tuple[Network, ...]:
    """The addresses and networks written in ``text``, separated by commas.

    Raises:
        ValueError: one is neither, or would trust everyone.
    """
    found = tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())
    if any(network.prefixlen == 0 for network in found):
        raise ValueError("A network of all addresses.")
    return found
