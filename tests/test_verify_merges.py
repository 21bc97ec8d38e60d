"""True sentences that merge, shorten and rephrase, and the lies that look like them."""

import pytest

from index.domain import Span, path_at
from index.extract import calendar_of, extract
from index.verify import CitedSpan, passes, verify
from tests.sample import report

SOURCE = report(
    "一、主要工作\n"
    "1-6月,高新产业营业收入完成45.3亿元,同比增长16.3%;主导产业营业收入完成51亿元,同比增长15.2%。\n"
    "主营业务收入完成年目标的38.62%,比序时进度低11.38个百分点;工业增加值完成45.25%,比序时进度低4.75个百分点。\n"
    "人员编制从104个精减到51个,精减率50.96%。共引进优质项目10个。经营主体活力增强,新增3.5万户,增长40%,比全市高出16个百分点。\n"
    "“青满欧”班列全年运货1.2万标箱,增幅在20%以上。使用T8灯管300支,建成5G基站12座。\n"
    "已签约项目为口味包装项目,共1个;拟提交评审会的项目有20个。滨河路同样在3月底动工,路基清表和土方开挖累计15622立方米。\n"
    "二、2025年工作打算\n"
    "力争年内签约项目达到20个以上,合同引资额达到25亿元以上。计划技改投资达到176.94亿元。",
    zone="云岭经济开发区",
)
LEDGER = tuple(extract(SOURCE))


def failed(sentence: str, words: str) -> list[tuple[str, str | None]]:
    """What does not pass of a sentence that cites the source's line with the words."""
    at = SOURCE.text.index(words)
    span = Span(SOURCE.text.rfind("\n", 0, at) + 1, (SOURCE.text + "\n").index("\n", at))
    inside = tuple(each for each in LEDGER if each.value_span.overlaps(span))
    cited = CitedSpan(
        SOURCE.id,
        span,
        span.of(SOURCE.text),
        SOURCE.zone.name,
        SOURCE.period,
        inside,
        SOURCE.zone,
        calendar_of(SOURCE),
        path_at(SOURCE.sections, span.start),
    )
    return [(each.text, each.disagrees) for each in verify(sentence, [cited]) if not passes([each])]


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("高新产业、主导产业营业收入分别为45.3亿元、51亿元,同比分别增长16.3%、15.2%。", "45.3亿元"),
        ("上半年开发区主导产业营业收入51亿元。", "45.3亿元"),
        ("今年上半年园区主导产业营业收入51亿元。", "45.3亿元"),
        ("主营业务收入、工业增加值均未达到序时进度,分别低11.38个和4.75个百分点。", "38.62%"),
        ("工业增加值只完成年目标的45.25%,没有跟上序时进度,低4.75个百分点。", "38.62%"),
        ("人员编制由104个减至51个,精减50.96%。", "50.96%"),
        ("引进项目10个。", "50.96%"),
        ("经营主体新增3.5万户,增长40%,高出全市16个百分点。", "3.5万户"),
        ("“青满欧”班列全年运货1.2万标箱,增长20%以上。", "1.2万标箱"),
        ("使用T8灯管300支,5G基站建成12座。", "1.2万标箱"),
        ("上半年签约项目只有1个,拟提交评审会的项目有20个。", "共1个"),
        ("2025年力争签约项目20个以上,合同引资额25亿元以上。", "25亿元"),
        ("滨河路3月底动工,路基清表和土方开挖累计15622立方米。", "15622"),
    ],
)
def test_what_is_merged_or_shortened_truly_passes(sentence: str, cited: str) -> None:
    assert failed(sentence, cited) == []


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("高新产业、主导产业营业收入分别为51亿元、45.3亿元。", "45.3亿元"),
        ("高新产业营业收入45.3亿元,同比增长15.2%;主导产业营业收入51亿元,同比增长16.3%。", "45.3亿元"),
        ("上半年柳湾开发区主导产业营业收入51亿元。", "45.3亿元"),
        ("主营业务收入、工业增加值分别低于序时进度4.75个和11.38个百分点。", "38.62%"),
        ("人员编制增长50.96%。", "50.96%"),
        ("高新技术企业10个。", "50.96%"),
        ("经营主体新增3.5万户,增长16%,高出全市40个百分点。", "3.5万户"),
        ("“青满欧”班列全年运货1.2万标箱,下降20%以上。", "1.2万标箱"),
        ("使用T5灯管300支。", "1.2万标箱"),
        ("建成6G基站12座。", "1.2万标箱"),
        ("已签约项目20个。", "共1个"),
        ("2026年力争签约项目20个以上。", "25亿元"),
        ("2025年签约项目20个以上。", "25亿元"),
        ("2024年一季度,计划技改投资达到176.94亿元。", "176.94亿元"),
        ("滨河路同样在6月底动工,路基清表和土方开挖累计15622立方米。", "15622"),
    ],
)
def test_what_is_merged_or_shortened_falsely_never_passes(sentence: str, cited: str) -> None:
    assert failed(sentence, cited)
