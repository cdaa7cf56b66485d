"""Puts FINESS's upper-case names and addresses into readable case, without inventing what upper case lost."""

import re

_ACRONYMS = frozenset(
    """ACT ADAPT ADMR ADOMA AFTAM ALFI ANAIS ANEF ANRH ANRS APAJH APCARS APF APHP APTM ARAPEJ ARCAT ASAD BAPU BTP
    CAARUD CADA CAIR CAJ CAJM CASP CASVP CATTP CAVA CCAS CDC CDS CESOA CHRS CHS CHU CIAS CMP COJ COSEM CPAM CPCV CPEF
    CPH CPMI CRAMIF CRF CRP CSAPA CSP CSRL CTAR DASES EAM EANM EEEH EGO EMA EPE ESAT FAM FJT FMP FPAH FPC FSEF FTDA
    FTM HDJ HUAD HUDA IDF IME IMM INSEP IPC IPS IRAEC LADAPT LAM LBM LHSS MAS MECS MGEN MGEFI MNT MSP OSE PARA PASTT
    PMI PPMU RATP RSJAM SAAD SACS SAD SAMSAH SAPA SAVS SIAO SIUMPPS SNCF SOS SPASAD SSDP UDAF UDSM UNAFAM""".split()  # noqa: SIM905 - a hundred quoted words would read worse
)
_ARTICLES = frozenset({"LA", "LE", "LES", "L"})
_LINKS = frozenset("A AU AUX CHEZ D DANS DE DES DU EN ET OU PAR POUR SANS SOUS SUR UN UNE".split())  # noqa: SIM905 - same
_ELIDED = frozenset({"D", "L"})
_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*\.?")
_ORDINAL = re.compile(r"\d+(?:ER|ERE|E|EME|ÈME|ND|NDE)")
_STREETS = {
    "ALL": "allée",
    "AV": "avenue",
    "BD": "boulevard",
    "CHE": "chemin",
    "CRS": "cours",
    "IMP": "impasse",
    "PAS": "passage",
    "PL": "place",
    "QU": "quai",
    "QUA": "quai",
    "R": "rue",
    "RTE": "route",
    "SQ": "square",
    "VLA": "villa",
}
_APOSTROPHE = {0x92: "'"}
"""The source keeps here and there an apostrophe of cp1252 that is a control character elsewhere."""
_STREET = re.compile(rf"^(\d+\S*)\s+({'|'.join(_STREETS)})\s+")


def readable_name(name: str) -> str:
    """The name in readable case; one that already has lower-case letters stays as it is, but for its blanks.

    Missing accents stay missing. An article is capitalised where it opens a proper name: first, or after an acronym.

    >>> readable_name("CMP LA POMME"), readable_name("FOYER DE VIE DE L ARCHE A PARIS")
    ('CMP La Pomme', "Foyer de Vie de l'Arche à Paris")
    """
    tidy = re.sub(r"\b([DL]) (?=[AEIOUYHÀÂÉÈÊÎÔÛ])", r"\1'", " ".join(name.translate(_APOSTROPHE).split()))
    if any(letter.islower() for letter in tidy):
        return tidy
    parts: list[str] = []
    after_acronym = True
    end = 0
    for found in _WORD.finditer(tidy):
        follows = tidy[found.end() : found.end() + 1]
        parts += [tidy[end : found.start()], _cased(found[0], follows, opens=after_acronym, first=not parts)]
        after_acronym = _is_acronym(found[0])
        end = found.end()
    return "".join([*parts, tidy[end:]])


def readable_address(address: str) -> str | None:
    """The address in readable case, the kind of street in full; None when empty.

    >>> readable_address("4 R CHARLES LAUTH")
    '4 rue Charles Lauth'
    """
    tidy = " ".join(address.translate(_APOSTROPHE).split())
    found = _STREET.match(tidy)
    if not found:
        return readable_name(tidy) or None
    rest = readable_name("X " + tidy[found.end() :])[2:]  # an article after the kind of street opens nothing
    return f"{found[1].lower()} {_STREETS[found[2]]} {rest}"


def _cased(word: str, follows: str, *, opens: bool, first: bool) -> str:
    if word in _ELIDED and follows == "'":
        return word if opens and (first or word in _ARTICLES) else word.lower()
    if word == "A" and not first and follows == " ":
        return "à"
    if word in _LINKS and not first:
        return word.lower()
    if word in _ARTICLES:
        return word.capitalize() if opens else word.lower()
    if _ORDINAL.fullmatch(word):
        return word.lower()
    return word if _is_acronym(word) else word.capitalize()


def _is_acronym(word: str) -> bool:
    if word in _ACRONYMS or "." in word[:-1] or any(sign.isdigit() for sign in word):
        return True
    return len(word) > 1 and not any(letter in "AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜ" for letter in word) and word not in ("ST", "STE")
