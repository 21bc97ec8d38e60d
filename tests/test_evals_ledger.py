"""The labelled sentences hold what their README says, and the scorer tells right from nearly right."""

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from decimal import Decimal

from evals.ledger.labels import SPLITS, report_of, sentences
from evals.ledger.score import FIELDS, figures, measure, read
from index.domain import Basis, Bound, GrowthKind, Period, Status, SubjectKind

ALL = sentences()


def test_ids_and_texts_are_each_their_own() -> None:
    assert max(Counter(each.id for each in ALL).values()) == 1
    assert max(Counter(each.text for each in ALL).values()) == 1


def test_every_pattern_is_split_in_halves() -> None:
    for pattern in {each.pattern for each in ALL}:
        halves = Counter(each.split for each in ALL if each.pattern == pattern)
        assert set(halves) == set(SPLITS)
        assert abs(halves["dev"] - halves["held"]) <= 1


def test_labels_speak_the_vocabulary_of_the_domain() -> None:
    for fact in (fact for sentence in ALL for fact in sentence.facts):
        assert all(Status(each) for each in fact.statuses)
        assert all(Basis(each) for each in fact.bases)
        assert all(SubjectKind(each) for each in fact.subject_kinds)
        assert all(Bound(each) for each in fact.bounds if each)
        assert all(Period.parse(each).iso == each for each in fact.periods if each)
        assert all(GrowthKind(each.kind) for each in fact.growths if each)


def test_what_is_labelled_stands_in_the_sentence() -> None:
    for sentence in ALL:
        text = re.sub(r"(?<=\d)。(?=\d)", ".", unicodedata.normalize("NFKC", sentence.text))
        written = {Decimal(each.replace(",", "")) for each in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
        in_words = re.search(r"[一二三四五六七八九十百千两首番]", text) is not None
        labelled = {abs(each) for fact in sentence.facts for each in (fact.value, fact.value_high) if each is not None}
        assert in_words or labelled <= written, sentence.id
        assert all(fact.subject is None or fact.subject in sentence.before + sentence.text for fact in sentence.facts), (
            sentence.id
        )


def test_the_report_of_a_sentence_ends_with_it() -> None:
    for sentence in ALL:
        report, offset = report_of(sentence)
        assert report.text[offset:] == sentence.text
        assert [each.heading for each in report.sections] == list(sentence.heading)


def test_a_field_read_otherwise_is_counted_against_that_field_alone() -> None:
    right = next(reading for each in ALL if (reading := read(each)).pairs and not reading.missed and not reading.surplus)
    fact, seen = right.pairs[0]
    other = replace(seen, period=Period.parse("1999-01-01/1999-12-31"))
    before, after = figures([replace(right, pairs=((fact, seen),))]), figures([replace(right, pairs=((fact, other),))])
    assert before["period"] == 1
    assert after["period"] == 0
    assert all(before[field] == after[field] for field in FIELDS if field != "period")


def test_measuring_twice_gives_the_same() -> None:
    assert measure() == measure()
