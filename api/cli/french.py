"""Makes the command line speak French: Typer's own words, and every failure as one sentence without a traceback."""

import sys
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

MISUSED = 2

_WORDS = {
    "Usage: ": "Utilisation : ",
    "\nOptions:": "\nOptions :",
    "\nArguments:": "\nArguments :",
    "\nCommands:": "\nCommandes :",
    "[OPTIONS]": "[OPTIONS]",
    "COMMAND [ARGS]...": "COMMANDE [ARGUMENTS]...",
    "Show this message and exit.": "Affiche cette aide.",
    "[required]": "[obligatoire]",
    "; required]": " ; obligatoire]",
    "[default: ": "[par défaut : ",
    "; default: ": " ; par défaut : ",
}
"""What Typer says in English, and how we say it."""


def in_french(text: str) -> str:
    """A text of Typer's help in French."""
    for theirs, ours in _WORDS.items():
        text = text.replace(theirs, ours)
    return text


def _tell(error: Exception) -> int:
    """Says what stopped the command, and gives the exit code."""
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error)
        return MISUSED
    # Failures are rare and their words are many: loaded only then.
    from api.cli.failures import failure_of

    failure = failure_of(error)
    typer.echo(failure.text, err=True)
    return failure.exit_code


class FrenchCommand(TyperCommand):
    """A command whose help is in French."""

    def get_help(self, ctx: Any) -> str:
        """The help, Typer's own words included."""
        return in_french(super().get_help(ctx))


class FrenchGroup(TyperGroup):
    """A group of commands whose help and failures are in French."""

    def get_help(self, ctx: Any) -> str:
        """The help, Typer's own words included."""
        return in_french(super().get_help(ctx))

    def main(self, *arguments: Any, **options: Any) -> NoReturn:
        """Runs a command, and ends the process with its exit code."""
        try:
            code = super().main(*arguments, **{**options, "standalone_mode": False})
        except Exception as error:  # whatever happens, nobody is shown a traceback
            code = _tell(error)
        sys.exit(code or 0)
