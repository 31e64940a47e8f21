"""One family of errors meant for people: a message that says what to do, and a status."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol


class Words(Protocol):
    """Text, or text that is translated when it is shown."""

    def __str__(self) -> str: ...


@dataclass(frozen=True, slots=True)
class WayOut:
    """A page where a person can do what a rule asks for: its endpoint and values, and a label."""

    endpoint: str
    values: dict[str, int]
    label: Words


class DomainError(Exception):
    """A rule was not met. `field` names the form field it concerns, where there is one.

    `way_out` leads to where the person can meet the rule; forms show it below what is wrong.
    `also` holds what else was found wrong in the same step, so that it is said in one go.
    """

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    retry_after: int | None = None  # seconds after which the same may be tried again
    pointer: str | None = None  # to the field in a JSON body (RFC 6901), where there is one

    def __init__(
        self,
        message: Words,
        *,
        field: str | None = None,
        hint: Words = "",
        way_out: WayOut | None = None,
        also: Sequence["DomainError"] = (),
    ) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
        self.hint = hint
        self.way_out = way_out
        self.also = also


def raise_all(faults: Iterable[DomainError]) -> None:
    """Raise the first of several faults, which carries the others; nothing where there is none."""
    found = list(faults)
    if found:
        found[0].also = found[1:]
        raise found[0]


class BadRequestError(DomainError):
    """The request itself makes no sense."""

    status = HTTPStatus.BAD_REQUEST


class NotFoundError(DomainError):
    """Missing, or not this person's to see: the two look the same."""

    status = HTTPStatus.NOT_FOUND


class ForbiddenError(DomainError):
    """The person may know the thing but not do this to it."""

    status = HTTPStatus.FORBIDDEN


class ConflictError(DomainError):
    """Somebody else was faster, or the thing is no longer in a state that allows it."""

    status = HTTPStatus.CONFLICT


class GoneError(DomainError):
    """What was asked for was here once and is no longer kept."""

    status = HTTPStatus.GONE


class TooManyAttemptsError(DomainError):
    """Too often in too short a time."""

    status = HTTPStatus.TOO_MANY_REQUESTS


class UnauthorisedError(DomainError):
    """Whoever asks has to say who they are, or said it in a way that does not hold."""

    status = HTTPStatus.UNAUTHORIZED


class OvertakenError(DomainError):
    """A program speaks of a version that is no longer the stored one."""

    status = HTTPStatus.PRECONDITION_FAILED


class VersionNeededError(DomainError):
    """A program has to say which version it read before it changes a thing."""

    status = HTTPStatus.PRECONDITION_REQUIRED


class UnsupportedContentError(DomainError):
    """What was sent is not of a kind that is read here."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class BusyError(DomainError):
    """The site cannot do it right now; nothing is wrong with what was asked."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    retry_after = 5
