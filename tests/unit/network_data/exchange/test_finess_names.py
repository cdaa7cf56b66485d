import pytest

from network_data.exchange.finess_names import readable_address, readable_name


@pytest.mark.parametrize(
    ("written", "readable"),
    [
        ("CMP LA POMME", "CMP La Pomme"),
        ("CSAPA  MONTE CHRISTO", "CSAPA Monte Christo"),
        ("FOYER DE VIE DE L ARCHE A PARIS", "Foyer de Vie de l'Arche à Paris"),
        ("CHRS L'ETAPE", "CHRS L'Etape"),
        ("FJT - RESIDENCE L\x92ETAPE MASSENA", "FJT - Residence l'Etape Massena"),
        ("SERVICE SOCIAL DEPTAL POLYVALENT 19ÈME", "Service Social Deptal Polyvalent 19ème"),
        ("S.A.P.A. GARDES 18", "S.A.P.A. Gardes 18"),
        ("CMP ENFANTS APHP BICHAT", "CMP Enfants APHP Bichat"),
        ("LA BOULANGERIE", "La Boulangerie"),
        ("Maison  déjà écrite", "Maison déjà écrite"),
        ("", ""),
    ],
)
def test_an_upper_case_name_becomes_readable_and_keeps_its_acronyms(written: str, readable: str) -> None:
    assert readable_name(written) == readable


@pytest.mark.parametrize(
    ("written", "readable"),
    [
        ("4 R CHARLES LAUTH", "4 rue Charles Lauth"),
        ("22 BD SEBASTOPOL", "22 boulevard Sebastopol"),
        ("6 R DE L'HARMONIE", "6 rue de l'Harmonie"),
        ("3 R LA PEROUSE", "3 rue la Perouse"),
        ("PORT DE JAVEL BAS", "Port de Javel Bas"),
        ("  ", None),
    ],
)
def test_an_address_becomes_readable(written: str, readable: str | None) -> None:
    assert readable_address(written) == readable
