"""Writes French telephone numbers the international way (E.164)."""

import re

_SEPARATORS = re.compile(r"[\s.\-/()  ]+")
_NATIONAL = re.compile(r"0[1-9]\d{8}")
_INTERNATIONAL = re.compile(r"\+[1-9]\d{6,14}")
_OVERSEAS = {
    ("0590", "0690", "0691"): "+590",
    ("0594", "0694"): "+594",
    ("0596", "0696", "0697"): "+596",
    ("0262", "0263", "0269", "0639", "0692", "0693"): "+262",
}


def e164(text: str) -> str | None:
    """The number in E.164, or None when it is not a full French or international number.

    >>> e164("01 40 37 50 99"), e164("115")
    ('+33140375099', None)
    """
    digits = _SEPARATORS.sub("", text)
    digits = re.sub(r"^(?:00|\+)33\(?0?\)?(?=[1-9]\d{8}$)", "0", digits)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if _INTERNATIONAL.fullmatch(digits):
        return digits
    if not _NATIONAL.fullmatch(digits):
        return None
    country = next((code for starts, code in _OVERSEAS.items() if digits.startswith(starts)), "+33")
    return country + digits[1:]
