"""Who may open a page: every view says so with exactly one of three decorators.

`@public` - everybody. `@signed_in` - any active account. `@needs(policy, load)` - whoever the
policy lets through; the view gets the loaded object instead of the route's values. Missing and
forbidden answer the same, so that nobody learns what exists.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_login import current_user

from matchmaker.errors import ForbiddenError, NotFoundError, UnauthorisedError
from matchmaker.web.request import asks_api

View = Callable[..., ResponseReturnValue]
ViewT = TypeVar("ViewT", bound=View)
ANYBODY = frozenset({"static"})


class Actor(Protocol):
    """What policies and operations need to know of a person."""

    id: int

    @property
    def is_staff(self) -> bool: ...


def current_actor() -> Any:
    """Give the signed-in account, or None for a visitor."""
    user = current_user._get_current_object()  # noqa: SLF001 - the documented way out of the proxy
    return user if user.is_authenticated else None


def public(view: ViewT) -> ViewT:
    """Let everybody in."""
    return _declare(view, "public")


def signed_in(view: ViewT) -> ViewT:
    """Let any signed-in account in; send others to sign in and back."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if current_actor() is None:
            return to_sign_in()
        return view(*args, **kwargs)

    return cast("ViewT", _declare(guarded, "signed in"))


def needs(
    policy: Callable[[Any, Any], bool],
    load: Callable[..., Any] | None = None,
    *,
    account: bool = False,
) -> Callable[[ViewT], ViewT]:
    """Let in whom the policy `(actor, loaded object)` lets through.

    `load` gets the route's values and gives the object or None; without it the policy is asked
    about None. With `account=True` a visitor is sent to sign in whether or not the object
    exists. Raises NotFoundError for missing and forbidden alike.
    """

    def decorate(view: ViewT) -> ViewT:
        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            actor = current_actor()
            if account and actor is None:
                return to_sign_in()
            loaded = load(**values) if load else None
            if (load and loaded is None) or not policy(actor, loaded):
                raise NotFoundError(_("没有找到这个页面，或您无权查看。"))
            return view(loaded) if load else view(**values)

        return cast("ViewT", _declare(guarded, f"needs {policy.__name__}"))

    return decorate


def to_sign_in() -> ResponseReturnValue:
    """Send a visitor to sign in, and back here afterwards.

    Raises UnauthorisedError where a program asks.
    """
    if asks_api():
        raise UnauthorisedError(_("这里需要令牌。请在请求头 Authorization 中写 Bearer 和令牌。"))
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=target), code=303)


def is_safe_path(target: str) -> bool:
    """Say whether a `next` value stays on this site: one leading slash, nothing a browser bends."""
    if not target.startswith("/") or target.startswith(("//", "/\\")):
        return False
    return all(character.isprintable() and character != "\\" for character in target)


def _declare(view: ViewT, access: str) -> ViewT:
    if hasattr(view, "access"):
        raise TypeError(f"{view.__name__} declares its access twice")
    view.access = access  # type: ignore[attr-defined]
    return view


def install(app: Flask) -> None:
    """Refuse routes that declare nothing, even if no test saw them."""

    @app.before_request
    def refuse_undeclared() -> None:
        endpoint = request.endpoint
        if endpoint is None or endpoint in ANYBODY:
            return
        if not hasattr(app.view_functions[endpoint], "access"):
            raise ForbiddenError(_("这个页面尚未开放。"))
