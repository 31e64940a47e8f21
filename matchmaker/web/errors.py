"""Error pages in the site's frame: a title, what to do, and a number to quote."""

from dataclasses import dataclass
from http import HTTPStatus

import structlog
from flask import Flask, Response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from matchmaker.db import db, is_busy, mark_reading
from matchmaker.errors import BusyError, DomainError, Words
from matchmaker.web.context import request_facts
from matchmaker.web.problems import problem, problem_of
from matchmaker.web.request import asks_api
from matchmaker.web.sent_forms import RepeatedError, address_after

log = structlog.get_logger()
TOLD_HEADERS = frozenset({"Allow", "Retry-After"})


@dataclass(frozen=True, slots=True)
class Advice:
    """What an error page says when the error itself does not know better."""

    title: Words
    message: Words
    hint: Words = ""


ADVICE: dict[int, Advice] = {
    400: Advice(
        _("请求无法理解"), _("浏览器发来的内容不完整或格式不对。"), _("请返回上一页，刷新后再试。")
    ),
    401: Advice(_("请先登录"), _("这个页面需要登录后查看。")),
    403: Advice(_("没有权限"), _("您的账号不能进行这个操作。"), _("如有疑问，请联系运营人员。")),
    404: Advice(
        _("没有找到"),
        _("没有找到这个页面，或您无权查看。"),
        _("请检查网址，或从首页、搜索框重新开始。"),
    ),
    405: Advice(_("不支持这种访问方式"), _("这个地址不能这样打开。"), _("请从页面上的按钮进入。")),
    409: Advice(
        _("内容已被更改"),
        _("您打开页面之后，别人或另一个窗口改动了同一内容。"),
        _("请返回上一页复制您的文字，刷新后再保存。"),
    ),
    413: Advice(_("内容太大"), _("一次提交的内容超过了上限。"), _("请缩短文字或分几次提交。")),
    422: Advice(_("内容需要修改"), _("提交的内容不符合要求。"), _("请返回上一页修改后再提交。")),
    429: Advice(_("操作太频繁"), _("短时间内操作次数过多。"), _("请过几分钟再试。")),
    500: Advice(
        _("出错了"),
        _("服务器遇到意外情况，没有完成您的操作，也没有保存一半的内容。"),
        _("请稍后重试；若仍不行，请把编号告诉运营人员。"),
    ),
    503: Advice(_("暂时无法服务"), _("系统正在维护。"), _("请稍后再试。")),
}


def error_page(status: int, message: Words = "", hint: Words = "") -> tuple[str, int]:
    """Render the page for a status, with the error's own words where it has them."""
    advice = ADVICE.get(status, ADVICE[500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400])
    page = render_template(
        "errors/error.html",
        code=status,
        title=advice.title,
        message=message or advice.message,
        hint=hint or advice.hint,
        reference=request_facts().request_id,
    )
    return page, status


def install(app: Flask) -> None:
    """Register the handlers; an unexpected failure is logged whole and shown as a number."""

    @app.errorhandler(DomainError)
    def domain_error(error: DomainError) -> ResponseReturnValue:
        db.session.rollback()
        return _told(error)

    @app.errorhandler(CSRFError)
    def csrf_error(error: CSRFError) -> tuple[str, int]:
        log.info("csrf_refused", reason=error.description)
        return error_page(
            HTTPStatus.BAD_REQUEST,
            _("页面打开太久或会话已更换，提交没有被接受。"),
            _("请返回上一页，复制您填写的文字，刷新后再提交。"),
        )

    @app.errorhandler(StaleDataError)
    def stale(_error: StaleDataError) -> ResponseReturnValue:
        db.session.rollback()
        if asks_api():
            return problem(HTTPStatus.PRECONDITION_FAILED)
        return error_page(HTTPStatus.CONFLICT)

    @app.errorhandler(RepeatedError)
    def repeated(error: RepeatedError) -> ResponseReturnValue:
        db.session.rollback()
        address = address_after(error)
        return redirect(address, code=303) if address else error_page(HTTPStatus.CONFLICT)

    _install_general(app)


def _install_general(app: Flask) -> None:
    @app.errorhandler(SecurityError)
    def foreign_host(_error: SecurityError) -> Response:
        # For a host that is not ours no address can be built, so no page in the frame either.
        words = str(_("这个主机名不属于本站，请检查网址。"))
        return Response(words, HTTPStatus.BAD_REQUEST, mimetype="text/plain")

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
            return error
        if asks_api():
            kept = {name: value for name, value in error.get_headers() if name in TOLD_HEADERS}
            return problem(error.code, headers=kept)
        return error_page(error.code)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> ResponseReturnValue:
        db.session.rollback()
        if is_busy(error):
            log.warning("database_busy", error=str(error.__cause__))
            mark_reading(is_reading=True)  # what the page shows must not wait for the same again
            return _told(BusyError(_("系统正忙，没有保存任何内容。"), hint=_("请过几秒再试。")))
        log.error("unexpected_failure", exc_info=error)
        if asks_api():
            return problem(HTTPStatus.INTERNAL_SERVER_ERROR)
        return error_page(HTTPStatus.INTERNAL_SERVER_ERROR)


def _told(error: DomainError) -> ResponseReturnValue:
    if asks_api():
        return problem_of(error)
    later = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return *error_page(error.status, error.message, error.hint), later
