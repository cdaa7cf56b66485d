"""Random users who make random calls about referrals, and what is judged of each answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from httpx2 import Response
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.api.living.ledger import Snapshot, Stored
from tests.api.living.lifecycle import ENDED, STATES, may_follow
from tests.api.living.programme import NEEDS, Life, Living
from tests.api.living.table import ACTORS, NEAR, Actor, denied, whose
from tests.api.referring import ENTRUSTED, OTHER, SENSITIVE, Caller

OWN = "whoever accompanies the person"
QUIET = 3
"""The service whose partner is discreet: no software knows of it."""
API = "/api/v1"
REFERRAL, AGREEMENTS = "/referrals/{referral_id}", "/persons/{person_id}/agreements"
CONTACTS = "/persons/{person_id}/contacts"
writers = st.sampled_from([OWN, OWN, OWN, OWN, "advisor", "officer", "colleague", "key", "neighbour"])
"""Most of what anybody else sends is refused at the door."""
askers = st.sampled_from([OWN, *ACTORS])
people, which, services = (
    st.sampled_from([0, 0, 0, 1, 1, 2, 3, 4]),
    st.integers(0, 99),
    st.sampled_from([0, 0, 0, 1, 2, 3]),
)
some_needs = st.sampled_from([(ENTRUSTED,), (ENTRUSTED,), (OTHER,), (SENSITIVE,), (ENTRUSTED, OTHER)])
reasons = st.sampled_from(["no-capacity", "not-eligible", "person-absent", "other-barrier-first", "too-far", None])


class LivingMachine(RuleBasedStateMachine):
    """One life: what is asked, and what must hold of every answer."""

    programme: Living
    life: Life
    stored: Snapshot

    @initialize()
    def begin(self) -> None:
        """Three people have been referred to a service that takes two of them."""
        self.life, self.order = self.programme.begin(), list[str]()
        self._look()
        for number in range(3):
            self._prepare(OWN, self._person(number), 0, (ENTRUSTED,))
        for referral in list(self.stored.referrals.values()):
            self._agree(referral)
            self._move(OWN, referral, "sent")

    def teardown(self) -> None:
        """Leaves the database to the next life."""
        if hasattr(self, "life"):
            self.life.end()

    @invariant()
    def all_holds(self) -> None:
        if not hasattr(self, "life"):
            return
        before = self.stored.referrals
        self._look()
        self.stored.check(self.programme.at)
        for referral, now in self.stored.referrals.items():
            known = before[referral].log if referral in before else ()
            assert now.log[: len(known)] == known, "a log is only ever appended to"

    @rule(who=writers, at=people, service=services, needs=some_needs, days=st.sampled_from([None, None, 1, 20]))
    def prepare(self, who: str, at: int, service: int, needs: tuple[str, ...], days: int | None) -> None:
        self._prepare(who, self._person(at), service, needs, hold_days=days, alongside=days == 1)

    @precondition(lambda self: any(each.state in ENDED for each in self.stored.referrals.values()))
    @rule(who=writers, at=which, service=services)
    def replace(self, who: str, at: int, service: int) -> None:
        over = [each for each in self.stored.referrals.values() if each.state in ENDED]
        former = over[at % len(over)]
        self._prepare(who, former.person, service, tuple(sorted(former.barriers)), replaces=former.id)

    @rule(who=writers, at=people, service=services, days=st.sampled_from([0, 2, 60]))
    def agree(self, who: str, at: int, service: int, days: int) -> None:
        person, until = self._person(at), (self.programme.at + timedelta(days=days)).date().isoformat()
        body = {"service_id": self.life.services[service], "fields": ["first_name"], "until": until, "form": "oral"}
        self._ask(who, person, "POST", AGREEMENTS, lambda caller: caller.post(of(AGREEMENTS, person), body))

    @rule(who=writers, at=people, row=which)
    def withdraw(self, who: str, at: int, row: int) -> None:
        person = self._person(at)
        given = self.programme.callers[self.life.advisors[person]].get(of(AGREEMENTS, person))
        rows = given.json()["items"] if given.status_code == 200 else []
        rows.sort(key=lambda each: (each["service_id"], each["until"]))
        if rows:
            chosen = rows[row % len(rows)]
            route = "/agreements/{agreement_id}/withdrawal"
            path = of(route, chosen["id"])
            # The table's row is about what somebody else wrote down: whoever may write one down takes back their own.
            own = chosen["recorded_by"] == self._actor_id(self._actor(who, person))
            self._ask(who, person, "POST", AGREEMENTS if own else route, lambda caller: caller.post(path))

    @precondition(lambda self: bool(self.stored.referrals))
    @rule(who=writers, at=which, to=st.sampled_from(STATES), called=st.booleans(), reason=reasons)
    def move_anywhere(self, who: str, at: int, to: str, *, called: bool, reason: str | None) -> None:
        self._move(who, self._referral(at), to, called=called, reason=reason)

    @rule(steps=st.lists(st.tuples(writers, which, which, st.booleans()), min_size=1, max_size=6))
    def move_on(self, steps: list[tuple[str, int, int, bool]]) -> None:
        """To states that may follow, with all that it takes, agreement included; some are sent twice."""
        for who, at, way, twice in steps:
            still = [each for each in self.stored.referrals.values() if each.state not in ENDED]
            if still:
                self._move_on(who, still[at % len(still)], way, twice=twice)
                self.all_holds()

    @precondition(lambda self: bool(self.stored.referrals))
    @rule(who=writers, at=which)
    def undo(self, who: str, at: int) -> None:
        referral, route = self._referral(at), REFERRAL + "/undo"
        path, standing = of(route, referral.id), referral.standing()
        answer = self._ask_about(who, referral, "POST", route, lambda caller: caller.post(path))
        if answer.status_code == 200:
            assert len(standing) > 1
            assert standing[-1].actor == self._actor_id(self._actor(who, referral.person))
            assert self.programme.at - standing[-1].recorded_at <= timedelta(hours=24)
            assert answer.json()["state"] == standing[-2].to

    @precondition(lambda self: bool(self.stored.referrals))
    @rule(who=askers, at=which, what=st.sampled_from(["", "/next"]))
    def read(self, who: str, at: int, what: str) -> None:
        referral = self._referral(at)
        path = of(REFERRAL + what, referral.id)
        self._ask_about(who, referral, "GET", REFERRAL + what, lambda caller: caller.get(path))

    @rule(who=askers, at=people, what=st.sampled_from(["referrals", "agreements"]))
    def read_all(self, who: str, at: int, what: str) -> None:
        person, route = self._person(at), "/persons/{person_id}/" + what
        answer = self._ask(who, person, "GET", route, lambda caller: caller.get(of(route, person)))
        assert answer.status_code == 200 or not self._near(self._actor(who, person), person)

    @rule(who=askers, at=people, whom=st.sampled_from(["partner", "person", None]), reached=st.booleans())
    def call(self, who: str, at: int, whom: str | None, *, reached: bool) -> None:
        """Logs that somebody talked with the person or the partner, or tried to; or (None) reads what was logged."""
        person = self._person(at)
        body = {"whom": whom, "way": "call", "reached": reached}
        if whom:
            self._ask(who, person, "POST", CONTACTS, lambda caller: caller.post(of(CONTACTS, person), body))
        else:
            self._ask(who, person, "GET", CONTACTS, lambda caller: caller.get(of(CONTACTS, person)))

    @precondition(lambda self: bool(self.life.links()))
    @rule(at=which, answer=st.sampled_from(["oui", "date", "attente", "non", None]))
    def partner(self, at: int, answer: str | None) -> None:
        """Whoever holds a link opens it, and perhaps answers by it."""
        links = sorted(self.life.links().items(), key=lambda link: self.order.index(link[1]))
        path, referral_id = links[at % len(links)]
        referral, client = self.stored.referrals[referral_id], self.programme.client
        opened = self._settled(lambda: client.get(path), reads=True)
        closed = self._closed(referral)
        assert opened.status_code == 404 if closed else opened.status_code in {200, 404}
        assert referral.person not in opened.text
        if answer is None:
            return
        token = client.get("/reponse").text.partition('name="csrf" value="')[2].partition('"')[0]
        day = (self.programme.at + timedelta(days=3)).date().isoformat()
        form = {"csrf": token, "reponse": answer, "jour": day, "heure": "10:30", "raison": "no-capacity"}
        answered = self._settled(lambda: client.post(f"{path}/decision", data=form, follow_redirects=False))
        assert answered.status_code == 404 if closed else answered.status_code in {303, 404, 422}
        assert referral.person not in answered.text

    @rule(
        who=writers,
        at=people,
        to=st.sampled_from(["colleague", "advisor", "officer", "neighbour"]),
        how=st.integers(0, 3),
        days=st.integers(0, 7),
    )
    def open_to(self, who: str, at: int, to: str, how: int, days: int) -> None:
        """Hands over, has someone stand in, entrusts, or opens a colleague's person for a reason."""
        person = self._person(at)
        actor, until = self._actor(who, person), (self.programme.at + timedelta(days=days)).date().isoformat()
        name, form = (
            ("relais", {"a": to, "jours": str(days)}),
            ("remplacement", {"a": to, "jusqu_au": until}),
            ("confier", {"a": "officer", "freins": NEEDS[days % 3], "jusqu_au": until}),
            ("ouvrir", {"raison": "La collègue est absente et la personne attend."}),
        )[how]
        if actor.column == "key":
            return
        route = "/personnes/{person_id}/" + name
        expected = denied(actor, "POST", route, self._whose(actor, person))
        caller = self.programme.callers[actor.account]
        answer = self._settled(lambda: caller.submit(of(route, person), **form))
        assert answer.status_code in {303, 403, 404, 422}
        assert expected is None or str(answer.status_code) == expected, (route, answer.status_code, expected)

    @rule(seed=st.integers(0, 9))
    def share_places(self, seed: int) -> None:
        """The coordinator has places shared, and confirms what is proposed."""
        if seed > 1:
            return
        coordinator = self.programme.callers["coordinator"]
        found = coordinator.post("/cohort/solve", {"seed": seed})
        assert found.status_code == 200, found.text
        taking = [each["person_id"] for each in found.json()["assignments"] if each["place"]]
        kept = {f"garder-{person}.0": "oui" for person in taking}
        proposal = {"proposition": found.json()["result_id"], "jours": "7"}
        page = "/territoires/north/places/confirmer"
        assert self._settled(lambda: coordinator.submit(page, **proposal, **kept)).status_code in {200, 422}

    @rule(hours=st.sampled_from([1, 1, 23, 25, 24 * 6, 24 * 21]), clocks=st.booleans())
    def wait(self, hours: int, *, clocks: bool) -> None:
        """Time passes; the clocks run, and running them again does nothing."""
        self.programme.at += timedelta(hours=hours)
        at = self.programme.at
        if clocks:
            self.programme.clocks.run(at, at.date())
            self._look()
            done = self.programme.clocks.run(at, at.date())
            assert not done.expired
            assert not done.reminded

    @rule(at=st.integers(0, 40))
    def erase(self, at: int) -> None:
        known = sorted(self.stored.people)
        if at < len(known) and len(known) > 2:
            self.life.erase(known[at])
            self._look()
            assert all(each.person != known[at] for each in self.stored.referrals.values())

    def _prepare(self, who: str, person: str, service: int, needs: tuple[str, ...], **said: Any) -> None:
        body = {"person_id": person, "service_id": self.life.services[service], "barriers": needs, **said}
        # What may be prepared is what may be read in the list: the address itself names nobody.
        route = "/persons/{person_id}/referrals"
        answer = self._ask(who, person, "GET", route, lambda caller: caller.post("/referrals", body))
        if answer.status_code == 201:
            actor = self._actor(who, person)
            assert self._covers(actor, person, frozenset(needs))
            assert actor.column != "key" or (SENSITIVE not in needs and service != QUIET)

    def _agree(self, referral: Stored) -> None:
        until = (self.programme.at + timedelta(days=60)).date().isoformat()
        body = {"service_id": referral.service, "fields": ["first_name"], "until": until, "form": "oral"}
        self._ask(
            OWN, referral.person, "POST", AGREEMENTS, lambda caller: caller.post(of(AGREEMENTS, referral.person), body)
        )

    def _move_on(self, who: str, referral: Stored, way: int, *, twice: bool) -> None:
        ways = [to for to in STATES if may_follow(referral.state, to, called=True, dossier=False) and to != "expired"]
        to = ways[way % len(ways)]
        self._agree(referral)
        reason = {"declined": "no-capacity", "refused": "too-far"}.get(to)
        self._move(who, referral, to, called=referral.state == "prepared" and to != "sent", reason=reason, twice=twice)

    def _move(
        self,
        who: str,
        referral: Stored,
        to: str,
        *,
        called: bool = False,
        reason: str | None = None,
        twice: bool = False,
    ) -> None:
        later = (self.programme.at + timedelta(days=2)).isoformat()
        results = {"results": dict.fromkeys(sorted(referral.barriers), "partly")} if to == "completed" else {}
        details = {"scheduled_at": later, "other_barrier": OTHER, **results} | ({"contact": "call"} if called else {})
        body = {"to": to, "details": details} | ({"reason": reason} if reason else {})
        actor, route = self._actor(who, referral.person), REFERRAL + "/events"
        path, key = of(route, referral.id), f"{referral.id} {len(referral.log)} {to} {reason}" if twice else None
        answer = self._ask_about(who, referral, "POST", route, lambda caller: caller.post(path, body, key))
        follows = may_follow(referral.state, to, called=called, dossier=referral.kind == "dossier")
        if answer.status_code == 409:
            assert not follows, f"{referral.state} -> {to} was refused"
        if answer.status_code != 200:
            return
        assert follows, f"{referral.state} -> {to}"
        stored = self.stored.referrals[referral.id]
        assert (stored.log[-1].to, stored.log[-1].actor) == (to, self._actor_id(actor))
        assert len(stored.log) == len(referral.log) + 1
        shares = referral.state == "prepared" and to in {"sent", "accepted", "scheduled", "waitlisted"}
        assert not shares or self.stored.agreed(stored, self.programme.at.date()), "told without agreement"
        if twice:
            caller = self.programme.callers[actor.account]
            again = self._settled(lambda: caller.post(path, body, key), reads=True)
            assert (again.status_code, again.json()) == (200, answer.json())

    def _ask_about(
        self, who: str, referral: Stored, method: str, route: str, send: Callable[[Caller], Response]
    ) -> Response:
        """Asks about a referral: what says more than the asker may know is not there; whoever accompanies has it."""
        actor = self._actor(who, referral.person)
        quiet = SENSITIVE in referral.barriers or referral.service == self.life.services[QUIET]
        hidden = (actor.column == "key" and quiet) or not self._covers(actor, referral.person, referral.barriers)
        near = self._near(actor, referral.person)
        answer = self._ask(who, referral.person, method, route, send)
        assert not hidden or answer.status_code in {401, 403, 404}, "more than may be known"
        assert not near or answer.status_code not in {401, 403, 404}, answer.text
        return answer

    def _ask(self, who: str, person: str, method: str, route: str, send: Callable[[Caller], Response]) -> Response:
        """Asks, and judges the answer against the table, as things stand."""
        actor = self._actor(who, person)
        expected = denied(actor, method, API + route, self._whose(actor, person))
        answer = self._settled(lambda: send(self.programme.callers[actor.account]))
        assert answer.status_code in {200, 201, 401, 403, 404, 409, 422}, answer.text
        assert expected is None or str(answer.status_code) == expected, (route, actor, answer.text)
        assert actor.column != "key" or answer.status_code >= 400 or SENSITIVE not in answer.text
        return answer

    def _settled(self, act: Callable[[], Response], *, reads: bool = False) -> Response:
        """What is refused, or only reads, changes nothing."""
        answer, before = act(), self.stored
        self._look()
        assert (answer.status_code < 400 and not reads) or self.stored == before, "half written"
        return answer

    def _look(self) -> None:
        """Reads what is stored, referrals in the order they came: their ids are drawn, and the next life has others."""
        self.stored = self.life.ledger.read()
        found = self.stored.referrals
        new = [each for each in found if each not in self.order]
        self.order += sorted(
            new, key=lambda each: (found[each].person, found[each].service, sorted(found[each].barriers))
        )
        self.stored.referrals = {each: found[each] for each in self.order if each in found}

    def _closed(self, referral: Stored) -> bool:
        """Whether no link to it may open: not agreed to, over, too old, or answered by someone else."""
        last = referral.standing()[-1]
        waits = referral.state in {"sent", "waitlisted"} or last.actor.startswith("link:")
        old = all(until <= self.programme.at for until in self.life.expiry(referral.id))
        return not waits or old or not self.stored.agreed(referral, self.programme.at.date())

    def _actor(self, who: str, person: str) -> Actor:
        return ACTORS[self.life.advisors[person] if who == OWN else who]

    def _granted(self, actor: Actor, person: str) -> list[Any]:
        known = self.stored.grants(self.programme.at)
        return [grant for grant in known if (grant.account, grant.person) == (actor.account, person)]

    def _near(self, actor: Actor, person: str) -> bool:
        return any(grant.kind in NEAR for grant in self._granted(actor, person))

    def _covers(self, actor: Actor, person: str, needs: frozenset[str]) -> bool:
        """Whether an officer was entrusted with all of these needs; others are limited otherwise."""
        if actor.column != "officer":
            return True
        return needs <= {barrier for grant in self._granted(actor, person) for barrier in grant.barriers or ()}

    def _whose(self, actor: Actor, person: str) -> str:
        chantier = self.life.people[person] if person in self.stored.people else None
        return whose(actor, chantier, self._granted(actor, person))

    def _person(self, at: int) -> str:
        return list(self.life.people)[at]

    def _referral(self, at: int) -> Stored:
        found = self.stored.referrals
        return list(found.values())[at % len(found)]

    def _actor_id(self, actor: Actor) -> str:
        return self.programme.key_id if actor.column == "key" else actor.account


def of(route: str, about: str) -> str:
    """The address of a route, about someone or something."""
    head, _, rest = route.partition("{")
    return head + about + rest.partition("}")[2]
