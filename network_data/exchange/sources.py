"""Opens a file of any size, plain or gzipped, once it is known to be text that can be read to its end."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from network_data.exchange.errors import UnusableFile

ByteStream = io.BufferedReader | gzip.GzipFile
_CHUNK = 1 << 20
_GZIP_MAGIC = b"\x1f\x8b"
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_IN_CP1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_ACCENTS_IN_UTF8 = tuple(letter.encode() for letter in "éèêëàâîïôûùçÉÈÊÀÇ’")
_BINARY = "ce fichier n'est ni un CSV ni un JSON. Exportez les données en CSV (UTF-8) ou en JSON, puis recommencez."
_CUT = "le fichier est incomplet : il s'arrête au milieu. Téléchargez-le de nouveau."
_ENCODING = "l'encodage du texte n'est pas reconnu. Enregistrez le fichier en UTF-8, puis recommencez."


@dataclass(slots=True)
class Source:
    """A text file that was read to its end once.

    ``damaged``: some bytes are not of the file's encoding; they read as U+FFFD.
    """

    path: Path
    size: int
    is_gzip: bool
    is_json: bool
    encoding: str
    damaged: bool = False
    _raw: io.BufferedReader | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The file's name without its folder: what reports may show."""
        return self.path.name

    @property
    def position(self) -> int:
        """Bytes of the file on disk read so far, for a progress bar."""
        if self._raw is None:
            return 0
        return self.size if self._raw.closed else self._raw.tell()

    @contextmanager
    def open(self) -> Iterator[ByteStream]:
        """Gives the decompressed bytes, after the byte order mark if any."""
        with self.path.open("rb") as raw:
            self._raw = raw
            stream: ByteStream = gzip.GzipFile(fileobj=raw) if self.is_gzip else raw
            if stream.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
                stream.seek(0)
            yield stream


def open_source(path: Path) -> Source:
    """Reads the whole file once, a chunk at a time, to know what it is.

    Raises:
        UnusableFile: absent, empty, binary, cut short, or in no encoding that French files use.
    """
    try:
        return _examined(path)
    except FileNotFoundError:
        raise UnusableFile(path.name, "fichier introuvable. Vérifiez son nom et son dossier.") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise UnusableFile(path.name, _CUT) from None
    except OSError as error:
        reason = error.strerror or "erreur de lecture"
        raise UnusableFile(path.name, f"lecture impossible ({reason}). Vérifiez le fichier et vos droits.") from None


def _examined(path: Path) -> Source:
    if path.is_dir():
        raise UnusableFile(path.name, "c'est un dossier. Indiquez le fichier lui-même.")
    with path.open("rb") as raw:
        is_gzip = raw.read(2) == _GZIP_MAGIC
        raw.seek(0)
        scan = _Scan(path.name)
        stream: ByteStream = gzip.GzipFile(fileobj=raw) if is_gzip else raw
        while chunk := stream.read(_CHUNK):
            scan.add(chunk)
    encoding = scan.encoding()
    return Source(path, path.stat().st_size, is_gzip, scan.is_json, encoding, damaged=scan.damaged)


class _Scan:
    """What passing over the bytes once tells."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.start = b""
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._is_utf8 = True
        self._may_be_cp1252 = True
        self._has_utf8_accents = False

    @property
    def is_json(self) -> bool:
        """Whether the first sign is one that opens a JSON document."""
        return self.start[:1] in (b"[", b"{")

    @property
    def damaged(self) -> bool:
        """Whether this is UTF-8 in which some bytes are not."""
        return not self._is_utf8 and self._has_utf8_accents and not self.is_json

    def add(self, chunk: bytes) -> None:
        """Takes the next bytes."""
        if chunk.startswith(_UTF16_MARKS) and not self.start:
            raise UnusableFile(self.name, _ENCODING)
        if b"\x00" in chunk:
            raise UnusableFile(self.name, _BINARY)
        if not self.start:
            self.start = chunk.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
        self._decode(chunk)
        if any(byte in chunk for byte in _NOT_IN_CP1252):
            self._may_be_cp1252 = False

    def _decode(self, chunk: bytes) -> None:
        self._has_utf8_accents = self._has_utf8_accents or any(accent in chunk for accent in _ACCENTS_IN_UTF8)
        if self._is_utf8:
            try:
                self._decoder.decode(chunk)
            except UnicodeDecodeError:
                self._is_utf8 = False

    def encoding(self) -> str:
        """The encoding to read with, once every byte was seen."""
        if not self.start:
            raise UnusableFile(self.name, "le fichier est vide.")
        if self._is_utf8:
            self._finish()
            return "utf-8"
        if self.damaged:
            return "utf-8"
        if self.is_json or not self._may_be_cp1252:
            raise UnusableFile(self.name, _ENCODING)
        return "cp1252"

    def _finish(self) -> None:
        try:
            self._decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise UnusableFile(self.name, _CUT) from None
