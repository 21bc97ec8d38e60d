import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.domain import Alignment, Finding, Observation, Report, Run, Span
from index.precedence import at_once
from index.store import codec
from index.store.codec import (
    decode,
    dumps,
    encode,
    encode_fields,
    pack,
    pack_alignment,
    stepwise_fields,
    unpack,
    unpack_alignment,
)

SPANS = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(lambda ends: Span(min(ends), max(ends)))


def numbers() -> st.SearchStrategy[Decimal]:
    return st.decimals(allow_nan=False, allow_infinity=False)


st.register_type_strategy(Span, SPANS)
st.register_type_strategy(Decimal, numbers())
st.register_type_strategy(date, st.dates())


def exactly(left: Any, right: Any) -> bool:
    """Equal down to the trailing zeros of decimals, which == overlooks."""
    return bool(left == right) and repr(left) == repr(right)


@given(st.from_type(Observation))
def test_an_observation_comes_back_exactly(value: Observation) -> None:
    assert exactly(decode(Observation, encode(value)), value)


@given(st.from_type(Finding))
def test_a_finding_comes_back_exactly(value: Finding) -> None:
    assert exactly(decode(Finding, encode(value)), value)


@given(st.builds(Report, extra=st.dictionaries(st.text(), st.text())))
def test_a_report_comes_back_exactly(value: Report) -> None:
    assert exactly(decode(Report, encode(value)), value)


@given(st.builds(Report, extra=st.dictionaries(st.text(), st.text())), st.integers(1, 3))
def test_a_report_encoded_in_pieces_is_encoded_as_in_one(value: Report, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codec, "_PIECE", piece)
        in_pieces = stepwise_fields(value, at_once, without={"text"})
    assert json.loads(in_pieces) == json.loads(dumps(encode_fields(value, without={"text"})))


def test_long_values_are_packed_with_a_stop_behind_every_piece() -> None:
    stops: list[None] = []
    spans = tuple(Span(at, at + 1) for at in range(2500))
    assert unpack(tuple[Span, ...], pack(spans, lambda: stops.append(None))) == spans
    assert len(stops) == 3


@given(st.lists(st.builds(Run)).map(tuple))
def test_an_alignment_packs_and_unpacks(runs: tuple[Run, ...]) -> None:
    assert unpack_alignment(pack_alignment(Alignment(runs))) == Alignment(runs)


@dataclass(frozen=True)
class Older:
    name: str


@dataclass(frozen=True)
class Newer:
    name: str
    pair: tuple[int, str] = (1, "a")
    rate: float | None = None
    inner: "Newer | None" = None


def test_a_field_added_with_a_default_reads_what_was_written_before() -> None:
    assert decode(Newer, encode(Older("园区"))) == Newer("园区")


def test_a_value_may_hold_one_of_its_own_kind() -> None:
    value = Newer("外", (2, "b"), 0.5, Newer("内"))
    assert decode(Newer, encode(value)) == value


def test_fields_that_are_none_by_default_take_no_room() -> None:
    assert dumps(encode(Newer("园区"))) == '{"name":"园区","pair":[1,"a"]}'


@pytest.mark.parametrize("data", [{}, {"title": "园区"}, "园区", None, {"name": "园区", "pair": [1]}])
def test_what_is_no_encoding_is_refused(data: Any) -> None:
    with pytest.raises((ValueError, TypeError, AttributeError, KeyError)):
        decode(Newer, data)


@dataclass(frozen=True)
class Ambiguous:
    either: int | str


def test_a_type_that_cannot_be_told_from_its_encoding_is_refused() -> None:
    with pytest.raises(TypeError, match="X | None"):
        decode(Ambiguous, {"either": 1})
    with pytest.raises(TypeError, match="no encoding"):
        encode(object())
    with pytest.raises(TypeError, match="no decoding"):
        decode(complex, 1)
