"""How figures, money, dates, shares and sizes are written, in templates, files and mails."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from babel import numbers
from flask import Flask
from flask_babel import format_date, format_datetime, get_locale
from flask_babel import gettext as _

from matchmaker.web.language import language

FACT_LONGEST, ROWS_LONGEST = 80, 400
_KB: Final = 1024
_YUAN_PER_WAN: Final = 10_000
_TO_THE_MINUTE: Final = {"zh": "yyyy-MM-dd HH:mm", "en": "MMM d, yyyy, HH:mm"}
_BIG: Final = {"billion": Decimal(10**9), "million": Decimal(10**6)}


def money_wan(low: Decimal | None, high: Decimal | None) -> str:
    """Write a budget given in 万元: a range, a ceiling, a floor, or that it is open.

    English counts in yuan: CNY 500,000, CNY 1.2 million.
    """
    if low is None and high is None:
        return str(_("面议"))
    if low is None:
        return str(_("%(high)s 万元以内", high=_amount(high)))
    if high is None:
        return str(_("%(low)s 万元以上", low=_amount(low)))
    if low == high:
        return str(_("%(low)s 万元", low=_amount(low)))
    return str(_("%(low)s–%(high)s 万元", low=_amount(low), high=_amount(high)))


def yuan(value: Decimal | float) -> str:
    """Write an amount of yuan in English: CNY 500,000, CNY 1.2 million, CNY 3 billion."""
    exact = Decimal(str(value))
    for name, least in _BIG.items():
        if abs(exact) >= least:
            return f"CNY {figure(exact / least)} {name}"
    return f"CNY {figure(exact)}"


def percent(share: float | Decimal, digits: int = 0) -> str:
    """Write a share in [0, 1] as a percentage, rounded to some digits."""
    exact = round(100 * Decimal(str(share)), digits) + 0
    return f"{exact:,f}%"


def fixed(value: float | Decimal, digits: int) -> str:
    """Write a number rounded to some digits, zeros kept, so that columns line up."""
    exact = round(Decimal(str(value)), digits) + 0  # no minus before nothing
    return f"{exact:,f}"  # hundreds on a page: both languages group by thousands


def file_size(size: int) -> str:
    """Write a size in bytes: 700 B, 12 KB, 3.4 MB. A KB is 1,024 bytes."""
    if size < _KB:
        return f"{figure(size)} B"
    if size < _KB**2:
        return f"{figure(Decimal(-(-size // _KB)))} KB"
    return f"{figure(round(Decimal(size) / _KB**2, 1))} MB"


def day(value: date | datetime | None) -> str:
    """Write a day; nothing for no day."""
    return str(format_date(value, "medium")) if value else ""


def moment(value: datetime | None) -> str:
    """Write an instant to the minute, in China's time."""
    return str(format_datetime(value, _TO_THE_MINUTE[language()])) if value else ""


def exact_moment(value: datetime | None) -> str:
    """Write an instant in China's time, to the second where it has one: deadlines, receipts."""
    if value is None:
        return ""
    pattern = _TO_THE_MINUTE[language()]
    return str(format_datetime(value, f"{pattern}:ss" if value.second else pattern))


def figure(value: float | Decimal | None) -> str:
    """Write a number whole: with separators, without needless zeros, never rounded (99.9999)."""
    if value is None:
        return ""
    if type(value) is int:  # counts, hundreds on a page: both languages group by thousands
        return f"{value:,}"
    exact = Decimal(str(value)).normalize()
    return str(numbers.format_decimal(exact, locale=get_locale(), decimal_quantization=False))


def facts_line(values: dict[str, Any]) -> str:
    """Write a set of values as one line: rows by their values, long ones cut, no empty ones."""
    said = {name: value for name, value in values.items() if value not in (None, "", [])}
    return "; ".join(f"{name}: {_fact(value)}" for name, value in sorted(said.items()))


def _fact(value: Any) -> str:
    if isinstance(value, list) and isinstance(value[0], dict):
        return " | ".join(" ".join(map(str, row.values())) for row in value)[:ROWS_LONGEST]
    return str(value)[:FACT_LONGEST]


def _amount(wan: Decimal | None) -> str:
    amount = wan or Decimal(0)
    return yuan(amount * _YUAN_PER_WAN) if language() == "en" else figure(amount)


def install(app: Flask) -> None:
    """Make the filters known to templates."""
    app.jinja_env.filters.update(
        day=day,
        moment=moment,
        exact_moment=exact_moment,
        figure=figure,
        fixed=fixed,
        percent=percent,
        file_size=file_size,
        facts_line=facts_line,
    )
    app.jinja_env.globals.update(money_wan=money_wan)
