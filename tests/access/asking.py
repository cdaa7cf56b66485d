"""Every route of the application, about one's own and about others', asked by anyone."""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from httpx2 import Response
from starlette.testclient import TestClient

from network_data.asker import Role
from tests.access.route_table import Row
from tests.access.world import COLLEAGUES, ENTRUSTED, FAR, HERE, NEXT_DOOR, OTHER, OWN, SENSITIVE, Credential

NOT_ASKED = frozenset({"HEAD"})
WITHOUT_OWNER = "-"
SUBJECTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "person_id": {
            "own": OWN,
            "colleague's": COLLEAGUES,
            "other chantier": NEXT_DOOR,
            "other territory": FAR,
            "unknown": "P-nobody",
        },
        "referral_id": {
            "own": f"referral-{OWN}",
            "colleague's": f"referral-{COLLEAGUES}",
            "other chantier": f"referral-{NEXT_DOOR}",
            "other territory": f"referral-{FAR}",
            "unknown": "nothing",
        },
        "agreement_id": {
            "own": f"agreement-{OWN}",
            "colleague's": f"agreement-{COLLEAGUES}",
            "other chantier": f"agreement-{NEXT_DOOR}",
            "other territory": f"agreement-{FAR}",
            "unknown": "nothing",
        },
        "contact_id": {
            "own": f"contact-{OWN}",
            "colleague's": f"contact-{COLLEAGUES}",
            "other chantier": f"contact-{NEXT_DOOR}",
            "other territory": f"contact-{FAR}",
            "unknown": "nothing",
        },
        "reminder_id": {
            "own": f"reminder-{OWN}",
            "colleague's": f"reminder-{COLLEAGUES}",
            "other chantier": f"reminder-{NEXT_DOOR}",
            "other territory": f"reminder-{FAR}",
            "unknown": "nothing",
        },
        "meeting_id": {
            "own": f"meeting-{HERE}",
            "colleague's": f"meeting-{HERE}",
            "other chantier": "meeting-next-door",
            "other territory": "meeting-far",
            "unknown": "nothing",
        },
        "note_id": {
            "own": f"note-{OWN}",
            "colleague's": f"note-{COLLEAGUES}",
            "other chantier": f"note-{NEXT_DOOR}",
            "other territory": f"note-{FAR}",
            "unknown": "nothing",
        },
        "step_id": {
            "own": f"step-{OWN}",
            "colleague's": f"step-{COLLEAGUES}",
            "other chantier": f"step-{NEXT_DOOR}",
            "other territory": f"step-{FAR}",
            "unknown": "nothing",
        },
        "referent_id": {
            "own": "1",
            "colleague's": "2",
            "other chantier": "3",
            "other territory": "4",
            "unknown": "99",
        },
        "request_id": {
            "own": f"request-{OWN}",
            "colleague's": f"request-{COLLEAGUES}",
            "other chantier": f"request-{NEXT_DOOR}",
            "other territory": f"request-{FAR}",
            "unknown": "nothing",
        },
        "account_id": {"someone's": "colleague", "oneself": Role.ADMINISTRATOR, "unknown": "nobody"},
        "chantier_id": {"own": HERE, "other chantier": "next-door", "other territory": "far", "unknown": "nowhere"},
        "territory_slug": {"own": "north", "other territory": "south", "unknown": "nowhere"},
    }
)
"""For the parameters that name someone's data: whose it may be, and an example of each."""
PLAIN = MappingProxyType(
    {
        "paper": "cni",
        "service_id": "service",
        "barrier": ENTRUSTED,
        "partner_id": "partner",
        "grant_id": "5",
        "key_id": "neighbours-key",
        "secret": "unknown",
        "token": "unknown.unknown",
        "slug": "north",
        "code": HERE,
        "run_id": "nothing",
        "proposal_id": "nothing",
        "feed": "unknown",
        "exit_id": "exit-P-own",
        "post_id": "post-north",
        "receiving_id": HERE,
    }
)
"""For the parameters that name nobody's data: an example. Grant 5 is what the officer holds on the advisor's person."""
QUERIES: dict[str, dict[str, str]] = {
    "/ouvrir": {"pseudonyme": OWN},
    "/personnes/{person_id}/orientations/nouvelle": {"service": "service", "frein": OTHER},
    "/personnes/{person_id}/accords/nouveau": {"service": "service"},
}
SHOWN_NEEDS = json.dumps({f"frein-{barrier}": "2" for barrier in (ENTRUSTED, SENSITIVE, OTHER)})
"""What the page of an assessment had shown."""
FORMS: dict[str, dict[str, Any]] = {
    "/personnes/{person_id}/relais": {"a": "colleague", "jours": 30},
    "/personnes/{person_id}/remplacement": {"a": "colleague", "jusqu_au": "2026-11-30"},
    "/personnes/{person_id}/confier": {"a": "officer", "freins": [ENTRUSTED], "jusqu_au": "2026-11-30"},
    "/personnes/{person_id}/evaluation": {"vu": SHOWN_NEEDS, "frein-calcul": "2"},
    "/personnes/{person_id}/identite": {"prenom": "Zoé"},
    "/personnes/{person_id}/situation": {"naissance": "1984"},
    "/personnes/{person_id}/referents/nouveau": {"frein": "ensemble", "organisation": "CCAS"},
    "/personnes/{person_id}/referents/{referent_id}/relais": {"organisation": "CPAM", "depuis": "2026-11-22"},
    "/personnes/{person_id}/papiers/{paper}": {"quoi": "recu", "jour": "2026-11-22", "fin": "2030-01-01"},
    "/personnes/{person_id}/point/preparer": {"vu": "{}", "paroles": "Un toit d’abord."},
    "/personnes/{person_id}/note-sociale": {"texte": "Note."},
    "/chantiers/{chantier_id}/comites": {"jour": "2026-12-01"},
    "/territoires/{territory_slug}/sans-accompagnement": {"chantier": HERE, "qui": ["nobody"], "a": "colleague"},
    "/chantiers/{chantier_id}/relais": {"qui": [OWN], "a": "colleague", "jours": "30"},
    "/chantiers/{chantier_id}/relais/pris": {"qui": [OWN]},
    "/comites/{meeting_id}/personnes": {"qui": [OWN]},
    "/comites/{meeting_id}/personnes/{person_id}": {"dit": "Tout va bien.", "quoi": "Appeler la CPAM"},
    "/personnes/{person_id}/notes": {"mots": "Préfère les matins.", "pour": "team"},
    "/personnes/{person_id}/notes/{note_id}": {"mots": "Préfère les soirs.", "pour": "author"},
    "/personnes/{person_id}/nouvelles": {"referent": "1", "issue": "joint"},
    "/personnes/{person_id}/pas": {"quoi": "Appeler la CPAM"},
    "/personnes/{person_id}/pas/{step_id}": {"etat": "fait"},
    "/personnes/{person_id}/depart": {"jour": "2026-11-22"},
    "/personnes/{person_id}/choix/{barrier}": {"decision": "retirer", "choix": 1},
    "/personnes/{person_id}/plan": {"decision": "oublier"},
    "/personnes/{person_id}/orientations": {"service": "service", "frein": [OTHER]},
    "/personnes/{person_id}/accords": {"service": "service", "jusqu_au": "2026-12-31"},
    "/personnes/{person_id}/accords/papier": {"service": "service", "jusqu_au": "2026-12-31"},
    "/orientations/{referral_id}/etape": {"vers": "cancelled"},
    "/personnes/{person_id}/ouvrir": {"raison": "La collègue est absente et la personne attend."},
    "/ma-semaine/rappels/{reminder_id}": {"issue": "fait"},
    "/ma-semaine/pas/{step_id}": {"issue": "pas-joint"},
    "/ma-semaine/personnes/{person_id}": {"issue": "plus-tard", "jours": 7},
    "/ma-semaine/reprise": {"note": "unknown"},
    "/personnes/{person_id}/demander": {"frein": SENSITIVE, "question": "Où aller ?"},
    "/demandes/nouvelle": {"frein": OTHER, "question": "Où aller ?"},
    "/demandes/relais": {"de": "officer", "a": "best"},
    "/demandes/{request_id}/pistes": {"service_1": "service", "mots_1": "Demandez Sonia."},
    "/demandes/{request_id}/etape": {"vers": "closed", "raison": "mistake"},
    "/demandes/{request_id}/appel": {"service": "service", "resultat": "no_answer"},
    "/territoires/{territory_slug}/places/confirmer": {"proposition": "unknown", "jours": "7"},
    "/partenaires/{partner_id}/accueil": {"animaux-service": "oui"},
    "/partenaires/{partner_id}/reglages": {"jours-silence": "20"},
    "/reponse": {"code": "000000 000000"},
    "/administration/cles": {"nom": "Suivi", "chantier": HERE, "droits": ["match"]},
    "/administration/cles/{key_id}/webhook": {"adresse": "https://software.example.org/"},
    "/administration/comptes/nouveau": {
        "nom": "Une Personne",
        "identifiant": "personne",
        "role": "advisor",
        "lieu": "chantier:here",
    },
    "/administration/comptes/{account_id}/roles": {"role": "officer", "lieu": "territoire:north"},
    "/administration/comptes/{account_id}/roles/retirer": {"role": "advisor", "lieu": "chantier:here"},
    "/administration/lieux/territoires": {"nom": "Est"},
    "/administration/lieux/territoires/{slug}/nom": {"nom": "Nord"},
    "/administration/lieux/chantiers": {"nom": "Neuf", "territoire": "north"},
    "/administration/lieux/chantiers/{code}/nom": {"nom": "Ici"},
    "/territoires/{territory_slug}/equipes/calculs": {"cas": "half-post", "domaine": "sante"},
    "/territoires/{territory_slug}/equipes/fixes": {
        "poste": "post-north",
        "demi_journee": "mon-am",
        "chantier": HERE,
        "domaine": "logement",
    },
    "/territoires/{territory_slug}/equipes/libres": {"poste": "post-north", "demi_journee": "mon-am"},
    "/personnes/{person_id}/sortie": {"sorte": "home", "jour": "2026-11-02"},
    "/personnes/{person_id}/sortie/{exit_id}/reponse": {"reponse": "holds", "jour": "2026-11-20"},
    "/permanences/adresse": {"agenda": "poste:post-north", "decision": "renouveler"},
    "/territoires/{territory_slug}/equipes/postes/{post_id}": {
        "nom": "Chargée de partenariat",
        "contrat": "10",
        "part": "50",
        "chantiers-au-plus": "3",
        "depuis": "2025-01-01",
        "tient-logement": "100",
        "present-mon-am": "oui",
        "present-tue-am": "oui",
    },
    "/territoires/{territory_slug}/equipes/accueil/{receiving_id}": {"place": "1", "recoit-mon-am": "oui"},
    "/territoires/{territory_slug}/equipes/formule": {"action": "depart"},
    "/connexion": {"login": "advisor", "password": "wrong"},
    "/connexion/demonstration": {"account": "nobody"},
    "/compte/sessions/fin": {"session": "another's"},
}
JSON_BODIES: dict[str, dict[str, Any]] = {
    "/api/v1/match": {"barriers": [{"code": "acces-logement"}]},
    "/api/v1/staffing/solve": {"effort": 0.1},
    "/api/v1/staffing/what-if": {"effort": 0.1, "kind": "half-post", "domain": "sante"},
    "/api/v1/cohort/solve": {"territory": "north"},
    "/api/v1/referrals": {"person_id": OWN, "service_id": "service", "barriers": [OTHER]},
    "/api/v1/referrals/{referral_id}/events": {"to": "cancelled"},
    "/api/v1/requests": {"person_id": OWN, "barrier": SENSITIVE, "question": "Où aller ?"},
    "/api/v1/requests/{request_id}/events": {"to": "closed", "reason": "mistake"},
    "/api/v1/requests/{request_id}/assignment": {"officer": None},
    "/api/v1/requests/{request_id}/calls": {"service_id": "service", "result": "no_answer"},
    "/api/v1/persons/{person_id}/contacts": {"whom": "person"},
    "/api/v1/persons/{person_id}/exits": {"kind": "training", "on": "2026-11-02"},
    "/api/v1/persons/{person_id}/exits/{exit_id}/answers": {"outcome": "holds", "on": "2026-11-20"},
    "/api/v1/persons/{person_id}/steps": {"kind": "call", "what": "Appeler la CPAM", "barrier": OTHER},
    "/api/v1/persons/{person_id}/steps/{step_id}": {"state": "done"},
    "/api/v1/persons/{person_id}/papers": {"held": [{"code": "cni"}], "complete": False},
    "/api/v1/persons/{person_id}/agreements": {
        "service_id": "service",
        "fields": ["first_name"],
        "until": "2026-12-31",
        "form": "oral",
    },
}
ADVISED = "sign in"
"""What the table says of an answer that leads to the sign-in page."""


def rows_of(app: FastAPI) -> list[Row]:
    """What the table must have a row for: every route and method, for everyone it may be about."""
    rows: list[Row] = []
    for route in iter_route_contexts(app.routes):
        for method in sorted((route.methods or {"GET"}) - NOT_ASKED):
            rows.extend(Row(method, _written(str(route.path)), whose) for whose in _owners(str(route.path)))
    return rows


def ask(client: TestClient, credential: Credential, row: Row, path: str | None = None) -> Response:
    """Sends the request of ``row``, complete, with the token of the asker's forms; to ``path`` if it is given."""
    software = row.route.startswith(("/api/", "/health/"))
    headers = {"accept": "application/json" if software else "text/html", **credential.headers}
    body: dict[str, Any] = {"params": QUERIES.get(row.route)}
    if row.method != "GET":
        body |= {"json": JSON_BODIES.get(row.route)} if software else {"data": _form(client, credential, row)}
    client.cookies.clear()
    return client.request(row.method, path or path_of(row), headers=headers, follow_redirects=False, **body)


def told(response: Response) -> str:
    """An answer as the table writes it."""
    if response.status_code == 303 and response.headers["location"].startswith("/connexion"):
        return ADVISED
    return str(response.status_code)


def path_of(row: Row) -> str:
    """An address of the route, about whom the row says."""
    path = row.route
    for parameter, examples in SUBJECTS.items():
        path = path.replace(f"{{{parameter}}}", examples.get(row.whose, ""))
    for parameter, example in PLAIN.items():
        path = path.replace(f"{{{parameter}}}", example)
    assert "{" not in path, f"Say in this module what to put into {path}."
    return path


def _form(client: TestClient, credential: Credential, row: Row) -> dict[str, Any]:
    assert isinstance(client.app, FastAPI)
    return {"csrf": credential.csrf(client.app), **FORMS.get(row.route, {})}


def _owners(path: str) -> Iterator[str]:
    for parameter, examples in SUBJECTS.items():
        if f"{{{parameter}" in path:
            yield from examples
            return
    yield WITHOUT_OWNER


def _written(path: str) -> str:
    """The path as the table writes it: a converter is of no interest to readers."""
    return path.replace(":path}", "}")
