"""Arranges a comité for reading: each of the asker's people with what to look at, what is open, what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.web.concertation.view import ToLookAt, told
from api.web.meetings.desk import MeetingDesk
from network_data.civil_time import day_of
from network_data.concertation import rank
from network_data.repositories import PersonFile
from network_data.repositories.flags import Flagged
from network_data.repositories.follow_notes import ReadNote
from network_data.repositories.identities import Identity
from network_data.repositories.steps import SeenStep
from network_data.tables import FollowMeeting

PROPOSED = 8
"""As many people as a meeting has time for: so many of those to be looked at are proposed."""


@dataclass(frozen=True, slots=True)
class Talked:
    """Someone talked about: ``decided`` there, ``going`` from before.

    Once the day is past, what is to be looked at, the notes and what is going are no longer those of the meeting: its
    record is what was said and decided.
    """

    file: PersonFile
    identity: Identity | None
    flags: tuple[ToLookAt, ...]
    notes: tuple[ReadNote, ...]
    decided: tuple[SeenStep, ...]
    going: tuple[SeenStep, ...]
    words: str
    last_on: date | None
    """The day of the meeting before."""

    @property
    def id(self) -> str:
        """The pseudonym."""
        return self.file.person.id

    @property
    def name(self) -> str:
        """The name where it is known, or the pseudonym."""
        return (self.identity.name if self.identity else "") or self.id


@dataclass(frozen=True, slots=True)
class Choice:
    """Someone who may be talked about, with what there is to look at, and whether they are proposed or chosen."""

    file: PersonFile
    identity: Identity | None
    flags: tuple[ToLookAt, ...]
    chosen: bool


def talked_about(desk: MeetingDesk, meeting: FollowMeeting) -> list[Talked]:
    """The asker's people at a meeting, the most pressing first; once its day is past, by pseudonym."""
    said = {each.person_id: each.words for each in desk.meetings.own_people(meeting)}
    files = desk.visit.people.find_each(list(said))
    names = desk.access.identities.of(list(files.values()))
    decided, last = desk.follow.steps.of_meeting(meeting.id), desk.meetings.last_before(meeting)
    flagged: dict[str, Flagged] = {}
    notes: list[ReadNote] = []
    going: list[SeenStep] = []
    if meeting.on >= desk.visit.today:
        flagged = {each.person_id: each for each in desk.follow.flags.of_own()}
        notes, going = desk.follow.notes.for_meeting(list(files)), desk.follow.steps.own_open()
    return [
        Talked(
            files[person],
            names.get(person),
            _told(desk, flagged.get(person), files[person]),
            tuple(each for each in notes if each.note.person_id == person and _is_new(each, last.get(person))),
            _of(person, decided),
            _of(person, [each for each in going if each.step.meeting_id != meeting.id]),
            said[person],
            last.get(person),
        )
        for person in sorted(files, key=lambda each: _rank(flagged, each))
    ]


def choices(desk: MeetingDesk, meeting: FollowMeeting) -> list[Choice]:
    """Everyone whom the asker accompanies, those to be looked at first; before any choice, the first are proposed."""
    chosen = {each.person_id for each in desk.meetings.own_people(meeting)}
    flagged = {each.person_id: each for each in desk.follow.flags.of_own()}
    files = desk.visit.people.find_each(desk.meetings.near(meeting))
    names = desk.access.identities.of(list(files.values()))
    ordered = sorted(files, key=lambda each: _rank(flagged, each))
    proposed = chosen or {each for each in ordered[:PROPOSED] if each in flagged}
    return [
        Choice(files[each], names.get(each), _told(desk, flagged.get(each), files[each]), each in proposed)
        for each in ordered
    ]


def _rank(flagged: Mapping[str, Flagged], person: str) -> tuple[object, ...]:
    found = flagged.get(person)
    return (0, rank(found.flags), person) if found else (1, (), person)


def _told(desk: MeetingDesk, flagged: Flagged | None, file: PersonFile) -> tuple[ToLookAt, ...]:
    return tuple(told(flagged.flags, file.referents, desk.visit.network)) if flagged else ()


def _is_new(note: ReadNote, last_on: date | None) -> bool:
    """Whether a note was written since the person was last talked about."""
    return last_on is None or day_of(note.note.written_at) >= last_on


def _of(person: str, steps: Sequence[SeenStep]) -> tuple[SeenStep, ...]:
    return tuple(each for each in steps if each.step.person_id == person)
