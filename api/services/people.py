"""Finds a person for whoever may see them."""

from api.errors import NotFoundError
from api.i18n import say
from network_data.repositories import PeopleRepository, PersonFile


def person_file(people: PeopleRepository, person_id: str) -> PersonFile:
    """The person's file.

    Raises:
        NotFoundError: they do not exist, or are not the asker's to see: the two are told alike.
    """
    file = people.find(person_id)
    if file is None:
        raise NotFoundError(say("Cette personne n’existe pas, ou n’est pas accompagnée ici. Vérifiez son pseudonyme."))
    return file
