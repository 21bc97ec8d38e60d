"""Domain values to JSON-able ones and back, driven by the type hints of the dataclasses.

``decode(kind, encode(value)) == value``, exactly: decimals travel as strings, dates in ISO form, enums by value, tuples as
lists. A field that is None by default is left out while None, so a field added later (with a default) reads old rows.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from index.domain import Alignment, Run, Span
from index.precedence import GiveWay, at_once

Value = TypeVar("Value")
_PIECE = 1000
Decoder = Callable[[Any], Any]


def encode(value: object) -> Any:
    """Raises TypeError on a value that no decoder would give back."""
    if isinstance(value, Enum):
        return encode(value.value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    if is_dataclass(value):
        return encode_fields(value)
    raise TypeError(f"no encoding for {type(value).__name__}")


def stepwise_dumps(value: tuple[object, ...], give_way: GiveWay) -> str:
    """``dumps(encode(value))`` in pieces: the JSON encoder holds up every other thread until it is done."""
    pieces = []
    for at in range(0, len(value), _PIECE):
        pieces.append(dumps(encode(value[at : at + _PIECE]))[1:-1])
        give_way()
    return f"[{','.join(pieces)}]"


def stepwise_fields(value: Any, give_way: GiveWay, *, without: Collection[str] = ()) -> str:
    """``dumps(encode_fields(value))``, its long tuples in pieces."""
    long = {
        each.name: content
        for each in fields(value)
        if each.name not in without and isinstance(content := getattr(value, each.name), tuple) and len(content) > _PIECE
    }
    body = dumps(encode_fields(value, without={*without, *long}))
    more = [f"{dumps(name)}:{stepwise_dumps(content, give_way)}" for name, content in long.items()]
    return f"{body[:-1]}{',' if more and len(body) > 2 else ''}{','.join(more)}}}"


def encode_fields(value: Any, *, without: Collection[str] = ()) -> dict[str, Any]:
    """The fields of a dataclass value, those named in ``without`` left out (they are stored elsewhere)."""
    kept = [(each, getattr(value, each.name)) for each in fields(value) if each.name not in without]
    return {each.name: encode(content) for each, content in kept if not (content is None and each.default is None)}


def decode(kind: type[Value], data: Any) -> Value:
    """Raises ValueError, TypeError or AttributeError where ``data`` is no encoding of a ``kind``."""
    return cast(Value, _decoder(cast(Any, kind))(data))


def decode_fields(kind: type[Value], data: Mapping[str, Any], given: Mapping[str, object]) -> Value:
    """The counterpart of ``encode_fields``; ``given`` are the finished values of the fields that were left out."""
    hints = _hints(cast(Any, kind))
    return kind(**{name: _decoder(hints[name])(content) for name, content in data.items()}, **given)


def dumps(encoded: Any) -> str:
    return json.dumps(encoded, ensure_ascii=False, separators=(",", ":"))


def pack_alignment(alignment: Alignment) -> bytes:
    """Four offsets a run, as compressed JSON: a page of pinyin-ridden text has hundreds of runs."""
    offsets = [(run.clean.start, run.clean.end, run.raw.start, run.raw.end) for run in alignment.runs]
    return zlib.compress(json.dumps([offset for run in offsets for offset in run], separators=(",", ":")).encode())


def unpack_alignment(packed: bytes) -> Alignment:
    offsets = json.loads(zlib.decompress(packed))
    quadruples = zip(*(iter(offsets),) * 4, strict=True)
    return Alignment(tuple(Run(Span(start, end), Span(raw, raw_end)) for start, end, raw, raw_end in quadruples))


def pack(value: tuple[object, ...], give_way: GiveWay = at_once) -> bytes:
    """Values as compressed JSON, for what is long and seldom read."""
    return zlib.compress(stepwise_dumps(value, give_way).encode())


def unpack(kind: Any, packed: bytes) -> Any:
    return _decoder(kind)(json.loads(zlib.decompress(packed)))


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _decoder(kind: Any) -> Decoder:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional(kind, arguments)
    if origin is tuple:
        return _tuple(arguments)
    if origin is not None and issubclass(origin, Mapping):
        item = _decoder(arguments[1])
        return lambda data: {key: item(value) for key, value in data.items()}
    if is_dataclass(kind):
        return _dataclass(cast(type, kind))
    if kind in (str, bool, int, float):
        return lambda data: data
    if kind is date:
        return date.fromisoformat
    if kind is Decimal or issubclass(kind, Enum):
        return cast(Decoder, kind)
    raise TypeError(f"no decoding for {kind}")


def _optional(kind: Any, arguments: tuple[Any, ...]) -> Decoder:
    members = [member for member in arguments if member is not NoneType]
    if len(members) != 1 or len(arguments) != 2:
        raise TypeError(f"no decoding for {kind}: only X | None is unambiguous")
    inner = _decoder(members[0])
    return lambda data: None if data is None else inner(data)


def _tuple(arguments: tuple[Any, ...]) -> Decoder:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        item = _decoder(arguments[0])
        return lambda data: tuple([item(value) for value in data])
    items = [_decoder(argument) for argument in arguments]
    return lambda data: tuple([item(value) for item, value in zip(items, data, strict=True)])


def _dataclass(kind: type) -> Decoder:
    hints = _hints(kind)
    # Decoders of the fields are looked up at first use, so that a dataclass may mention itself, and kept: looking them up
    # by type takes longer than the decoding.
    known: dict[str, Decoder] = {}

    def decoded(data: Any) -> Any:
        if not known:
            known.update({name: _decoder(hint) for name, hint in hints.items()})
        return kind(**{name: known[name](content) for name, content in data.items()})

    return decoded
