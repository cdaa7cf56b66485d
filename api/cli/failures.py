"""Turns whatever stops a command into clear words on standard error and an exit code; never a traceback."""

import errno
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, replace
from gettext import NullTranslations
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from api.errors import Fault, ProblemError
from api.i18n import N_, Message, say, translations
from api.security.installation import UnsafeInstallationError
from api.settings import Settings
from api.validation import faults_of

MISUSED = 2
"""Exit code for what whoever typed the command can put right."""
DEFECT = 1
"""Exit code for what only we can put right."""


class CommandError(Exception):
    """A command cannot do what it is asked; its message says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


@dataclass(frozen=True, slots=True)
class Failure:
    """What to say, and the exit code that goes with it."""

    text: str
    exit_code: int = MISUSED


def spoken_language() -> NullTranslations:
    """The language of the command line, even when other settings cannot be read."""
    try:
        return translations(Settings().language)
    except ValidationError:
        return translations("fr")


def failure_of(error: Exception) -> Failure:
    """How ``error`` is told."""
    language = spoken_language()
    if isinstance(error, ProblemError):
        return Failure(_with_faults(error.detail, error.faults, language))
    if isinstance(error, ValidationError) and error.title == Settings.__name__:
        faults = faults_of(error.errors(include_url=False, include_input=False))
        return Failure(
            _with_faults(say("Un réglage est à corriger."), [_of_setting(fault) for fault in faults], language)
        )
    if isinstance(error, _told_by_other_layers()):
        return Failure(str(error))
    told = error.message if isinstance(error, (CommandError, UnsafeInstallationError)) else None
    message = _of_usage(error) or told or _of_others(error)
    return Failure(message.said(language)) if message else Failure(_of_defect(error).said(language), DEFECT)


def _with_faults(detail: Message, faults: Iterable[Fault], language: NullTranslations) -> str:
    lines = [f"{fault.field} : {fault.problem.said(language)} {fault.remedy.said(language)}" for fault in faults]
    return "\n".join([detail.said(language), *lines])


def _of_setting(fault: Fault) -> Fault:
    return replace(fault, field=f"MAILLAGE_{fault.field.upper()}")


def _of_usage(error: Exception) -> Message | None:
    """What is wrong with the command as typed. Typer keeps these classes to itself: they are known by name."""
    text = _USAGE.get(type(error).__name__)
    if text is None:
        return None
    hint = getattr(getattr(error, "param", None), "get_error_hint", str)()
    command = getattr(getattr(error, "ctx", None), "command_path", "maillage")
    return say(text, hint=hint, option=getattr(error, "option_name", ""), command=command)


_USAGE = MappingProxyType(
    {
        "MissingParameter": N_("Il manque {hint}. « {command} --help » dit comment l’écrire."),
        "NoSuchOption": N_("L’option {option} n’existe pas. « {command} --help » donne celles qui existent."),
        "BadParameter": N_("La valeur donnée à {hint} ne convient pas. « {command} --help » dit ce qui convient."),
        "BadOptionUsage": N_("L’option {option} est mal employée. « {command} --help » dit comment l’écrire."),
        "UsageError": N_(
            "Cette commande n’existe pas ou a un mot de trop. « {command} --help » donne celles qui existent."
        ),
    }
)


def _told_by_other_layers() -> tuple[type[Exception], ...]:
    """The errors whose own text is a French sentence that says what to do."""
    from network_data.exchange import ExchangeError
    from network_data.migrations import NewerDatabaseError

    return ExchangeError, NewerDatabaseError


def _of_others(error: Exception) -> Message | None:
    if isinstance(error, SQLAlchemyError):
        return say("La base de données ne répond pas. Vérifiez MAILLAGE_DATABASE_URL, puis « maillage db check ».")
    return _of_system(error) if isinstance(error, OSError) else None


def _of_system(error: OSError) -> Message:
    text = _SYSTEM.get(error.errno or 0)
    if text is None or ("{path}" in text and error.filename is None):
        return say("Le système a refusé : {reason}.", reason=error.strerror or type(error).__name__)
    return say(text, path=error.filename)


_NOT_OPEN = N_("{path} ne vous est pas ouvert. Changez ses droits, ou travaillez dans un autre dossier.")
_SYSTEM = MappingProxyType(
    {
        errno.ENOENT: N_("{path} n’existe pas. Vérifiez le chemin."),
        errno.EISDIR: N_("{path} est un dossier. Donnez un fichier."),
        errno.ENOTDIR: N_("{path} n’est pas un dossier. Vérifiez le chemin."),
        errno.EEXIST: N_(
            "{path} existe déjà et n’est pas un dossier. Déplacez-le, ou travaillez dans un autre dossier."
        ),
        errno.EACCES: _NOT_OPEN,
        errno.EPERM: _NOT_OPEN,
        errno.EROFS: N_("{path} est en lecture seule. Travaillez dans un autre dossier."),
        errno.ENOSPC: N_("Il n’y a plus de place sur le disque. Libérez-en, puis recommencez."),
    }
)


def _of_defect(error: Exception) -> Message:
    """Names the place rather than the text, which may hold something personal."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"
    return say("Erreur inattendue ({where}). Rien n’a été enregistré. Signalez-la avec la commande tapée.", where=where)
