"""What each may do over the JSON API: a key, what it was given; someone signed in, what their role is for."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from fastapi import Depends, Request
from fastapi.params import Depends as Dependency

from api.at_once import at_once
from api.dependencies import CurrentAsker, Now
from api.errors import ForbiddenError, TooManyRequestsError
from api.i18n import say
from api.security.keys import Permission
from api.security.rate_limits import RateLimits
from network_data.asker import Asker, Role

_WITH_PEOPLE = frozenset({Role.ADVISOR, Role.OFFICER, Role.COORDINATOR})
_OF_PEOPLE = frozenset(Role) - {Role.SOFTWARE}

ROLES: Mapping[Permission, frozenset[Role]] = MappingProxyType(
    {
        Permission.MATCH: _WITH_PEOPLE,
        Permission.NETWORK: _OF_PEOPLE,
        Permission.PERSONS: _WITH_PEOPLE,
        Permission.REFERRALS: _WITH_PEOPLE,
    }
)
"""The roles that may do what a key needs a permission for; whom they then see is the repository's to say."""


def may(asker: Asker, permission: Permission) -> bool:
    """Whether ``asker`` may do what ``permission`` names."""
    if asker.holds(Role.SOFTWARE):
        return permission in asker.permissions
    return asker.holds(*ROLES[permission])


def needs(permission: Permission) -> Dependency:
    """The dependency of a route that needs ``permission``; it also counts the request.

    It stands in the route's ``dependencies``, which come before its parameters: no transaction is open yet while the
    key's last use is written.
    """
    return _checking(lambda asker: may(asker, permission))


def for_roles(*roles: Role) -> Dependency:
    """The same for a route that is for people of these roles, and for no key."""
    return _checking(lambda asker: asker.holds(*roles))


def _checking(allowed: Callable[[Asker], bool]) -> Dependency:
    def check(request: Request, asker: CurrentAsker, now: Now) -> None:
        limits: RateLimits = request.app.state.rate_limits
        wait = limits.take(asker.id, now)
        if wait:
            raise TooManyRequestsError(wait)
        if not allowed(asker):
            raise ForbiddenError(say("Ni votre rôle ni votre clé ne le permettent. Demandez à l’administrateur."))

    found: Dependency = Depends(at_once(check))
    return found
