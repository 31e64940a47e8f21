"""The description of the API as its page shows it: chapters of operations, with examples."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import json

Json = Mapping[str, Any]
PARTS: Final = {"code": "mining", "slug": "mine-remote-driving", "key": "gaps"}
DEEPEST: Final = 2  # levels of a body that are listed; deeper ones are in the description itself


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of a body or an answer."""

    name: str
    kind: str
    words: str
    is_needed: bool
    place: str = ""
    bounds: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer an operation may give; `name` is the problem's name, "" for a good answer."""

    status: str
    words: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation."""

    name: str
    method: str
    path: str
    summary: str
    about: Sequence[str]
    needs_token: bool
    parameters: Sequence[Field]
    body: Sequence[Field]
    answer: Sequence[Field]
    replies: Sequence[Reply]
    example: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """The operations on one kind of things."""

    name: str
    words: str
    entries: Sequence[Entry]


def chapters(said: Json) -> list[Chapter]:
    """Cut a description into chapters, in its own order."""
    entries: dict[str, list[Entry]] = {tag["name"]: [] for tag in said["tags"]}
    for path, methods in said["paths"].items():
        for method, operation in methods.items():
            entries[operation["tags"][0]].append(_entry(said, path, method, operation))
    return [Chapter(tag["name"], tag["description"], entries[tag["name"]]) for tag in said["tags"]]


def _entry(said: Json, path: str, method: str, operation: Json) -> Entry:
    body = _schema_in(operation.get("requestBody", {}))
    good = next(answer for status, answer in operation["responses"].items() if status < "300")
    return Entry(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        about=operation["description"].split("\n\n"),
        needs_token={} not in operation["security"],
        parameters=[_parameter(one) for one in operation["parameters"]],
        body=list(_fields(said, body)),
        answer=list(_fields(said, _schema_in(good))),
        replies=list(_replies(said, operation["responses"])),
        example=_curl(said, path, method.upper(), operation),
    )


def _schema_in(holder: Json) -> Json:
    found: Json = holder.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _parameter(one: Json) -> Field:
    schema = one["schema"]
    return Field(
        one["name"], _kind(schema), one["description"], one["required"], one["in"], _bounds(schema)
    )


def _fields(said: Json, schema: Json, start: str = "", depth: int = 0) -> Iterator[Field]:
    whole = _resolved(said, schema)
    needed = set(whole.get("required", ()))
    for name, part in whole.get("properties", {}).items():
        words = part.get("description", "")
        yield Field(start + name, _kind(part), words, name in needed, bounds=_bounds(part))
        inside, mark = (part["items"], "[]") if "items" in part else (part, "")
        if "$ref" in inside and depth + 1 < DEEPEST:
            yield from _fields(said, inside, f"{start}{name}{mark}.", depth + 1)


def _resolved(said: Json, schema: Json) -> Json:
    if "$ref" not in schema:
        return schema
    found: Json = said["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _kind(schema: Json) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}))}[]"
    return str(schema.get("format") or schema.get("type") or "string")


def _bounds(schema: Json) -> str:
    found = []
    if "enum" in schema:
        found.append(" · ".join(str(one) for one in schema["enum"]))
    if "enum" in schema.get("items", {}):
        found.append(" · ".join(str(one) for one in schema["items"]["enum"]))
    for mark, name in (("≥", "minimum"), ("≤", "maximum"), ("≤ length", "maxLength")):
        if name in schema:
            found.append(f"{mark} {schema[name]}")
    if schema.get("default") not in (None, "", []):
        found.append(f"= {schema['default']}")
    return ", ".join(found)


def _replies(said: Json, responses: Json) -> Iterator[Reply]:
    for status, answer in responses.items():
        name = answer["$ref"].rpartition("/")[2] if "$ref" in answer else ""
        words = said["components"]["responses"][name] if name else answer
        yield Reply(status, words["description"], name)


def _curl(said: Json, path: str, method: str, operation: Json) -> str:
    """Write the operation as a command: what it needs and nothing else."""
    where = path
    for one in operation["parameters"]:
        if one["in"] == "path":
            example = PARTS.get(one["name"], "1")
            where = where.replace(f"{{{one['name']}}}", example)
    query = [
        f"{one['name']}={one['schema'].get('examples', ['…'])[0]}"
        for one in operation["parameters"]
        if one["in"] == "query" and one["required"]
    ]
    address = said["servers"][0]["url"] + where + ("?" + "&".join(query) if query else "")
    lines = [f'curl "{address}"']
    if method != "GET":
        lines[0] = f'curl -X {method} "{address}"'
    if {} not in operation["security"] or method != "GET":
        lines.append('-H "Authorization: Bearer $TOKEN"')
    names = {one["name"] for one in operation["parameters"]}
    if "If-Match" in names:
        lines.append("-H 'If-Match: \"3-5f0c\"'")
    if "Idempotency-Key" in names:
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is not None:
        body = content.get("example") or example_of(said, content["schema"])
        lines.append('-H "Content-Type: application/json"')
        lines.append(f"-d '{json.dumps(body, ensure_ascii=False, sort_keys=False)}'")
    return " \\\n  ".join(lines)


def example_of(said: Json, schema: Json) -> Any:
    """Make an example of a schema from the examples of its fields: what is needed, no more."""
    whole = _resolved(said, schema)
    if "examples" in whole:
        return whole["examples"][0]
    if "enum" in whole:
        return whole["enum"][0]
    if "properties" in whole:
        needed = set(whole.get("required", ()))
        return {
            name: example_of(said, part)
            for name, part in whole["properties"].items()
            if name in needed or "examples" in part
        }
    if "anyOf" in whole:
        return example_of(said, whole["anyOf"][0])
    blank: dict[str, Any] = {"array": [], "integer": 1, "number": 1.5, "boolean": True}
    return blank.get(whole.get("type", ""), "…")
