"""Keys in mails that stop a watch without signing in: signed, so that nobody can make one up."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from matchmaker.web.addresses import read_signed_key, signed_key
from matchmaker.web.converters import LARGEST_NUMBER

_SALT: Final = "stop-watching"


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
    """Write a key: letter and number, signed."""
    return signed_key(_SALT, f"{stops}{number}")


def read_stop_token(token: str) -> StopKey | None:
    """Read a key back; None for one that was not written here. Older secrets still count."""
    said = read_signed_key(_SALT, token) or ""
    letter, number = said[:1], said[1:]
    if letter not in list(Stops) or not (number.isascii() and number.isdecimal()):
        return None
    if int(number) > LARGEST_NUMBER:
        return None
    return StopKey(Stops(letter), int(number))
