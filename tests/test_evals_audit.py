"""A small part of ``python -m evals.audit``: the same generator, fewer reports."""

import pytest

from evals.audit import AT_MOST_UNCERTAIN, false_fails, findings, harmless, recall
from evals.audit.makers import MAKERS
from evals.audit.reports import KINDS, report


def test_consistent_reports_have_no_fail() -> None:
    assert [(seed, found.message) for seed, found in false_fails(16)] == []


def test_sentences_that_only_look_wrong_have_no_fail() -> None:
    assert harmless() == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_error_is_found(kind: str) -> None:
    measured = recall(kind, 5)
    assert len(measured.missed) <= 1, measured


def test_a_seed_is_a_report_and_a_report_has_one_audit() -> None:
    one, other = (report(7, kinds=tuple(MAKERS)) for _ in range(2))
    assert one == other
    assert findings(one) == findings(other)


def test_a_wrong_report_differs_from_its_twin_in_the_planted_fact_alone() -> None:
    for kind in KINDS:
        twin, wrong = (report(3, kinds=tuple(MAKERS), planted=planted) for planted in (None, kind))
        sentences = [each.text.replace("\n", "。").split("。") for each in (twin, wrong)]
        assert len(sentences[0]) == len(sentences[1])
        assert 1 <= sum(one != other for one, other in zip(*sentences, strict=True)) <= 2


def test_kinds_that_are_at_most_uncertain_are_kinds() -> None:
    assert set(AT_MOST_UNCERTAIN) < set(KINDS)
