"""The base of all forms: limits on every field, refusals attached to the field they concern."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from secrets import token_hex, token_urlsafe
from typing import Any, ClassVar, NamedTuple, TypeVar, cast

from flask import g, has_request_context
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DecimalField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    StringField,
)
from wtforms.validators import Length, ValidationError

from matchmaker.db import db
from matchmaker.errors import DomainError, WayOut

T = TypeVar("T")
KEY_MAX = 40
FORM_KEY_HOLE = f"key-{token_hex(16)}"  # in pages that are kept; nobody can know it
LONGEST_NUMBER = 9  # digits before the point: what every number column holds
# Every character of the categories Cc and Cs but \t and \n.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def new_form_key() -> str:
    """Make a key that names one showing of a form; a hole in a page that is kept."""
    if has_request_context() and g.get("has_holes"):
        return FORM_KEY_HOLE
    return token_urlsafe(16)


def clean_line(value: str | None) -> str:
    """Make one tidy line: NFC, no control characters, inner white space folded."""
    return " ".join(clean_prose(value).split())


def clean_prose(value: str | None) -> str:
    """Tidy a text of several lines: NFC, one kind of line end, no control characters."""
    text = (value or "").replace("\r\n", "\n").replace("\r", "\n")
    # Last, because what stood on both sides of a dropped character may belong together.
    return unicodedata.normalize("NFC", CONTROLS.sub("", text)).strip()


def checked_words(text: str, most: int, *, field: str = "words") -> str:
    """Give what was typed, tidied; raises DomainError on the field where it is too long."""
    said = clean_prose(text)
    if len(said) > most:
        raise DomainError(
            _(
                "最多 %(limit)s 个字，现在有 %(length)s 个。请缩短后再提交。",
                limit=most,
                length=len(said),
            ),
            field=field,
        )
    return said


def number_from(text: str) -> int | None:
    """Read a whole number a visitor sent in plain digits; None for anything else."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else None


class LineField(StringField):
    """A text of one line, tidied before it is checked."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Tidy what was typed."""
        if valuelist:
            self.data = clean_line(valuelist[0])


class AmountField(DecimalField):
    """An amount with at most two decimals, or none; 1,200.5 and １２００．５ are read alike."""

    decimals: ClassVar[int] = 2

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        typed = _plain_number(valuelist)
        self.data = None
        if not typed:
            return
        try:
            amount = Decimal(typed)
        except InvalidOperation as error:
            raise ValueError(_("请写数字，例如 50 或 37.5。")) from error
        if not amount.is_finite() or abs(amount) >= 10**LONGEST_NUMBER:
            raise ValueError(_("请写数字，例如 50 或 37.5。"))
        self.data = round(amount, self.decimals)

    def _value(self) -> str:
        """Write the amount as people do: 12 and not 12.00; what was typed stays as typed."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{Decimal(str(self.data)).normalize():f}"


class WholeNumberField(IntegerField):
    """A whole number, or none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        typed = _plain_number(valuelist)
        self.data = None
        if not typed:
            return
        if not typed.removeprefix("-").isdecimal() or len(typed) > LONGEST_NUMBER:
            raise ValueError(_("请写整数，例如 30。"))
        self.data = int(typed)


class DayField(DateField):
    """A day, or none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        self.data = None
        if not "".join(valuelist).strip():
            return
        try:
            super().process_formdata([clean_line(valuelist[0]).replace("/", "-")])
        except ValueError as error:
            raise ValueError(_("请写日期，例如 2027-06-30。")) from error


def _plain_number(valuelist: list[Any]) -> str:
    typed = unicodedata.normalize("NFKC", clean_line(valuelist[0] if valuelist else ""))
    return typed.replace(",", "").replace(" ", "")


class MaxLength:
    """Refuse a text over the limit and say by how much; also sets `maxlength` on the input."""

    def __init__(self, limit: int, *, show: bool = True) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit} if show else {}

    def __call__(self, _form: Any, field: Field) -> None:
        """Check one field."""
        length = len(field.data or "")
        if length > self.limit:
            raise ValidationError(
                _(
                    "最多 %(limit)s 个字，现在有 %(length)s 个。请缩短后再提交。",
                    limit=self.limit,
                    length=length,
                )
            )


class NeededLater:
    """Mark a field a draft may lack and what is published may not: its label does not say 选填."""

    field_flags: ClassVar = {"needed_later": True}

    def __call__(self, _form: Any, _field: Field) -> None:
        """Let everything pass; the operation says what is missing once it matters."""


class Problem(NamedTuple):
    """What is wrong, and the id of the control to mend it in; no id for the form as a whole."""

    anchor: str
    message: str


def problems_of(form: Form) -> Iterator[Problem]:
    """Give what is wrong with a form, field by field, and line by line in its lists."""
    for field in form:
        parts = (
            [entry.form for entry in field if isinstance(entry, FormField)]
            if isinstance(field, FieldList)
            else []
        )
        if any(part.errors for part in parts):
            for place, part in enumerate(parts, 1):
                for anchor, message in problems_of(part):
                    yield Problem(anchor, f"{_('第 %(n)s 条：', n=place)}{message}")
            continue
        is_group = hasattr(field.widget, "prefix_label")
        anchor = "" if isinstance(field, HiddenField) else f"{field.id}{'-0' * is_group}"
        yield from (Problem(anchor, str(message)) for message in field.errors)
    yield from (Problem("", str(message)) for message in form.form_errors)


class BaseForm(FlaskForm):  # type: ignore[misc]
    """A form whose operation may still refuse: the refusal stands beside its field."""

    refused_status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
    way_out: WayOut | None = None
    detour: str = ""  # what a person has to do elsewhere before they can go on here
    # Names one showing of the form: what is sent twice with the same key is done once.
    submission = HiddenField(default=new_form_key, validators=[Length(max=KEY_MAX)])

    @property
    def status(self) -> HTTPStatus:
        """Give the status of the page that shows the form."""
        return self.refused_status if self.is_submitted() else HTTPStatus.OK

    @property
    def problems(self) -> list[Problem]:
        """List what is wrong, each with the id of the control it concerns; lines of a list too."""
        return list(problems_of(self))

    def attempt(self, operation: Callable[[], T]) -> T | None:
        """Run the operation; on a refusal undo it, attach the message and give None."""
        try:
            return operation()
        except DomainError as error:
            db.session.rollback()
            self.refused_status, self.way_out = error.status, error.way_out
            for fault in (error, *error.also):
                self.refuse(str(fault.message), self.concerned(fault.field or ""))
            return None

    def concerned(self, name: str) -> Field | None:
        """Find the field a refusal names, where the form has it."""
        return cast("Field | None", getattr(self, name, None) if name else None)

    def attempt_both(self, write: Callable[[], T], go_on: Callable[[T], object]) -> T | None:
        """Write something and go on with it: both or neither.

        Where going on first needs something from another page, what was written stays, and
        `detour` says what is needed: nothing typed is lost on the way there.
        """

        def both() -> T:
            written = write()
            go_on(written)
            return written

        done = self.attempt(both)
        if done is None and self.way_out is not None:
            problems = [problem.message for problem in self.problems]
            done = self.attempt(write)
            self.detour = " ".join(problems) if done is not None else ""
        return done

    def succeeds(self, operation: Callable[[], object]) -> bool:
        """Run an operation that gives nothing back; False when it refused."""

        def done() -> bool:
            operation()
            return True

        return self.attempt(done) is True

    def refuse(self, message: str, field: Field | None = None) -> None:
        """Say no where the operation gave None instead of raising."""
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = [*field.errors, message]


class GrowingForm(BaseForm):
    """A form with lists of rows, and buttons for more rows that check and save nothing."""

    growing: ClassVar[tuple[str, ...]] = ("more",)  # the names of those buttons

    @property
    def is_growing(self) -> bool:
        """Whether only more rows were asked for."""
        return any(self[name].data for name in self.growing)

    @property
    def status(self) -> HTTPStatus:
        """Give the status of the page that shows the form."""
        return HTTPStatus.OK if self.is_growing else super().status

    def is_to_save(self) -> bool:
        """Whether a valid form was sent to be saved."""
        return not self.is_growing and bool(self.validate_on_submit())
