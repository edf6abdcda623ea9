"""The body of a response, unpacked piece by piece and never further than its limits."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from tocsin.recorded import Blank, recorded
from tocsin.sources.errors import CompressionBomb, CompressionBroken, TooLarge

_TOO_LARGE = recorded(
    "%(where)s has more than %(num)s bytes, the most that is read from it; it was cut off and nothing of it was kept. Give the address of a smaller document.",
    num=Blank.NUMBER,
)
_CODING = recorded(
    "%(where)s sent its answer packed as %(coding)s, which was not asked for and is not read. Ask its publisher for gzip or for plain bytes."
)
_BROKEN = recorded(
    "%(where)s sent an answer that cannot be unpacked (%(why)s). It is asked again at the next poll; tell its publisher if it stays so."
)
_BOMB = recorded(
    "%(where)s sent %(num)s bytes that unpack to more than %(most)s; no more of them were unpacked and none was kept. If this is an honest document, ask its publisher for a shorter one.",
    num=Blank.NUMBER,
    most=Blank.NUMBER,
)
_BROKE_OFF = recorded(
    "%(where)s broke off in the middle of its packed answer. It is asked again at the next poll."
)

#: The content codings that are read (RFC 9110, section 8.4.1), as the request asks for them.
CODINGS = "gzip, deflate"

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one fetch may take.

    `seconds` for everything together, redirects and name service included; `wire_bytes` as they come over the
    network; `document_bytes` after unpacking; `ratio` of the two, held to once `ratio_from` bytes are unpacked.
    """

    seconds: float = 20.0
    wire_bytes: int = 8_000_000
    document_bytes: int = 16_000_000
    ratio: float = 150.0
    ratio_from: int = 1_000_000
    redirects: int = 5


class Unpacker:
    """Takes the bytes of one body as they come and gives the document, within `limits`.

    Raises TooLarge, CompressionBomb, CompressionBroken; `shown` is the address for their sentences.
    """

    def __init__(self, coding: str, limits: Limits, shown: str) -> None:
        self._limits = limits
        self._shown = shown
        self._wire = 0
        self._size = 0
        self._pieces: list[bytes] = []
        self._is_raw_deflate_possible = False
        self._decompressor = self._made(coding.strip().lower())

    def _made(self, coding: str) -> zlib._Decompress | None:
        if coding in ("", "identity"):
            return None
        if coding in ("gzip", "x-gzip"):
            return zlib.decompressobj(zlib.MAX_WBITS | 16)
        if coding == "deflate":
            self._is_raw_deflate_possible = True
            return zlib.decompressobj()
        raise CompressionBroken(_CODING % {"where": self._shown, "coding": repr(coding[:40])})

    def take(self, piece: bytes) -> None:
        """Unpack one piece as it came."""
        self._wire += len(piece)
        if self._wire > self._limits.wire_bytes:
            raise TooLarge(too_large(self._shown, self._limits.wire_bytes))
        if self._decompressor is None:
            self._keep(piece)
            return
        try:
            self._unpack(piece)
        except zlib.error as error:
            raise CompressionBroken(_BROKEN % {"where": self._shown, "why": error}) from error

    def _unpack(self, piece: bytes) -> None:
        assert self._decompressor is not None
        while piece and not self._decompressor.eof:
            try:
                out = self._decompressor.decompress(piece, _PIECE)
            except zlib.error:
                # Some servers send 'deflate' without the zlib wrapper of RFC 1950.
                if not self._is_raw_deflate_possible:
                    raise
                self._decompressor = zlib.decompressobj(-zlib.MAX_WBITS)
                out = self._decompressor.decompress(piece, _PIECE)
            self._is_raw_deflate_possible = False
            self._keep(out)
            piece = self._decompressor.unconsumed_tail

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._decompressor is not None:
            is_steep = self._size > self._limits.ratio_from and self._size > self._limits.ratio * self._wire
            if is_steep or self._size > self._limits.document_bytes:
                raise CompressionBomb(
                    _BOMB
                    % {
                        "where": self._shown,
                        "num": f"{self._wire:,}",
                        "most": f"{self._size - len(piece):,}",
                    }
                )
        self._pieces.append(piece)

    def document(self) -> bytes:
        """Return the whole document; raises CompressionBroken where the packed bytes ended early."""
        if self._decompressor is not None and self._wire and not self._decompressor.eof:
            raise CompressionBroken(_BROKE_OFF % {"where": self._shown})
        return b"".join(self._pieces)


def too_large(shown: str, limit: int) -> str:
    """Return the sentence about an address that has more bytes than are read."""
    return _TOO_LARGE % {"where": shown, "num": f"{limit:,}"}
