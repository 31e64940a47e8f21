"""What is wrong with what a program sent, in words for the person who wrote it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from matchmaker.errors import BadRequestError, DomainError, Words

Facts = Mapping[str, Any]
FAULTS: Final[dict[str, Callable[[Facts], Words]]] = {
    "missing": lambda _facts: _("缺少这一项。"),
    "extra_forbidden": lambda _facts: _("没有这个字段或参数。"),
    "string_type": lambda _facts: _("请给文字。"),
    "string_too_long": lambda facts: _("最多 %(limit)s 个字。", limit=facts["max_length"]),
    "string_too_short": lambda facts: _("最少 %(limit)s 个字。", limit=facts["min_length"]),
    "string_pattern_mismatch": lambda facts: _("格式应为 %(form)s。", form=facts["pattern"]),
    "int_type": lambda _facts: _("请给整数。"),
    "int_parsing": lambda _facts: _("请给整数。"),
    "int_from_float": lambda _facts: _("请给整数。"),
    "float_type": lambda _facts: _("请给数字。"),
    "float_parsing": lambda _facts: _("请给数字。"),
    "finite_number": lambda _facts: _("请给数字。"),
    "decimal_parsing": lambda _facts: _("请给数字。"),
    "bool_type": lambda _facts: _("请给 true 或 false。"),
    "bool_parsing": lambda _facts: _("请给 true 或 false。"),
    "list_type": lambda _facts: _("请给列表。"),
    "model_type": lambda _facts: _("请给 JSON 对象。"),
    "dict_type": lambda _facts: _("请给 JSON 对象。"),
    "enum": lambda facts: _("请给其中之一：%(words)s。", words=facts["expected"]),
    "literal_error": lambda facts: _("请给其中之一：%(words)s。", words=facts["expected"]),
    "greater_than_equal": lambda facts: _("最小为 %(limit)s。", limit=facts["ge"]),
    "greater_than": lambda facts: _("应大于 %(limit)s。", limit=facts["gt"]),
    "less_than_equal": lambda facts: _("最大为 %(limit)s。", limit=facts["le"]),
    "less_than": lambda facts: _("应小于 %(limit)s。", limit=facts["lt"]),
    "too_long": lambda facts: _("最多 %(limit)s 项。", limit=facts["max_length"]),
    "too_short": lambda facts: _("最少 %(limit)s 项。", limit=facts["min_length"]),
    "date_type": lambda _facts: _("日期请写成 2026-11-20。"),
    "date_parsing": lambda _facts: _("日期请写成 2026-11-20。"),
    "date_from_datetime_parsing": lambda _facts: _("日期请写成 2026-11-20。"),
    "datetime_parsing": lambda _facts: _("时间请写成 2026-11-20T12:00:00+08:00。"),
    "timezone_aware": lambda _facts: _("时间请带上时区，例如 2026-11-20T12:00:00+08:00。"),
}
UNREADABLE: Final = "json_invalid"


def fault_of(error: ValidationError, *, in_body: bool = False) -> DomainError:
    """Give what is wrong as one error that carries all, each with the name of its field.

    What is wrong in a body is pointed at besides.
    """
    found = error.errors(include_url=False, include_input=False)
    if any(one["type"] == UNREADABLE for one in found):
        return BadRequestError(_("请求体不是正确的 JSON。"))
    return DomainError(
        _("有参数或字段不符合要求，见 errors。"),
        also=[_fault(one, in_body=in_body) for one in found],
    )


def point_into(model: type[BaseModel], error: DomainError) -> None:
    """Let what a rule found wrong point at the fields of the body that have its names."""
    for one in (error, *error.also):
        field = one.field or ""
        if one.pointer is None and field.partition(".")[0] in model.model_fields:
            one.pointer = _pointer(field.split("."))


def _fault(one: ErrorDetails, *, in_body: bool) -> DomainError:
    say = FAULTS.get(one["type"])
    context = one.get("ctx", {})
    if say is None and isinstance(context.get("error"), DomainError):
        words: Words = context["error"].message
    else:
        words = say(context) if say else _("这个值不符合要求。")
    fault = DomainError(words, field=".".join(str(part) for part in one["loc"]) or "body")
    fault.pointer = _pointer(one["loc"]) if in_body else None
    return fault


def _pointer(parts: Iterable[str | int]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
