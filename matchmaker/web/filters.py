"""How figures, money and dates are written in templates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel import numbers
from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, get_locale
from flask_babel import gettext as _

FACT_LONGEST, ROWS_LONGEST = 80, 400


def money_wan(low: Decimal | None, high: Decimal | None) -> str:
    """Write a budget in 万元: a range, a ceiling, a floor, or that it is open."""
    if low is None and high is None:
        return str(_("面议"))
    if low is None:
        return str(_("%(high)s 万元以内", high=_plain(high)))
    if high is None:
        return str(_("%(low)s 万元以上", low=_plain(low)))
    if low == high:
        return str(_("%(low)s 万元", low=_plain(low)))
    return str(_("%(low)s–%(high)s 万元", low=_plain(low), high=_plain(high)))


def day(value: date | datetime | None) -> str:
    """Write a day; nothing for no day."""
    return str(format_date(value, "medium")) if value else ""


def moment(value: datetime | None) -> str:
    """Write an instant to the minute, in China's time."""
    return str(format_datetime(value, "yyyy-MM-dd HH:mm")) if value else ""


def exact_moment(value: datetime | None) -> str:
    """Write an instant in China's time, to the second where it has one: deadlines, receipts."""
    if value is None:
        return ""
    return str(
        format_datetime(value, "yyyy-MM-dd HH:mm:ss" if value.second else "yyyy-MM-dd HH:mm")
    )


def figure(value: float | Decimal | None) -> str:
    """Write a number whole: with separators, without needless zeros, never rounded (99.9999)."""
    if value is None:
        return ""
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


def _plain(value: Decimal | None) -> str:
    return str(format_decimal(value.normalize() if value is not None else 0))


def install(app: Flask) -> None:
    """Make the filters known to templates."""
    app.jinja_env.filters.update(
        day=day, moment=moment, exact_moment=exact_moment, figure=figure, facts_line=facts_line
    )
    app.jinja_env.globals.update(money_wan=money_wan)
