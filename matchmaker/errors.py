"""One family of errors meant for people: a message that says what to do, and a status."""

from http import HTTPStatus
from typing import Protocol


class Words(Protocol):
    """Text, or text that is translated when it is shown."""

    def __str__(self) -> str: ...


class DomainError(Exception):
    """A rule was not met. `field` names the form field it concerns, where there is one."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, message: Words, *, field: str | None = None, hint: Words = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
        self.hint = hint


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


class TooManyAttemptsError(DomainError):
    """Too often in too short a time."""

    status = HTTPStatus.TOO_MANY_REQUESTS
