import errno
import os

import pytest

from api.cli.failures import DEFECT, MISUSED, failure_of


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.EACCES, "var/demo.sqlite ne vous est pas ouvert."),
        (errno.EPERM, "var/demo.sqlite ne vous est pas ouvert."),
        (errno.EROFS, "var/demo.sqlite est en lecture seule."),
        (errno.ENOENT, "var/demo.sqlite n’existe pas."),
        (errno.EISDIR, "var/demo.sqlite est un dossier."),
        (errno.ENOSPC, "Il n’y a plus de place sur le disque."),
        (errno.EIO, "Le système a refusé : "),
    ],
)
def test_what_the_system_refuses_says_what_to_do(code: int, said: str) -> None:
    failure = failure_of(OSError(code, os.strerror(code), "var/demo.sqlite"))
    assert failure.text.startswith(said)
    assert failure.exit_code == MISUSED


def test_a_full_disk_is_told_even_when_the_system_names_no_file() -> None:
    assert failure_of(OSError(errno.ENOSPC, "")).text.startswith("Il n’y a plus de place sur le disque.")


def test_a_defect_of_ours_names_its_place_and_not_its_text() -> None:
    try:
        raise RuntimeError("Martine Dupont")
    except RuntimeError as error:
        failure = failure_of(error)
    assert failure.exit_code == DEFECT
    assert "RuntimeError, test_failures.py:" in failure.text
    assert "Martine" not in failure.text
