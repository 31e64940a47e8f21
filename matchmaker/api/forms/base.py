"""The base of what programs send and get.

A field is `name: Annotated[type, told(_("what it is"), examples=[…])]`; its words are translated
when the description is read. What comes in is strict: no field nobody knows, no "1" for 1, and
texts are tidied and bounded like those of the pages (`Line`, `Words`).
"""

from collections.abc import Sequence
from typing import Annotated, Any, Final, Generic, Self, TypeVar

from flask_babel import lazy_gettext as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from matchmaker.errors import Words as Said
from matchmaker.web.forms import clean_line, clean_prose

T = TypeVar("T")
MOST_ITEMS: Final = 100
USUAL_ITEMS: Final = 20
LONGEST_CURSOR: Final = 600


def told(words: Said, **more: Any) -> Any:
    """Describe a field in the reader's language; `more` is what pydantic's `Field` takes."""
    later: Any = words  # pydantic hands them on as they are
    return Field(description=later, **more)


Line = Annotated[str, AfterValidator(clean_line)]  # one line of text; give it a max_length
Words = Annotated[str, AfterValidator(clean_prose)]  # several lines; give it a max_length


def _split(value: Any) -> Any:
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


# Several words in one query value, separated by commas.
Several = Annotated[list[str], BeforeValidator(_split)]


class Given(BaseModel):
    """What a program sends."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class Told(BaseModel):
    """What a program is told. The first field names the thing and is always there."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @classmethod
    def of(cls, row: Any, **more: Any) -> Self:
        """Tell a row: what has its name there is read from it, everything else is in `more`."""
        named = cls.model_fields.keys() - more.keys()
        return cls(**more, **{name: getattr(row, name) for name in named})


class Asked(Given):
    """What is asked of a list: the page, besides the list's own filters."""

    limit: Annotated[int, told(_("每页条数"), ge=1, le=MOST_ITEMS, examples=[USUAL_ITEMS])] = (
        USUAL_ITEMS
    )
    cursor: Annotated[
        str, told(_("上一页答复中的 next，从那里继续"), max_length=LONGEST_CURSOR)
    ] = ""


class Listed(BaseModel, Generic[T]):
    """A page of a list; `next` is the cursor of the following one, null at the end."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    items: Annotated[Sequence[T], told(_("这一页的内容"))]
    next: Annotated[str | None, told(_("下一页的 cursor；没有更多时为 null"))] = None
