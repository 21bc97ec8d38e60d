import pytest

from index.domain import Period
from index.periods import Calendar, find_periods

HALF = Calendar(Period.parse("2024-01-01/2024-06-30"))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1-4月完成", "2024-01-01/2024-04-30"),
        ("2023年1-9月", "2023-01-01/2023-09-30"),
        ("今年上半年", "2024-01-01/2024-06-30"),
        ("前三季度", "2024-01-01/2024-09-30"),
        ("今年以来", "2024-01-01/2024-06-30"),
        ("去年12月", "2023-12-01/2023-12-31"),
        ("力争全年", "2024-01-01/2024-12-31"),
        ("110月份", "2024-01-01/2024-10-31"),
        ("15月完成", "2024-01-01/2024-05-31"),
        ("今年头四个月", "2024-01-01/2024-04-30"),
        ("2026年底投产", "2026-12-01/2026-12-31"),
        ("2021年至2023年", "2021-01-01/2023-12-31"),
        ("“十四五”末", "2025-01-01/2025-12-31"),
        ("明年力争", "2025-01-01/2025-12-31"),
        ("2024年5月8日", "2024-05-08/2024-05-08"),
    ],
)
def test_words_for_time_resolve_against_the_report(text: str, iso: str) -> None:
    assert find_periods(text, HALF)[0].period == Period.parse(iso)


def test_without_a_year_a_period_stays_unknown() -> None:
    [mention] = find_periods("上半年完成")
    assert mention.period is None
    assert mention.text == "上半年"


def test_spans_are_exact() -> None:
    text = "截至目前,2024年1-5月完成投资。"
    assert all(mention.span.of(text) == mention.text for mention in find_periods(text, HALF))
