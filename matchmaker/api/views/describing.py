"""The description of the API, OpenAPI 3.1, made from what the views promise.

Paths come from the routes, access from their decorators, everything else from `@answers`; so the
description says what the program does, in the reader's language.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from flask import Flask, current_app
from flask_babel import lazy_gettext as _
from pydantic.json_schema import JsonSchemaMode, models_json_schema
from werkzeug.routing import Rule

from matchmaker.accounts.words import token_scope_label
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.frame import KEY_HEADER, LONGEST_KEY, READING, answers
from matchmaker.api.views.guarding import PER_ADDRESS, PER_TOKEN
from matchmaker.errors import Words
from matchmaker.web.converters import LARGEST_NUMBER, SlugConverter, TokenConverter
from matchmaker.web.language import LOCALES, language
from matchmaker.web.problems import MEDIA_TYPE, PROBLEMS

Json = dict[str, Any]
OPENAPI: Final = "3.1.0"
VERSION: Final = "1.0"
SECURITY: Final = "token"
SCHEMAS: Final = "#/components/schemas/"
RESPONSES: Final = "#/components/responses/"
PART: Final = re.compile(r"<(?:(\w+):)?(\w+)>")
LIST: Final = re.compile(r"Listed_(\w+?)_(?!\w)")
TAGS: Final[dict[str, Words]] = {
    "me": _("令牌代表谁"),
    "taxonomy": _("行业、场景、能力、指标、标准、地区"),
    "providers": _("供应商"),
    "offerings": _("供给（方案）"),
    "demands": _("需求"),
    "cases": _("案例"),
    "showcases": _("领航者"),
    "calls": _("征集"),
    "matches": _("匹配"),
    "engagements": _("对接"),
    "search": _("搜索"),
    "insight": _("洞察：规划指标、重点城市、供需缺口"),
    "changes": _("变更"),
    "webhooks": _("网络回调"),
}
_SLUG: Final[Json] = {"type": "string", "pattern": f"^{SlugConverter.regex}$"}
_KINDS: Final[dict[str, Json]] = {
    "int": {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER},
    "slug": _SLUG,
    "token": {"type": "string", "pattern": f"^{TokenConverter.regex}$"},
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One route with one method, and what its view promises."""

    rule: Rule
    method: str
    endpoint: str
    access: str
    said: answers

    @property
    def path(self) -> str:
        """The address as OpenAPI writes it, below the API's own."""
        return PART.sub(r"{\2}", self.rule.rule.removeprefix(str(bp.url_prefix)))

    @property
    def name(self) -> str:
        """What the operation is called: the view's name."""
        return self.endpoint.rpartition(".")[2]

    @property
    def reads(self) -> bool:
        return self.method in READING

    @property
    def is_public(self) -> bool:
        return self.access == "public"

    @property
    def problems(self) -> list[int]:
        """The statuses of everything that may go wrong."""
        found = {401, 403, 422, 429, 500, 503, *self.said.problems}
        if self.rule.arguments or self.access.startswith("needs"):
            found.add(404)
        if not self.reads:
            found.add(409)
        if self.said.takes is not None:
            found |= {400, 413, 415}
        if self.said.once:
            found.add(400)
        if self.said.versioned:
            found |= {412, 428}
        return sorted(found)


def operations(app: Flask) -> list[Operation]:
    """List what the API can do, in the order of tags, then of addresses."""
    found = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        said = getattr(view, "described", None)
        if said is None:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            access = getattr(view, "access", "")
            found.append(Operation(rule, method, rule.endpoint, access, said))
    tags = list(TAGS)
    return sorted(found, key=lambda one: (tags.index(one.said.tag), one.path, one.method))


def description() -> Json:
    """Give the whole description in the language of the request; made once a language."""
    made: dict[str, Json] = current_app.extensions.setdefault("api_description", {})
    if language() not in made:
        made[language()] = _said(_description(operations(current_app)))
    return made[language()]


def _description(found: Sequence[Operation]) -> Json:
    schemas = _schemas(found)
    asked = {name: schemas.pop(name) for name in {_name(one.said.asks) for one in found} - {""}}
    paths: dict[str, Json] = {}
    for one in found:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, asked)
    site = current_app.jinja_env.globals["site"]
    base = current_app.extensions["settings"].base_url
    return {
        "openapi": OPENAPI,
        "info": {
            "title": site.name + " API",  # type: ignore[attr-defined]  # a global of templates
            "version": VERSION,
            "summary": _("行业需求、5G 方案、匹配与洞察，供程序使用"),
            "description": _about(),
        },
        "servers": [{"url": f"{base}{bp.url_prefix}"}],
        "tags": [
            {"name": name, "description": words}
            for name, words in TAGS.items()
            if any(one.said.tag == name for one in found)
        ],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {kind.name: _problem_answer(status) for status, kind in PROBLEMS.items()},
            "securitySchemes": {
                SECURITY: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": _("个人或单位的 API 令牌，前面写 Bearer"),
                }
            },
        },
    }


def _about() -> Words:
    return _(
        "公开内容不需要令牌；带令牌时看到的与本人在网页上看到的相同。"
        "不带令牌每个地址每分钟 %(address)s 次，带令牌每分钟 %(token)s 次，余量见 RateLimit。"
        "列表用 cursor 翻页，fields 只取需要的字段，lang 选择语言。"
        "出错时返回 application/problem+json。",
        address=PER_ADDRESS.quota,
        token=PER_TOKEN.quota,
    )


def _operation(one: Operation, asked: Json) -> Json:
    said = one.said
    made: Json = {
        "operationId": one.name,
        "tags": [said.tag],
        "summary": said.summary,
        "parameters": [
            *_parts(one),
            *_query(one, asked.get(_name(one.said.asks), {})),
            *_headers(one),
        ],
        "responses": {
            str(said.status): _good_answer(one),
            **(
                {"304": {"description": _("与 If-None-Match 中的 ETag 相同，没有变化")}}
                if one.reads
                else {}
            ),
            **{str(status): _other_answer(status) for status in one.problems},
        },
        "security": [{SECURITY: [said.scope.value]}, *([{}] if one.is_public else [])],
    }
    about = [said.about] if str(said.about) else []
    about.append(
        _(
            "令牌范围：%(scope)s（%(name)s）",
            scope=said.scope.value,
            name=token_scope_label(said.scope),
        )
    )
    made["description"] = "\n\n".join(str(words) for words in about)
    if said.takes is not None:
        content: Json = {"schema": {"$ref": SCHEMAS + _name(said.takes)}}
        if said.example is not None:
            content["example"] = said.example
        made["requestBody"] = {"required": True, "content": {"application/json": content}}
    return made


def _parts(one: Operation) -> Iterator[Json]:
    for kind, name in PART.findall(one.rule.rule):
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "schema": _KINDS.get(kind, {"type": "string"}),
            "description": _("编号，取自列表") if kind == "int" else _("地址中的名字，取自列表"),
        }


def _query(one: Operation, model: Json) -> Iterator[Json]:
    needed = set(model.get("required", ()))
    for name, schema in model.get("properties", {}).items():
        yield _parameter(name, schema, is_needed=name in needed)
    if one.reads and one.said.item is not None:
        names = {"type": "array", "items": {"enum": list(one.said.item.model_fields)}}
        yield _parameter("fields", {**names, "description": _("只取这些字段；第一个字段总会给出")})
    about = _("答复的语言；也可用 Accept-Language")
    yield _parameter("lang", {"type": "string", "enum": list(LOCALES), "description": about})


def _parameter(name: str, schema: Json, *, is_needed: bool = False) -> Json:
    rest = {key: value for key, value in schema.items() if key != "description"}
    made = {
        "name": name,
        "in": "query",
        "required": is_needed,
        "description": schema.get("description", name),
        "schema": rest,
    }
    if rest.get("type") == "array":
        made |= {"style": "form", "explode": False}
    return made


def _headers(one: Operation) -> Iterator[Json]:
    if one.said.versioned:
        yield {
            "name": "If-Match",
            "in": "header",
            "required": True,
            "description": _("读取时得到的 ETag；* 表示不管现在是哪个版本"),
            "schema": {"type": "string", "examples": ['"3-5f0c"', "*"]},
        }
    if one.said.once:
        yield {
            "name": KEY_HEADER,
            "in": "header",
            "required": False,
            "description": _("自选的键，24 小时内重发同一请求只做一次，答复相同"),
            "schema": {"type": "string", "maxLength": LONGEST_KEY, "pattern": "^[!-~]*$"},
        }


def _good_answer(one: Operation) -> Json:
    words = _("成功") if one.said.status != HTTPStatus.CREATED else _("已创建")
    headers: Json = {"RateLimit": _header(_("余量")), "RateLimit-Policy": _header(_("限额"))}
    if one.reads or one.said.versioned:
        headers["ETag"] = _header(_("这个答复的版本，用于 If-None-Match 和 If-Match"))
    if one.said.status == HTTPStatus.CREATED:
        headers["Location"] = _header(_("所创建内容的地址"))
    made: Json = {"description": words, "headers": headers}
    if one.said.gives is not None:
        schema = {"$ref": SCHEMAS + _name(one.said.gives)}
        made["content"] = {"application/json": {"schema": schema}}
    return made


def _header(words: Words) -> Json:
    return {"description": words, "schema": {"type": "string"}}


def _problem_answer(status: int) -> Json:
    return {
        "description": PROBLEMS[status].title,
        "content": {MEDIA_TYPE: {"schema": {"$ref": SCHEMAS + "Problem"}}},
    }


def _other_answer(status: int) -> Json:
    if status < HTTPStatus.BAD_REQUEST:
        where = {"Location": _header(_("现在的地址"))}
        return {"description": _("已合并或改名，请改用 Location 中的地址"), "headers": where}
    return {"$ref": RESPONSES + PROBLEMS[status].name}


def _schemas(found: Sequence[Operation]) -> Json:
    asked: list[tuple[Any, JsonSchemaMode]] = []
    for one in found:
        said = (one.said.asks, one.said.takes)
        asked += [(model, "validation") for model in said if model is not None]
        if one.said.gives is not None:
            asked.append((one.said.gives, "serialization"))
    _names, whole = models_json_schema(asked, ref_template=SCHEMAS + "{model}")
    made = {LIST.sub(r"\1List", name): schema for name, schema in whole.get("$defs", {}).items()}
    for one in found:
        item = one.said.item
        if one.reads and item is not None:  # `fields` may leave out all but what names the thing
            made[_name(item)]["required"] = [next(iter(item.model_fields))]
    return {**_tidied(made), "Problem": _PROBLEM}


def _name(model: Any) -> str:
    return LIST.sub(r"\1List", re.sub(r"\W", "_", model.__name__)) if model is not None else ""


def _tidied(value: Any) -> Any:
    """Drop the titles pydantic makes of names, and lead references to where lists are now."""
    if isinstance(value, list):
        return [_tidied(one) for one in value]
    if not isinstance(value, dict):
        return LIST.sub(r"\1List", value) if isinstance(value, str) else value
    return {
        name: _tidied(one)
        for name, one in value.items()
        if not (name == "title" and isinstance(one, str))
    }


def _said(value: Any) -> Any:
    """Say every word in the language of the request."""
    if isinstance(value, Mapping):
        return {name: _said(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_said(one) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


_PROBLEM: Final[Json] = {
    "type": "object",
    "description": _("出了什么问题（RFC 9457）"),
    "required": ["type", "title", "status", "detail", "reference"],
    "properties": {
        "type": {"type": "string", "description": _("问题的种类，在 /developers 有说明")},
        "title": {"type": "string", "description": _("种类的名称")},
        "status": {"type": "integer", "description": _("HTTP 状态码")},
        "detail": {"type": "string", "description": _("这一次的说明")},
        "hint": {"type": "string", "description": _("可以怎么办")},
        "reference": {"type": "string", "description": _("编号，向运营人员询问时请附上")},
        "errors": {
            "type": "array",
            "description": _("哪些参数或字段不符合要求"),
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "message": {"type": "string"},
                    "pointer": {
                        "type": "string",
                        "format": "json-pointer",
                        "description": _("字段在请求体中的位置（RFC 6901）"),
                    },
                },
            },
        },
    },
}
