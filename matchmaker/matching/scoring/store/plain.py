"""Frozen dataclasses as plain JSON values and back, led by their annotations.

A new field of a record is stored without a line changed here; a kind of annotation nobody taught
this module is refused loudly, at the first use.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]
_AS_IT_IS = (str, int, float, bool, type(None))


def plain(value: Any) -> Any:
    """Give a value as JSON holds it; a dataclass becomes the list of its fields."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return [plain(getattr(value, name)) for name in _names(type(value))]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, _AS_IT_IS):
        return value
    raise TypeError(f"{type(value).__name__} cannot be stored")


@cache
def reader(kind: Any) -> Reader:
    """Give what reads a value of an annotation back. Raises TypeError for an unknown kind."""
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_reader(kind)
    if kind in _AS_IT_IS:
        return _same
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple and inner[1:] == (Ellipsis,):
        return _tuple_reader(inner[0])
    if origin is tuple:
        return _row_reader(inner)
    if origin in {Union, UnionType}:
        return _union_reader(inner)
    raise TypeError(f"{kind!r} cannot be stored")


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _same(value: Any) -> Any:
    return value


def _dataclass_reader(kind: type) -> Reader:
    hints = get_type_hints(kind)
    return _list_reader([reader(hints[name]) for name in _names(kind)], kind)


def _tuple_reader(kind: Any) -> Reader:
    read = reader(kind)
    return tuple if read is _same else lambda items: tuple(map(read, items))


def _row_reader(kinds: tuple[Any, ...]) -> Reader:
    return _list_reader([reader(kind) for kind in kinds], lambda *items: items)


def _list_reader(readers: Sequence[Reader], made: Callable[..., Any]) -> Reader:
    # Twenty records are read for every ranking shown: only what is not plain is touched.
    size, touched = len(readers), [(at, read) for at, read in enumerate(readers) if read != _same]

    def read_list(items: list[Any]) -> Any:
        if len(items) != size:
            raise ValueError(f"{len(items)} fields in place of {size}")
        values = list(items)
        for at, read in touched:
            values[at] = read(values[at])
        return made(*values)

    return read_list


def _union_reader(kinds: tuple[Any, ...]) -> Reader:
    others = [kind for kind in kinds if reader(kind) is not _same]
    if not others:
        return _same
    if len(others) > 1 or set(kinds) - {others[0], type(None)}:
        raise TypeError(f"one of {kinds!r} cannot be told from the others")
    read = reader(others[0])
    return lambda item: None if item is None else read(item)
