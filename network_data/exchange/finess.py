"""Imports establishments of the FINESS register: each is a partner with one service, by its category."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from network_data.exchange.cells import date_of, is_storable
from network_data.exchange.csv_rows import read_csv
from network_data.exchange.errors import UnusableFile
from network_data.exchange.finess_categories import Offer, offer_of
from network_data.exchange.finess_names import readable_address, readable_name
from network_data.exchange.phones import e164
from network_data.exchange.places import city_and_cedex, department_of, insee_code, is_postcode, position_of
from network_data.exchange.report import Fault
from network_data.exchange.rows import Kind, Outcome, RawRow, Record, Values
from network_data.exchange.sources import Source

_COLUMNS = frozenset({"finess_et", "nom", "categorie_code", "code_postal", "commune", "maj_le"})
_NUMBER = re.compile(r"(?:\d{2}|2[AB])\d{7}")
_SIRET = re.compile(r"\d{14}")
_ON_SITE = ["en-presentiel"]


class Finess:
    """The format ``finess``."""

    name = "finess"

    def read(self, sources: Sequence[Source]) -> Iterator[RawRow]:
        """Yields the establishments of every file."""
        for source in sources:
            if source.is_json:
                raise UnusableFile(source.name, "un fichier FINESS est un CSV, ceci est du JSON. Vérifiez le format.")
            yield from read_csv(source, _COLUMNS)

    def department(self, row: RawRow) -> str | None:
        """The département of the establishment's postcode."""
        return department_of(None, row.fields.get("code_postal"))

    def map(self, row: RawRow) -> Outcome:
        """An establishment becomes a partner and one service, unless its category is left out."""
        if row.problem:
            return Outcome(row, rejection=row.fault("", row.problem))
        cells = {name: cell.strip() for name, cell in row.fields.items()}
        fault = _mandatory_fault(row, cells)
        if fault:
            return Outcome(row, rejection=fault)
        offer = offer_of(cells["categorie_code"], cells["nom"].upper())
        if isinstance(offer, str):
            return Outcome(row, skipped=offer)
        warnings: list[Fault] = []
        partner = _partner(row, cells, offer, warnings)
        service = _service(cells, offer, partner)
        return Outcome(row, (partner, service), warnings=tuple(warnings))

    def derive(self, service: Values, partner: Mapping[str, Any]) -> Values:
        """Nothing: the table of categories says it all."""
        return {}


def _mandatory_fault(row: RawRow, cells: Mapping[str, str]) -> Fault | None:
    for name in sorted(_COLUMNS - {"code_postal", "commune"}):
        if not cells[name]:
            return row.fault(name, "valeur obligatoire absente")
    if not _NUMBER.fullmatch(cells["finess_et"]):
        return row.fault("finess_et", "numéro FINESS non valable (9 caractères attendus)")
    if date_of(cells["maj_le"]) is None:
        return row.fault("maj_le", "date non valable (AAAA-MM-JJ attendu)")
    damaged = next((name for name, cell in cells.items() if not is_storable(cell)), None)
    return row.fault(damaged, "caractère interdit dans le texte") if damaged else None


def _partner(row: RawRow, cells: Mapping[str, str], offer: Offer, warnings: list[Fault]) -> Record:
    values: Values = {
        "id": f"finess--{cells['finess_et']}",
        "source": "finess",
        "name": readable_name(cells["nom"]),
        "updated_on": date_of(cells["maj_le"]),
        "siret": _siret(row, cells, warnings),
        "networks": _codes(offer.networks),
        "phone": _phone(row, cells, warnings),
        **_place(row, cells, warnings),
    }
    return Record(Kind.PARTNER, values)


def _service(cells: Mapping[str, str], offer: Offer, partner: Record) -> Record:
    place = {name: partner.values[name] for name in ("phone", *_PLACE)}
    values: Values = {
        "id": f"{partner.values['id']}--{cells['categorie_code']}",
        "partner_id": partner.values["id"],
        "source": "finess",
        "name": offer.label,
        "description": offer.description,
        "updated_on": partner.values["updated_on"],
        "type": offer.type.value,
        "thematiques": _codes(offer.thematiques),
        "fees": offer.fees.value if offer.fees else None,
        "publics": _codes(offer.publics),
        "publics_details": offer.publics_details,
        "access_conditions": offer.access_conditions,
        "reception_modes": _ON_SITE,
        "eligibility_zone": list(offer.eligibility_zone) or None,
        "access_path": offer.access_path,
        "age_min": offer.age_min,
        "age_max": offer.age_max,
    }
    return Record(Kind.SERVICE, values | place)


def _codes(codes: Sequence[str]) -> list[str] | None:
    return sorted(str(code) for code in codes) or None


def _siret(row: RawRow, cells: Mapping[str, str], warnings: list[Fault]) -> str | None:
    siret = cells.get("siret") or None
    if siret and not _SIRET.fullmatch(siret):
        warnings.append(row.fault("siret", "valeur ignorée : numéro SIRET non valable (14 chiffres attendus)"))
        return None
    return siret


def _phone(row: RawRow, cells: Mapping[str, str], warnings: list[Fault]) -> str | None:
    raw = cells.get("telephone")
    phone = e164(raw) if raw else None
    if raw and phone is None:
        warnings.append(row.fault("telephone", "valeur ignorée : numéro de téléphone non valable"))
    return phone


_PLACE = ("address", "postcode", "city", "insee_code", "latitude", "longitude")


def _place(row: RawRow, cells: Mapping[str, str], warnings: list[Fault]) -> Values:
    latitude, longitude = _position(row, cells, warnings)
    postcode = cells["code_postal"] or None
    if postcode and not is_postcode(postcode):
        warnings.append(row.fault("code_postal", "valeur ignorée : code postal non valable (5 chiffres attendus)"))
        postcode = None
    return {
        "address": readable_address(cells.get("adresse", "")),
        "postcode": postcode,
        "city": readable_name(city_and_cedex(cells["commune"])[0]) or None,
        "insee_code": insee_code(postcode, cells["commune"]) if postcode else None,
        "latitude": latitude,
        "longitude": longitude,
    }


def _position(row: RawRow, cells: Mapping[str, str], warnings: list[Fault]) -> tuple[float, float] | tuple[None, None]:
    latitude, longitude = cells.get("latitude"), cells.get("longitude")
    if not latitude and not longitude:
        return None, None
    position = position_of(latitude, longitude)
    if position is None:
        warnings.append(row.fault("latitude", "valeur ignorée : coordonnées hors limites ou incomplètes"))
        return None, None
    return position
