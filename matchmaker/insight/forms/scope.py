"""Which figures a page of insight is narrowed to, as its address says."""

from datetime import date, timedelta
from typing import Any, Final, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField
from wtforms.validators import ValidationError

from matchmaker import clock
from matchmaker.accounts.enums import FirmSize
from matchmaker.insight.queries.names import Names
from matchmaker.insight.queries.scope import Scope, default_scope, last_quarters, quarter_of
from matchmaker.insight.words.funnel import quarter_label, size_words
from matchmaker.web.filters import day
from matchmaker.web.forms import DayField

QUARTERS: Final = 8  # offered to choose from
LONGEST: Final = timedelta(days=3_660)
FIRST_DAY: Final = date(2019, 1, 1)  # no 5G licence in China is older than June 2019
SIZES: Final = tuple(size.value for size in FirmSize)


class ListedField(SelectField):
    """A choice of a list; the words of a refusal are ours."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not in the list."""
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError(gettext("请从列表里选择。")) from error


class ScopeForm(Form):
    """Period, sector, province, sizes, read from an address: it writes nothing and has no key.

    A quarter chosen counts before the days; without either it is the last four quarters.
    """

    period = ListedField(_("期间"))
    since = DayField(_("从哪天"))
    until = DayField(_("到哪天"))
    sector = ListedField(_("行业"))
    region = ListedField(_("省份"))
    demand_size = ListedField(_("需求方规模"))
    provider_size = ListedField(_("供应商规模"))

    def __init__(self, asked: MultiDict[str, str], names: Names) -> None:
        """Read what was asked for; `names` are those there are to choose from."""
        super().__init__(asked)
        anything = [("", _("全部"))]
        quarters = [(first.isoformat(), quarter_label(first)) for first in last_quarters(QUARTERS)]
        sizes = [*anything, *((code, size_words(code)) for code in SIZES)]
        choices: dict[SelectField, list[Any]] = {
            self.period: [("", _("按下面的日期")), *quarters],
            self.sector: [*anything, *names.sectors.items()],
            self.region: [*anything, *names.provinces.items()],
            self.demand_size: sizes,
            self.provider_size: sizes,
        }
        for box, offered in choices.items():
            box.choices = offered
            box.data = box.data or ""

    def validate_until(self, box: DayField) -> None:
        """Refuse days in the wrong order, and periods nobody reads."""
        since, until = self._days()
        if until < since:
            raise ValidationError(gettext("“到哪天”不能早于“从哪天”。"))
        if until - since > LONGEST or since < FIRST_DAY or until.year > clock.today().year + 1:
            raise ValidationError(
                gettext("请选 %(first)s 以后、不超过十年的期间。", first=day(FIRST_DAY))
            )
        assert box is self.until  # noqa: S101 - WTForms names the box by the method

    @property
    def scope(self) -> Scope:
        """Give what was asked for; where it was not sound, everything of the last four quarters."""
        if self.errors:
            return default_scope()
        since, until = self._days()
        return Scope(
            since=since,
            until=until,
            sector=self.sector.data,
            region=self.region.data,
            demand_size=_size(self.demand_size.data),
            provider_size=_size(self.provider_size.data),
        )

    def as_values(self) -> dict[str, str]:
        """Give what was asked for, by name, for addresses of the same figures."""
        return {box.name: str(box.data) for box in self if box.data and not box.errors}

    def narrowed(self) -> list[tuple[str, str]]:
        """Say in words what was chosen beside the period."""
        if self.errors:
            return []
        boxes = (self.sector, self.region, self.demand_size, self.provider_size)
        return [
            (str(box.label.text), str(words))
            for box in boxes
            for code, words in cast("list[tuple[str, str]]", box.choices)
            if box.data and code == box.data
        ]

    def _days(self) -> tuple[date, date]:
        if self.period.data and not self.period.errors:
            first = date.fromisoformat(self.period.data)
            return first, _last_day(first)
        usual = default_scope()
        return self.since.data or usual.since, self.until.data or usual.until


def _last_day(first: date) -> date:
    return quarter_of(first + timedelta(days=95)) - timedelta(days=1)


def _size(code: str) -> FirmSize | None:
    return FirmSize(code) if code else None
