"""Errors as programs read them: `application/problem+json` of RFC 9457, in their language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from flask import Response, json
from flask_babel import lazy_gettext as _

from matchmaker.errors import DomainError, Words
from matchmaker.web.context import request_facts

MEDIA_TYPE: Final = "application/problem+json"
EXPLAINED_AT: Final = "/developers#"  # what a `type` leads to


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: its name for programs, a title, what is said without better words."""

    name: str
    title: Words
    detail: Words


PROBLEMS: Final[dict[int, Problem]] = {
    400: Problem("bad-request", _("请求无法理解"), _("请求不完整，或不是正确的 JSON。")),
    401: Problem(
        "not-authenticated",
        _("需要有效的令牌"),
        _("请在请求头 Authorization 中写 Bearer 和一个有效的令牌。"),
    ),
    403: Problem("forbidden", _("没有权限"), _("这个令牌不能进行这个操作。")),
    404: Problem("not-found", _("没有找到"), _("没有这个内容，或您无权查看。")),
    405: Problem("method-not-allowed", _("不支持这种方法"), _("这个地址不接受这种方法。")),
    409: Problem("conflict", _("与当前状态冲突"), _("内容的状态已不允许这个操作，请重新读取。")),
    410: Problem("gone", _("已经不在"), _("这里的内容已不再保存，请从头读取。")),
    412: Problem("version-changed", _("内容已被更改"), _("您读取之后内容已被改动，请重新读取。")),
    413: Problem("too-large", _("内容太大"), _("一次提交的内容超过了上限。")),
    415: Problem("unsupported-content", _("不支持这种内容类型"), _("请发送 application/json。")),
    422: Problem("invalid", _("内容需要修改"), _("有参数或字段不符合要求，见 errors。")),
    428: Problem(
        "version-needed",
        _("需要 If-Match"),
        _("修改前请读取内容，并把它的 ETag 写进请求头 If-Match。"),
    ),
    429: Problem("too-many-requests", _("请求太频繁"), _("请按 Retry-After 稍后再试。")),
    500: Problem(
        "server-error",
        _("服务器出错"),
        _("服务器遇到意外情况，没有保存任何内容。请把编号告诉运营人员。"),
    ),
    503: Problem("unavailable", _("暂时无法服务"), _("系统正在维护，请稍后再试。")),
}


def kind_of(status: int) -> Problem:
    """Give the kind of problem a status stands for."""
    is_ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return PROBLEMS.get(status, PROBLEMS[500 if is_ours else 400])


def problem(
    status: int,
    detail: Words = "",
    *,
    hint: Words = "",
    errors: Iterable[tuple[str, Words, str | None]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a problem: `errors` say the field's name, what is wrong, and where it is.

    That is a JSON pointer (RFC 6901) into the body, None for what is not in a body.
    """
    kind = kind_of(status)
    said = {
        "type": f"{EXPLAINED_AT}{kind.name}",
        "title": str(kind.title),
        "status": int(status),
        "detail": str(detail or kind.detail),
        "reference": request_facts().request_id,
    }
    if str(hint):
        said["hint"] = str(hint)
    wrong = [
        {"field": field, "message": str(message)} | ({} if at is None else {"pointer": at})
        for field, message, at in errors
    ]
    response = Response(
        json.dumps({**said, "errors": wrong} if wrong else said, ensure_ascii=False),
        status,
        mimetype=MEDIA_TYPE,
        headers=dict(headers or {}),
    )
    response.cache_control.no_store = True
    return response


def problem_of(error: DomainError) -> Response:
    """Answer with what a rule found wrong, fields and all."""
    faults = [(one.field, one.message, one.pointer) for one in (error, *error.also) if one.field]
    headers = {}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if error.status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="matchmaker"'
    return problem(error.status, error.message, hint=error.hint, errors=faults, headers=headers)
