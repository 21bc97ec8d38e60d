"""One report, many ways to tell it right and wrong: what is true passes in any wording, what is not never does."""

import pytest

from index.domain import Span
from index.extract import calendar_of, extract
from index.verify import CitedSpan, passes, verify
from tests.sample import report

SOURCE = report(
    "一、主要经济指标\n"
    "2024年上半年,规模工业总产值完成186.4亿元,同比增长9.7%,高于全市平均水平2.3个百分点。"
    "固定资产投资32.7亿元,同比下降4.1%,其中工业投资21.5亿元,增长6.8%。"
    "财政总收入6.5亿元,占年度目标任务的48.2%。工业税收1.8亿元(预计数)。"
    "一季度完成进出口总额2.4亿美元。用电量增长1.2倍,规上工业增加值增速比一季度回落0.6个百分点。"
    "2023年全年实现社会消费品零售总额54.3亿元。\n"
    "二、招商引资\n"
    "签约项目18个,总投资超过45亿元;新开工项目近30个。高新技术企业达到62家,占规上工业企业的三分之一。"
    "综合考核在全省96家开发区中列第14位。恒川电子科技有限公司实现产值12.6亿元,同比增长30%;金穗食品有限公司实现产值7.9亿元。今年来批回土地20公顷(300亩)。\n"
    "三、下一步打算\n"
    "力争全年规模工业总产值突破400亿元,新增规上工业企业15家以上。预计9月底建成标准厂房8万平方米。",
    zone="云岭经济开发区",
)
LEDGER = tuple(extract(SOURCE))


def sentence_with(words: str) -> CitedSpan:
    """The source's sentence that holds the words, as an answer cites it."""
    at = SOURCE.text.index(words)
    start = max(SOURCE.text.rfind("。", 0, at), SOURCE.text.rfind("\n", 0, at)) + 1
    span = Span(start, SOURCE.text.index("。", at) + 1)
    inside = tuple(each for each in LEDGER if each.value_span.overlaps(span))
    return CitedSpan(
        SOURCE.id, span, span.of(SOURCE.text), SOURCE.zone.name, SOURCE.period, inside, SOURCE.zone, calendar_of(SOURCE)
    )


def failed(sentence: str, *words: str) -> list[tuple[str, str | None]]:
    verdicts = verify(sentence + "".join(f"[{at}]" for at in range(1, len(words) + 1)), [sentence_with(each) for each in words])
    assert all(each.span.of(sentence) == each.text for each in verdicts if each.span.end <= len(sentence))
    return [(each.text, each.disagrees) for each in verdicts if not passes([each])]


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("上半年规上工业总产值达186.4亿元,比上年同期增长9.7%。", "186.4亿元"),
        ("今年1-6月,云岭经济开发区完成规模以上工业总产值186.4亿元,较上年同期增长9.7%,比全市平均高2.3个百分点。", "186.4亿元"),
        ("云岭经开区规模工业总产值为1864000万元。", "186.4亿元"),
        ("规模工业总产值同比增速为9.7%。", "186.4亿元"),
        ("规模工业总产值增幅9.7%,跑赢全市2.3个百分点。", "186.4亿元"),
        ("186.4亿元的规模工业总产值,同比增9.7%。", "186.4亿元"),
        ("固定资产投资同比下降4.1%,为32.7亿元。", "32.7亿元"),
        ("固投32.7亿元,同比减少4.1%;工业投资21.5亿元,同比增长6.8%。", "32.7亿元"),
        ("工业投资增长6.8%,固定资产投资下降4.1%。", "32.7亿元"),
        ("固定资产投资和工业投资分别为32.7亿元、21.5亿元。", "32.7亿元"),
        ("财政总收入完成6.5亿元,完成年度目标的48.2%。", "6.5亿元"),
        ("财政总收入达到65000万元。", "6.5亿元"),
        ("工业税收预计1.8亿元。", "1.8亿元"),
        ("2024年上半年批回土地20公顷(300亩)。", "20公顷"),
        ("预计实现工业税收18000万元。", "1.8亿元"),
        ("工业税收1.8亿元,为预计数。", "1.8亿元"),
        ("2024年一季度进出口总额2.4亿美元。", "2.4亿美元"),
        ("1-3月外贸进出口总额为2.4亿美元。", "2.4亿美元"),
        ("用电量增长1.2倍。", "1.2倍"),
        ("规上工业增加值增速较一季度回落0.6个百分点。", "0.6个百分点"),
        ("去年社会消费品零售总额54.3亿元。", "54.3亿元"),
        ("2023年社会消费品零售总额实现54.3亿元。", "54.3亿元"),
        ("共签约项目18个,总投资45亿元以上。", "签约项目18个"),
        ("签约18个项目,总投资突破45亿元。", "签约项目18个"),
        ("新开工项目接近30个。", "签约项目18个"),
        ("全区有高新技术企业62家,占规上工业企业的三分之一。", "62家"),
        ("全省96家开发区综合考核中排名第14。", "第14位"),
        ("恒川电子产值12.6亿元,增长30%,金穗食品产值7.9亿元。", "12.6亿元"),
        ("恒川电子科技有限公司产值同比增长三成。", "12.6亿元"),
        ("全年规模工业总产值力争超过400亿元。", "400亿元"),
        ("规模工业总产值全年目标为400亿元以上。", "400亿元"),
        ("今年计划新增规上工业企业15家以上。", "400亿元"),
        ("标准厂房8万平方米预计9月底建成。", "8万平方米"),
        ("计划建成80000平方米标准厂房。", "8万平方米"),
    ],
)
def test_what_is_true_passes_in_any_wording(sentence: str, cited: str) -> None:
    assert failed(sentence, cited) == []


@pytest.mark.parametrize(
    ("sentence", "cited", "disagrees"),
    [
        ("上半年规上工业总产值达168.4亿元。", "186.4亿元", "value"),
        ("上半年规上工业总产值达186.4万元。", "186.4亿元", "unit"),
        ("规模工业总产值同比增长9.7个百分点。", "186.4亿元", "unit"),
        ("规模工业总产值同比增长2.3%。", "186.4亿元", None),
        ("规模工业总产值高于全省平均水平2.3个百分点。", "186.4亿元", "indicator"),
        ("规模工业总产值低于全市平均水平2.3个百分点。", "186.4亿元", "value"),
        ("规模工业总产值环比增长9.7%。", "186.4亿元", "indicator"),
        ("全年规模工业总产值186.4亿元。", "186.4亿元", "period"),
        ("2023年上半年规模工业总产值186.4亿元。", "186.4亿元", "period"),
        ("1-5月规模工业总产值186.4亿元。", "186.4亿元", "period"),
        ("合肥经济开发区规模工业总产值186.4亿元。", "186.4亿元", "zone"),
        ("规模工业增加值186.4亿元。", "186.4亿元", "indicator"),
        ("预计规模工业总产值186.4亿元。", "186.4亿元", "status"),
        ("规模工业总产值超过186.4亿元。", "186.4亿元", "value"),
        ("固定资产投资32.7亿元,同比增长4.1%。", "32.7亿元", "value"),
        ("固定资产投资21.5亿元,工业投资32.7亿元。", "32.7亿元", None),
        ("固定资产投资增长6.8%。", "32.7亿元", None),
        ("财政总收入同比增长48.2%。", "6.5亿元", "indicator"),
        ("税收1.8亿元。", "1.8亿元", None),
        ("工业税收完成1.8亿元。", "1.8亿元", "status"),
        ("上半年进出口总额2.4亿美元。", "2.4亿美元", "period"),
        ("一季度进出口总额2.4亿元。", "2.4亿美元", "unit"),
        ("用电量为去年的1.2倍。", "1.2倍", None),
        ("规上工业增加值下降0.6%。", "0.6个百分点", "unit"),
        ("规上工业增加值增速比一季度提高0.6个百分点。", "0.6个百分点", "value"),
        ("2024年社会消费品零售总额54.3亿元。", "54.3亿元", "period"),
        ("签约项目18个,总投资45亿元。", "签约项目18个", "value"),
        ("新开工项目18个。", "签约项目18个", None),
        ("新开工项目30个。", "签约项目18个", "value"),
        ("签约项目30个,新开工项目18个。", "签约项目18个", None),
        ("高新技术企业占规上工业企业的三成。", "62家", None),
        ("综合考核列全省第41位。", "第14位", None),
        ("综合考核列全国第14位。", "第14位", "indicator"),
        ("恒川电子产值7.9亿元,金穗食品产值12.6亿元。", "12.6亿元", "zone"),
        ("全区实现产值12.6亿元。", "12.6亿元", "zone"),
        ("规模工业总产值突破400亿元。", "400亿元", "status"),
        ("新增规上工业企业15家以上。", "400亿元", "status"),
        ("力争全年规模工业总产值400亿元。", "400亿元", "value"),
        ("已建成标准厂房8万平方米。", "8万平方米", "status"),
        ("预计9月底建成标准厂房8万亩。", "8万平方米", None),
    ],
)
def test_what_is_not_true_never_passes(sentence: str, cited: str, disagrees: str | None) -> None:
    found = failed(sentence, cited)
    assert found
    assert disagrees is None or disagrees in {each for _, each in found}
