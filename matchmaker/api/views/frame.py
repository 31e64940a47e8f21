"""The frame every view of the API stands in: what it takes, what it answers, told once.

A view of the API looks like this::

    @bp.get("/offerings")
    @public
    @answers(Listed[OfferingLine], asks=OfferingsAsked, tag="offerings", summary=_("供给列表"))
    def offerings(asked: OfferingsAsked) -> Listed[OfferingLine]:
        return listed(public_offerings(asked), asked, by=(Key(Offering.id),), into=offering_line)

    @bp.patch("/offerings/<int:offering_id>")
    @needs(may_edit, offering_by_id, account=True)
    @answers(OfferingTold, takes=OfferingChange, scope=TokenScope.OFFERINGS, versioned=True, …)
    def change_offering(found: Offering, given: OfferingChange) -> Answer:
        seen = seen_version(found)
        operations.change(found, given.content(found), seen_version=seen, actor=current_actor())
        return Answer(offering_told(found), version=found)

- Exactly one access decorator of the pages, above `@answers`; it asks the same policy and loader.
- `asks` is the model of the query (an `Asked` for lists), `takes` that of the JSON body; the view
  gets them as `asked` and `given`, checked. `fields` and `lang` every GET takes by itself.
- The view calls the operation of the page and returns what the program is told: a model, or an
  `Answer` for another status, a `Location`, or a version. **It never commits**: the frame makes
  the answer, keeps it where an `Idempotency-Key` was sent, and commits once.
- A write names the `scope` a token needs; reading needs `read`. `versioned=True` says the change
  needs `If-Match`: the view asks `seen_version(row)` for it. `once=True` lets it be sent with
  `Idempotency-Key`; say so for whatever creates something. `cost` counts against the limits.
- What goes wrong is raised as on pages and becomes problem+json in one place. Problems the frame
  cannot guess are named in `problems`.
"""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import wraps
from hashlib import sha256
from typing import Any, Final, Protocol

from flask import Response, json, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from pydantic import BaseModel, ValidationError

from matchmaker.accounts.enums import TokenScope
from matchmaker.api.forms.base import Given, Listed
from matchmaker.api.forms.faults import fault_of, point_into
from matchmaker.api.models import SentRequest
from matchmaker.api.operations.once import Sending, answered, keep_answer
from matchmaker.api.views.guarding import admission, is_kept_by_all
from matchmaker.db import db
from matchmaker.errors import (
    BadRequestError,
    DomainError,
    OvertakenError,
    UnsupportedContentError,
    VersionNeededError,
    Words,
)
from matchmaker.web.language import LOCALES, language
from matchmaker.web.pagination import same_address

KEY_HEADER: Final = "Idempotency-Key"
LONGEST_KEY: Final = 200
READING: Final = frozenset({"GET", "HEAD"})
FRAME_WORDS: Final = ("fields", "lang")


class VersionedRow(Protocol):
    """A row that counts its versions."""

    @property
    def version(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What a view tells, where it is more than a model: another status, headers, a version."""

    told: BaseModel | None
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    version: VersionedRow | None = None


@dataclass(frozen=True, slots=True)
class answers:  # noqa: N801 - views write it as a decorator
    """What a view takes and answers, and the frame that keeps it to that; see the top.

    The description of the API is made from this too.
    """

    gives: Any  # a model, a `Listed[model]`, or None where there is nothing to tell
    keywords: KW_ONLY
    tag: str
    summary: Words
    about: Words = ""
    asks: type[Given] | None = None
    takes: type[Given] | None = None
    status: int = 200
    scope: TokenScope = TokenScope.READ
    versioned: bool = False
    once: bool = False
    cost: int = 1
    problems: tuple[int, ...] = ()
    example: Mapping[str, Any] | None = None  # of the body

    @property
    def item(self) -> type[BaseModel] | None:
        """The model whose fields may be chosen: of the things of a list, or of the one thing."""
        if self.gives is None:
            return None
        meta = self.gives.__pydantic_generic_metadata__
        found: type[BaseModel] = meta["args"][0] if meta["origin"] is Listed else self.gives
        return found

    def __call__(self, view: Callable[..., Any]) -> Callable[..., ResponseReturnValue]:
        """Put the frame around a view."""

        @wraps(view)
        def framed(*loaded: Any, **values: Any) -> ResponseReturnValue:
            fields = _chosen_fields(self)
            if self.asks is not None:
                values["asked"] = _asked(self.asks)
            else:
                _refuse_unknown_words()
            if self.takes is not None:
                values["given"] = _given(self.takes)
            if request.method in READING:
                return _to_read(_answer(view(*loaded, **values)), self, fields)
            return _written(lambda: _done(self, lambda: view(*loaded, **values)), self)

        framed.described = self  # type: ignore[attr-defined]
        return framed


def seen_version(row: VersionedRow) -> int:
    """Give the version the program read before it changes a row, as its `If-Match` says.

    Raises VersionNeededError without one, OvertakenError for another than the stored version.
    `*` stands for whatever is stored.
    """
    said = request.headers.get("If-Match", "").strip()
    if not said:
        raise VersionNeededError(_("修改前请读取内容，并把它的 ETag 写进请求头 If-Match。"))
    tags = [tag.strip().strip('"').partition("-")[0] for tag in said.split(",")]
    if said != "*" and str(row.version) not in tags:
        raise OvertakenError(_("您读取之后内容已被改动。请重新读取，核对后再改。"))
    return row.version


def etag_of(version: VersionedRow | None, body: str) -> str:
    """Give the tag of an answer: the row's version, then what the whole answer says."""
    start = f"{version.version}-" if version is not None else ""
    return f"{start}{sha256(f'{language()}{body}'.encode()).hexdigest()[:20]}"


def _done(said: answers, do: Callable[[], BaseModel | Answer | None]) -> Answer:
    try:
        return _answer(do())
    except DomainError as error:
        if said.takes is not None:
            point_into(said.takes, error)
        raise


def _answer(told: BaseModel | Answer | None) -> Answer:
    return told if isinstance(told, Answer) else Answer(told)


def _to_read(answer: Answer, said: answers, fields: frozenset[str]) -> Response:
    body = _body(answer.told, fields)
    response = _response(answer.status or said.status, answer.headers, body)
    if answer.told is not None:
        response.set_etag(etag_of(answer.version, body))
    if isinstance(answer.told, Listed) and answer.told.next:
        query = {**request.args.to_dict(), "cursor": answer.told.next}
        response.headers["Link"] = f'<{same_address(query)}>; rel="next"'
    response.vary.update(["Authorization", "Accept-Language"])
    if admission() is None and is_kept_by_all():
        response.cache_control.public = True
        response.cache_control.max_age = 60
    else:
        response.cache_control.no_store = True
    response.make_conditional(request)  # an answer the program has already is not sent again
    return response


def _written(do: Callable[[], Answer], said: answers) -> Response:
    """Do what was asked, make the answer, keep it with its key, commit once."""
    sending = _sending(said)
    before = answered(sending) if sending else None
    if before is not None:
        return _again(before)
    answer = do()
    db.session.flush()
    body = _body(answer.told, frozenset())
    status = answer.status or said.status
    headers = dict(answer.headers)
    if answer.version is not None:
        headers["ETag"] = f'"{etag_of(answer.version, body)}"'
    if sending:
        kept = [{"name": name, "value": value} for name, value in headers.items()]
        faster = keep_answer(sending, status, kept, body)
        if faster is not None:
            return _again(faster)
    db.session.commit()
    return _never_kept(_response(status, headers, body))


def _again(before: SentRequest) -> Response:
    headers = {one["name"]: one["value"] for one in before.headers}
    response = _response(before.status, headers, before.body)
    response.headers["Idempotent-Replayed"] = "true"
    return _never_kept(response)


def _never_kept(response: Response) -> Response:
    response.cache_control.no_store = True
    return response


def _response(status: int, headers: Mapping[str, str], body: str) -> Response:
    mimetype = "application/json" if body else None
    response = Response(body, status, headers=dict(headers), mimetype=mimetype)
    if not body:
        del response.headers["Content-Type"]
    return response


def _body(told: BaseModel | None, fields: frozenset[str]) -> str:
    if told is None:
        return ""
    data = told.model_dump(mode="json")
    if fields and isinstance(told, Listed):
        data["items"] = [_picked(item, fields) for item in data["items"]]
    elif fields:
        data = _picked(data, fields)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _picked(data: dict[str, Any], fields: frozenset[str]) -> dict[str, Any]:
    key = next(iter(data))  # what names the thing stays
    return {name: value for name, value in data.items() if name == key or name in fields}


def _chosen_fields(said: answers) -> frozenset[str]:
    if request.args.get("lang", "zh") not in LOCALES:
        raise _not_one_of("lang", list(LOCALES))
    words = request.args.get("fields")
    if words is None:
        return frozenset()
    if request.method not in READING or said.item is None:
        raise DomainError(_("没有这个字段或参数。"), field="fields")
    chosen = frozenset(word for word in words.split(",") if word)
    if not chosen <= said.item.model_fields.keys():
        raise _not_one_of("fields", list(said.item.model_fields))
    return chosen


def _not_one_of(name: str, known: list[str]) -> DomainError:
    return DomainError(_("请给其中之一：%(words)s。", words=", ".join(known)), field=name)


def _asked(model: type[Given]) -> Given:
    words = {
        name: ",".join(values)
        for name, values in request.args.to_dict(flat=False).items()
        if name not in FRAME_WORDS
    }
    try:
        return model.model_validate_strings(words)
    except ValidationError as error:
        raise fault_of(error) from error


def _refuse_unknown_words() -> None:
    unknown = [name for name in request.args if name not in FRAME_WORDS]
    if unknown:
        faults = [DomainError(_("没有这个字段或参数。"), field=name) for name in unknown]
        raise DomainError(_("有参数或字段不符合要求，见 errors。"), also=faults)


def _given(model: type[Given]) -> Given:
    if request.mimetype != "application/json":
        raise UnsupportedContentError(_("请发送 application/json。"))
    try:
        return model.model_validate_json(request.get_data(cache=True))
    except ValidationError as error:
        raise fault_of(error, in_body=True) from error


def _sending(said: answers) -> Sending | None:
    key = request.headers.get(KEY_HEADER, "")
    who = admission()
    if not key or not said.once or who is None:
        return None
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise BadRequestError(
            _("Idempotency-Key 最长 %(limit)s 个 ASCII 字符。", limit=LONGEST_KEY)
        )
    words = f"{request.method} {request.full_path}\n".encode()
    return Sending(who.token_id, key, words + request.get_data(cache=True))
