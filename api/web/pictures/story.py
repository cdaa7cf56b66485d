"""Say in words what a plan's map shows, for whoever does not see it, and for what it cannot show."""

from collections.abc import Iterator, Sequence

from api.web.pictures.geography import Position, distance_km
from api.web.pictures.stops import MapStep, Stop, steps_in_words
from api.web.pictures.svg import Translate
from api.web.pictures.viewport import centre
from api.web.pictures.wording import direction, kilometres


def map_title(steps: Sequence[MapStep], home: Position | None, translate: Translate) -> str:
    """Name the map."""
    if home and steps:
        return translate("Carte du plan, autour du lieu de vie")
    return translate("Carte du plan") if steps else translate("Carte du plan, encore sans étape")


def describe_map(stops: Sequence[Stop], home: Position | None, notes: Sequence[str], translate: Translate) -> str:
    """Tell the places one by one, with their distance when the person's place is known."""
    return " ".join([_opening(stops, home, translate), *_places(stops, home, translate), *notes])


def _opening(stops: Sequence[Stop], home: Position | None, translate: Translate) -> str:
    if home:
        rings = translate("Des cercles marquent les distances à vol d’oiseau autour du lieu de vie.")
        return rings if stops else f"{rings} {translate('Aucune étape n’a encore de lieu.')}"
    return translate("Fond de carte : Paris et la Seine.") if stops else translate("Aucune étape n’a encore de lieu.")


def _places(stops: Sequence[Stop], home: Position | None, translate: Translate) -> Iterator[str]:
    for stop in stops:
        spoken = stop_in_words(stop, home, translate)
        yield spoken[0].upper() + spoken[1:] + "."


def stop_in_words(stop: Stop, home: Position | None, translate: Translate) -> str:
    """Say a stop: its steps, and how far and where it is from the person's place."""
    steps = stop.words(translate)
    if not home:
        return steps
    return translate("{steps}, {distance} {direction}").format(
        steps=steps,
        distance=kilometres(distance_km(home, stop.position), translate),
        direction=direction(home, stop.position, translate),
    )


def notes_under_map(
    far: Sequence[Stop], near: Sequence[Stop], home: Position | None, placeless: Sequence[MapStep], translate: Translate
) -> list[str]:
    """Tell what the frame leaves out: places too far, and steps that have no place."""
    notes = []
    for stop in far:
        where = stop_in_words(stop, home, translate) if home else _from_the_others(stop, near, translate)
        notes.append(translate("Hors de la carte : {where}.").format(where=where))
    if placeless:
        notes.append(translate("Sans lieu : {steps}.").format(steps=steps_in_words(placeless, translate)))
    return notes


def _from_the_others(stop: Stop, near: Sequence[Stop], translate: Translate) -> str:
    towards = direction(centre([other.position for other in near]), stop.position, translate)
    return f"{stop.words(translate)}, {towards}"
