import pytest

from index.domain import Span, VerdictKind
from index.extract import extract
from index.verify import CitedSpan, passes, verify
from tests.sample import report

SOURCE = report(
    "上半年,规模工业总产值86.4亿元,同比增长7.5%;工业税收2.2亿元(预计数)。力争全年签约项目18个以上。全年培训1200人次。"
)


def cited(text: str) -> CitedSpan:
    start = SOURCE.text.index(text)
    span = Span(start, start + len(text))
    inside = tuple(each for each in extract(SOURCE) if each.value_span.overlaps(span))
    return CitedSpan(SOURCE.id, span, text, SOURCE.zone.name, SOURCE.period, inside)


OUTPUT = cited("规模工业总产值86.4亿元,同比增长7.5%")
TAX = cited("工业税收2.2亿元(预计数)")
TARGET = cited("力争全年签约项目18个以上")


def kinds(sentence: str, *sources: CitedSpan, **options: dict[str, str]) -> list[str]:
    return [verdict.kind.value for verdict in verify(sentence, sources, **options)]  # type: ignore[arg-type]


def test_what_the_cited_span_says_is_supported_in_any_scale() -> None:
    assert kinds("规模工业总产值86.4亿元,增长7.5%。[1]", OUTPUT) == ["supported", "supported"]
    assert kinds("规模工业总产值864000万元。[1]", OUTPUT) == ["supported"]


@pytest.mark.parametrize(
    ("sentence", "disagrees"),
    [
        ("规模工业总产值84.6亿元。[1]", "value"),
        ("规模工业总产值86.4万元。[1]", "unit"),
        ("规模工业总产值同比增长7.5个百分点。[1]", "unit"),
    ],
)
def test_a_wrong_digit_scale_or_unit_is_caught(sentence: str, disagrees: str) -> None:
    [verdict] = verify(sentence, [OUTPUT])
    assert (verdict.kind, verdict.disagrees) == (VerdictKind.MISMATCH, disagrees)


def test_a_number_of_another_span_does_not_count() -> None:
    assert kinds("工业税收2.2亿元,预计数。[1]", OUTPUT) == ["not_found"]
    assert kinds("工业税收2.2亿元,预计数。[1]", TAX) == ["supported"]


def test_a_target_told_as_a_result_is_caught() -> None:
    [verdict] = verify("上半年签约项目18个以上。[1]", [TARGET])
    assert (verdict.kind, verdict.disagrees) == (VerdictKind.MISMATCH, "status")
    assert kinds("力争全年签约项目18个以上。[1]", TARGET) == ["supported"]


def test_an_estimate_told_as_final_is_caught() -> None:
    [verdict] = verify("工业税收2.2亿元。[1]", [TAX])
    assert (verdict.kind, verdict.disagrees) == (VerdictKind.MISMATCH, "status")


def test_a_figure_given_to_another_indicator_is_caught() -> None:
    [verdict] = verify("固定资产投资86.4亿元。[1]", [OUTPUT])
    assert (verdict.kind, verdict.disagrees) == (VerdictKind.MISMATCH, "indicator")


def test_a_year_that_no_source_knows_is_caught() -> None:
    assert "mismatch" in kinds("2021年规模工业总产值86.4亿元。[1]", OUTPUT)
    assert "mismatch" not in kinds("2024年上半年规模工业总产值86.4亿元。[1]", OUTPUT)


def test_computed_numbers_need_cited_operands_and_a_true_result() -> None:
    sentence = "税收相当于产值的2.5%,税收为预计数。[1][2]"
    assert kinds(sentence, OUTPUT, TAX, formulas={"2.5%": "2.2/86.4*100"}) == ["computed"]
    assert kinds(sentence, OUTPUT, TAX, formulas={"2.5%": "2.3/86.4*100"}) == ["not_found"]
    assert kinds("税收相当于产值的3.5%。[1][2]", OUTPUT, TAX, formulas={"3.5%": "2.2/86.4*100"}) == ["not_found"]


def test_marks_ordinals_and_dates_claim_nothing() -> None:
    verdicts = verify("1. 2024年上半年,依据3份报告,园区平稳运行。[12]", [OUTPUT])
    assert {verdict.kind for verdict in verdicts} == {VerdictKind.CONTEXT}
    assert passes(verdicts)


def test_a_growth_is_held_against_the_growth_of_its_own_indicator() -> None:
    [level, rate] = verify("规模工业总产值86.4亿元,同比增长5.7%。[1]", [OUTPUT])
    assert level.kind is VerdictKind.SUPPORTED
    assert (rate.kind, rate.disagrees) == (VerdictKind.MISMATCH, "value")


def test_a_count_of_one_thing_is_no_count_of_another() -> None:
    assert kinds("签约项目1200个。[1]", cited("全年培训1200人次")) == ["not_found"]


def against(source: str, sentence: str) -> list[str]:
    """Verdict kinds of a sentence against a whole invented source."""
    told = report(source)
    span = Span(0, len(source))
    return [
        verdict.kind.value
        for verdict in verify(sentence, [CitedSpan(told.id, span, source, told.zone.name, told.period, tuple(extract(told)))])
    ]


@pytest.mark.parametrize(
    ("source", "lie"),
    [
        ("规模工业总产值70亿元,税收5亿元。", "规模工业总产值5亿元,税收70亿元。"),
        ("拆迁12户,安置30户。", "完成拆迁30户,安置12户。"),
        ("规模工业总产值70亿元,同比下降4.7%。", "规模工业总产值70亿元,同比增长4.7%。"),
        ("力争固定资产投资50亿元。", "招商任务圆满完成,固定资产投资50亿元。"),
        ("规上企业超过100家。", "规上企业不足100家。"),
        ("增长3%到5%。", "增长3%。"),
        ("对标全年目标,确保外贸回升、力争正增长,实际使用外资达到8000万美元。", "实际使用外资8000万美元。"),
        ("新建居民小区,安置居民300户。", "安置居民300人。"),
    ],
)
def test_swaps_signs_targets_bounds_and_ranges_are_caught(source: str, lie: str) -> None:
    assert against(source, source).count("mismatch") == against(source, source).count("not_found") == 0
    assert {"mismatch", "not_found"} & set(against(source, lie))
