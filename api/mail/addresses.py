"""Tells an e-mail address that was typed from what cannot be one."""

from email.errors import HeaderParseError
from email.headerregistry import Address

LONGEST = 254
"""RFC 5321, 4.5.3.1.3, as corrected by its erratum 1690."""


def is_address(typed: str) -> bool:
    """Whether ``typed`` is one plain address, as mail servers take it."""
    try:
        address = Address(addr_spec=typed)
    except (HeaderParseError, ValueError, IndexError):
        return False
    return typed.isascii() and len(typed) <= LONGEST and bool(address.username) and "." in address.domain
