"""Fields that the forms of calls share."""

import unicodedata
from datetime import datetime
from typing import Any, Final

from flask_babel import lazy_gettext as _
from wtforms import Form, StringField

from matchmaker import clock
from matchmaker.web.forms import clean_line

PATTERNS: Final = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")
LONGEST: Final = 40
YEARS: Final = range(2000, 2101)


class MomentField(StringField):
    """An instant typed in China's time, or none; `data` has its zone."""

    data: datetime | None  # type: ignore[assignment]  # a text in the stubs

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed: 2027-03-01 18:00, with seconds too, with / or T as well."""
        self.data = None
        typed = unicodedata.normalize("NFKC", clean_line(valuelist[0] if valuelist else ""))
        typed = typed.replace("/", "-").replace("T", " ")
        if not typed:
            return
        for pattern in PATTERNS if len(typed) <= LONGEST else ():
            try:
                found = datetime.strptime(typed, pattern)  # noqa: DTZ007 - the zone follows
            except ValueError:
                continue
            if found.year in YEARS:
                self.data = found.replace(tzinfo=clock.CHINA)
                return
        raise ValueError(_("请写日期和时间，例如 2027-03-01 18:00。"))

    def _value(self) -> str:
        """Write the instant in China's time; what was typed stays as typed."""
        if self.raw_data:
            return str(self.raw_data[0])
        return clock.stamp(self.data)


def is_blank(row: Form, *names: str) -> bool:
    """Whether none of these fields of a row says anything."""
    return not any(
        row[name].data or "".join(str(one) for one in row[name].raw_data or ()).strip()
        for name in names
    )
