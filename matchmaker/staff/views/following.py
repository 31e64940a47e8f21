"""Where staff go after a decision: to the next thing that waits, or to the empty queue."""

from http import HTTPStatus

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _


def lead_on(number: int | None, page: str, queue: str, *, at: str = "") -> ResponseReturnValue:
    """Lead to the page of the next one, whose address has `<page>_id`, or to its queue.

    `at` is the endpoint where it is called otherwise than the page.
    """
    if number is None:
        flash(_("已记录决定。没有其他等待审核的了。"), "success")
        return redirect(url_for(f".{queue}"), code=HTTPStatus.SEE_OTHER)
    flash(_("已记录决定，这是下一份。"), "success")
    values = {f"{page}_id": number}
    return redirect(url_for(f".{at or page}", **values), code=HTTPStatus.SEE_OTHER)  # type: ignore[arg-type]  # one name for each page
