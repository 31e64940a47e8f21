"""Keys in mails that stop a watch without signing in: signed, so that nobody can make one up."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

from flask import current_app
from itsdangerous import Signer

_SALT: Final = "stop-watching"
_LARGEST: Final = 2**31


class Stops(StrEnum):
    """What a key stops."""

    ONE = "w"  # the watch of that number
    ALL = "a"  # every watch of the account of that number


@dataclass(frozen=True, slots=True)
class StopKey:
    """What a mail allows to stop."""

    stops: Stops
    number: int


def stop_token(stops: Stops, number: int) -> str:
    """Write a key: letter and number, a hyphen, an HMAC-SHA256 of them under the site's secret."""
    said = f"{stops}{number}"
    return f"{said}-{_signer().get_signature(said).decode()}"


def read_stop_token(token: str) -> StopKey | None:
    """Read a key back; None for one that was not written here. Older secrets still count."""
    said, _, signature = token.partition("-")
    letter, number = said[:1], said[1:]
    if letter not in list(Stops) or not (number.isascii() and number.isdecimal()):
        return None
    if not _signer().verify_signature(said, signature.encode()) or int(number) >= _LARGEST:
        return None
    return StopKey(Stops(letter), int(number))


def _signer() -> Signer:
    settings = current_app.extensions["settings"]
    secrets = [*settings.secret_key_fallbacks, settings.secret_key]  # the newest signs
    return Signer(secrets, salt=_SALT, key_derivation="hmac", digest_method=sha256)
