"""Exact places, sealed in 16 bytes each: one AES-256 block of longitude, latitude, chance and a mark.

A block holds both coordinates in units of 1e-7 degrees (1.1 cm), 32 bits of chance, so that two stays at one place do not
look alike, and a fixed mark of 32 bits, by which an altered block or another key is noticed. Every block is encrypted
alone, so a million are opened by one call.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from numpy.typing import NDArray

from tocsin.accounts.errors import SecretUnreadable
from tocsin.accounts.sealing import derived_key
from tocsin.exposure.stay_keys import UNITS

SEALED_BYTES = 16
_MARK = 0x544F4353
_BLOCK = np.dtype([("longitude", "<i4"), ("latitude", "<i4"), ("chance", "<u4"), ("mark", "<u4")])

Degrees: TypeAlias = NDArray[np.float64]


def _cipher() -> Cipher[modes.ECB]:
    # Each block carries its own chance and mark, so that blocks need no chaining: that is what lets one be opened alone.
    return Cipher(algorithms.AES(derived_key("places")), modes.ECB())  # noqa: S305


def seal_places(longitudes: Degrees, latitudes: Degrees) -> bytes:
    """Return the sealed places (degrees), 16 bytes each, one after the other. Raises ValueError for no place on Earth."""
    if not (np.all(np.abs(longitudes) <= 180) and np.all(np.abs(latitudes) <= 90)):
        raise ValueError("A longitude lies between -180 and 180 degrees, a latitude between -90 and 90.")
    blocks = np.empty(len(longitudes), _BLOCK)
    blocks["longitude"] = np.rint(np.asarray(longitudes, np.float64) * UNITS).astype(np.int64)
    blocks["latitude"] = np.rint(np.asarray(latitudes, np.float64) * UNITS).astype(np.int64)
    blocks["chance"] = np.frombuffer(os.urandom(4 * len(blocks)), "<u4")
    blocks["mark"] = _MARK
    return bytes(_cipher().encryptor().update(blocks.tobytes()))


def unseal_places(sealed: bytes) -> tuple[Degrees, Degrees]:
    """Return the longitudes and latitudes (degrees) of sealed places that stand one after the other.

    Raises SecretUnreadable where one was altered or the key is another.
    """
    blocks = np.frombuffer(_cipher().decryptor().update(sealed), _BLOCK)
    if not (blocks["mark"] == _MARK).all():
        raise SecretUnreadable(
            "A sealed place cannot be read: the key in field.key (or TOCSIN_FIELD_KEY) is not the one it was written "
            "with, or the place was altered. Put back the key file from the same backup as the database."
        )
    return blocks["longitude"] / UNITS, blocks["latitude"] / UNITS


def places_read(sealed: bytes) -> tuple[Degrees, Degrees, NDArray[np.bool_]]:
    """Return the longitudes and latitudes of sealed places, and which of them could be read; the others stand at 0, 0."""
    blocks = np.frombuffer(_cipher().decryptor().update(sealed), _BLOCK)
    is_read = blocks["mark"] == _MARK
    return (
        np.where(is_read, blocks["longitude"] / UNITS, 0.0),
        np.where(is_read, blocks["latitude"] / UNITS, 0.0),
        is_read,
    )


def seal_place(longitude: float, latitude: float) -> bytes:
    """Return one place (degrees), sealed in 16 bytes."""
    return seal_places(np.array([longitude]), np.array([latitude]))


def unseal_place(sealed: bytes | memoryview) -> tuple[float, float]:
    """Return the longitude and latitude (degrees) of one sealed place. Raises SecretUnreadable."""
    longitudes, latitudes = unseal_places(bytes(sealed))
    return float(longitudes[0]), float(latitudes[0])


def blocks_of(sealed: bytes) -> Sequence[bytes]:
    """Return the sealed places of one run of bytes, each alone."""
    return [sealed[start : start + SEALED_BYTES] for start in range(0, len(sealed), SEALED_BYTES)]
