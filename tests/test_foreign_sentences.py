"""English sentences are verified by the Chinese names and figures they hold, against the quotes they cite."""

import pytest

from index.domain import Period, Span, VerdictKind
from index.extract import claims
from index.periods import Calendar
from index.verify import CitedSpan, passes, verify
from service.chains.foreign import is_foreign, skeleton, traced

PERIOD = Period.parse("2025-01-01/2025-06-30")
QUOTE = "1-6月完成规模工业总产值180亿元,比上年同期增长9.7%(预计数);工业税收上缴4.3亿元,同比下降16.2%。全年力争完成固定资产投资60亿元。"


def shown(sentence: str) -> bool:
    calendar = Calendar(PERIOD)
    cited = CitedSpan("rep_1", Span(0, len(QUOTE)), QUOTE, "云岭经开区", PERIOD, tuple(claims(QUOTE, calendar)), None, calendar)
    bones = skeleton(sentence)
    verdicts = traced(sentence, bones, verify(bones.text, [cited]))
    assert all(verdict.span.of(sentence) == verdict.text for verdict in verdicts)
    assert any(verdict.kind is not VerdictKind.CONTEXT for verdict in verdicts)
    return passes(verdicts)


@pytest.mark.parametrize(
    "sentence",
    [
        "Industrial output (规模工业总产值) in 2025年上半年 reached 180亿元 (预计数, estimate), up 9.7% year on year.[1]",
        "In the first half of 2025, output (规模工业总产值) was an estimated 180亿元, an increase of 9.7 percent.[1]",
        "Industrial tax revenue (工业税收) was 4.3亿元, down 16.2%.[1]",
        "The target for fixed-asset investment (固定资产投资) is 60亿元.[1]",
    ],
)
def test_a_true_sentence_with_chinese_names_is_shown(sentence: str) -> None:
    assert shown(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Industrial output (规模工业总产值) reached 18 billion yuan (预计数, estimate).[1]",
        "Industrial output (规模工业总产值) reached 190亿元 (预计数, estimate).[1]",
        "Industrial output (规模工业总产值) reached 180亿元, a final figure.[1]",
        "Industrial output reached 180亿元 (预计数, estimate).[1]",
        "Industrial tax revenue (工业税收) was 180亿元 (预计数, estimate).[1]",
        "Industrial tax revenue (工业税收) was 4.3亿元, up 16.2%.[1]",
        "Fixed-asset investment (固定资产投资) reached 60亿元.[1]",
        "In 2023, industrial tax revenue (工业税收) was 4.3亿元.[1]",
        "Industrial tax revenue (工业税收) was 4.3亿元 and doubled in three years.[1]",
    ],
)
def test_what_is_wrong_or_cannot_be_checked_is_not_shown(sentence: str) -> None:
    assert not shown(sentence)


def test_a_chinese_sentence_with_latin_letters_is_not_foreign() -> None:
    assert not is_foreign("全区R&D投入12亿元,引进LED、OLED项目3个。[1]")
    assert is_foreign("Industrial output (规模工业总产值) reached 180亿元.[1]")
