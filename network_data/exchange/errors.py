"""What makes an import impossible, each as one French sentence that says what to do."""


class ExchangeError(Exception):
    """Root of the errors of this package; its text is meant for the user.

    - ``UnusableFile``: nothing can be read from a file.
    - ``TerritoryError``: the territory the partners belong to cannot be chosen.
    """


class UnusableFile(ExchangeError):  # noqa: N818 - it names what it is about
    """The file as a whole cannot be read: absent, empty, of another format, damaged."""

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(f"{file} : {problem}")
        self.file = file


class TerritoryError(ExchangeError):
    """No territory was named and several exist, or the one named does not exist."""
