"""Counts of what a sentence itself names are no figures of a report; any other count is one."""

import pytest

from index.domain import Span
from index.verify.counting import counts_own


def own(sentence: str, count: str, *, zones: int = 1, question: str = "") -> bool:
    at = sentence.index(count)
    return counts_own(sentence, Span(at, at + len(count)), zones=zones, question=question)


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("征地补偿和政策奖补两项缺口合计约3亿元。", "两项"),
        ("装备、食品、医药三类项目都已开工。", "三类"),
        ("这两个数口径不同,不能比较。", "两个"),
        ("另外两类是续建项目12个,总投资30亿元;租赁项目9个,总投资4亿元。", "两类"),
    ],
)
def test_a_count_of_what_stands_beside_it_is_the_sentences_own(sentence: str, count: str) -> None:
    assert own(sentence, count)


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("征地补偿和政策奖补三项缺口合计约3亿元。", "三项"),
        ("装备、食品、医药两类项目都已开工。", "两类"),
        ("另外三类是续建项目12个,总投资30亿元;租赁项目9个,总投资4亿元。", "三类"),
        ("全年新签约两项。", "两项"),
        ("该区下辖两个园区。", "两个"),
        ("完成3个项目。", "3个"),
    ],
)
def test_any_other_count_needs_a_source(sentence: str, count: str) -> None:
    assert not own(sentence, count)


def test_zones_are_counted_by_what_is_cited() -> None:
    assert own("两个园区口径不同,不能比较。", "两个", zones=2)
    assert not own("三个园区口径不同,不能比较。", "三个", zones=2)


def test_things_that_the_question_lists_may_be_counted_in_its_words() -> None:
    assert own("两项缺口合计3亿元。", "两项", question="征地和奖补两个口子加起来差多少?")
    assert own("两类项目合计27亿元。", "两类", question="新投产和新开工两类项目投资合起来是多少?")
    assert not own("三类项目合计27亿元。", "三类", question="新投产和新开工三类项目投资合起来是多少?")
