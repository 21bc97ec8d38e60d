"""Yes/no questions over small reports: a yes only where the report says so as done, else the reason and the deciding clause."""

import asyncio
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.domain import Bound
from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store
from service.chains.answer import answer_chain
from service.extractive.claims import Threshold, beyond
from service.schema import Answer, AskRequest

REPORT = """青岚经济开发区2024年上半年工作总结

一、主要经济指标完成情况
1-6月,青岚经开区规模以上工业总产值完成86.4亿元,同比增长11.2%,占全年目标任务的47.3%。固定资产投资完成31.5亿元,同比增长4.6%,占全年目标任务的56.8%。完成税收收入2.7亿元(预计数),同比增长8.1%。实际利用外资1200万美元。园区现有规上企业60余家,现有高新技术企业48家。其中,北苑片区完成工业总产值22.6亿元。

二、项目建设推进情况
上半年新签约项目14个,合同引资额38.6亿元,到位资金9.3亿元。另有25个项目初步达成意向、近期拟签订合同。恒岳轴承项目已于5月竣工投产。云帆电池二期项目正在进行厂房主体建设,预计12月底竣工。青岚污水处理厂土建工程完成70%,计划年底前投入运行。滨江大道已全线贯通。柳溪路目前尚未开工。标准化厂房累计建成18万平方米,其中已出租11万平方米。人才公寓共建设600套,已交付260套。智慧物流园启动区于3月正式开工。
瑞禾食品完成产值5.2亿元,宏拓机械完成产值7.9亿元。

三、服务企业和品牌创建
国家级绿色工业园区申报材料已通过省级初审,等待工信部审核。推动泰宁科技等5家企业申报省级专精特新企业。双创孵化基地获评省级科技企业孵化器。起草了《青岚经开区招才引智若干措施(征求意见稿)》。一网通办事项办结率97%。三个征迁片区中,只有东湖片区按期清零,其余两个进展缓慢。12个在谈项目中,制造业项目9个,服务业项目3个。

四、下一步工作打算
下半年,力争全年签约项目30个以上,合同引资额60亿元以上。争取工业总产值突破180亿元。力争新增规上企业12家。加快南山变电站建设,确保10月底前建成送电。积极创建国家级高新区。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    embedder = OfflineEmbedder()
    folder: Path = tmp_path_factory.mktemp("checking")
    library = Library(
        open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions), embedder
    )
    library.add(REPORT.encode(), name="青岚经济开发区2024年上半年工作总结.txt")
    yield library
    library.close()


def asked(library: Library, question: str) -> Answer:
    async def run() -> Answer:
        events = [value async for _, value in answer_chain(library, None)(AskRequest(question=question))]
        assert isinstance(events[-1], Answer)
        return events[-1]

    return asyncio.run(run())


YES = re.compile(r"^是的")

DONE = [
    ("恒岳轴承项目投产了吗?", "竣工投产"),
    ("恒岳轴承项目是不是已经竣工?", "竣工投产"),
    ("滨江大道贯通了没有?", "全线贯通"),
    ("智慧物流园启动区开工了吗?", "正式开工"),
    ("双创孵化基地获评省级科技企业孵化器了吗?", "获评"),
    ("上半年新签约项目是14个吗?", "14个"),
    ("合同引资额是38.6亿元,对吗?", "38.6亿元"),
    ("固定资产投资的任务过半了吗?", "56.8%"),
    ("规上工业总产值增速有没有超过一成?", "11.2%"),
    ("固定资产投资超过30亿了吗?", "31.5亿元"),
    ("规上企业有没有超过50家?", "60余家"),
    ("全年签约项目的目标是30个以上吗?", "30个以上"),
    ("云帆电池二期开工了吗?", "主体建设"),
    ("柳溪路还没有开工,对吗?", "尚未开工"),
    ("北苑片区工业总产值超过20亿了吗?", "22.6亿元"),
    ("税收收入同比增长8.1%,对吗?", "8.1%"),
    ("云帆电池二期年底能竣工吗?", "预计12月底竣工"),
    ("一网通办事项办结率有没有超过95%?", "97%"),
]
"""What the report says as done, or as a plan where a plan is asked for."""

NOT_DONE = [
    ("云帆电池二期项目竣工了吗?", "12月底"),
    ("云帆电池二期已经完工了没?", "主体建设"),
    ("青岚污水处理厂投入运行了吗?", "70%"),
    ("青岚污水处理厂是不是建成了?", "70%"),
    ("柳溪路开工了吗?", "尚未开工"),
    ("国家级绿色工业园区认定下来没有?", "等待工信部审核"),
    ("国家级绿色工业园区的牌子拿到了吗?", "申报"),
    ("泰宁科技已经是省级专精特新企业了吗?", "申报"),
    ("那5家企业都评上省级专精特新了吗?", "申报"),
    ("招才引智若干措施出台了吗?", "征求意见稿"),
    ("南山变电站已经建成了吗?", "10月底前"),
    ("青岚已经升为国家级高新区了吗?", "创建"),
    ("工业总产值的任务过半了吗?", "47.3%"),
    ("工业总产值到100亿了没有?", "86.4亿元"),
    ("固定资产投资增长有没有超过5%?", "4.6%"),
    ("高新技术企业够50家了吗?", "48家"),
    ("高新技术企业有没有超过50家?", "48家"),
    ("现有规上企业超过80家了吗?", "60余家"),
    ("实际利用外资过2000万美元了吗?", "1200万美元"),
    ("60亿元的合同引资额已经签下来了吗?", "60亿元"),
    ("工业总产值已经突破180亿元了吗?", ""),
    ("上半年签约了25个项目,对不对?", "25个"),
    ("12家新增规上企业已经入规了吗?", "力争"),
    ("38.6亿元是实际到账的资金吗?", "合同引资额38.6亿元"),
    ("600套人才公寓全部交付了吗?", "260套"),
    ("三个征迁片区都按期清零了吗?", "只有东湖片区"),
    ("12个在谈项目都是制造业的吗?", "服务业项目3个"),
    ("86.4亿元是全年的工业总产值吗?", "86.4亿元"),
    ("22.6亿元是全区的工业总产值吗?", "22.6亿元"),
    ("瑞禾食品产值是7.9亿元吗?", ""),
    ("税收收入2.7亿元是最终完成数吗?", "预计数"),
    ("固定资产投资完成了45亿元吗?", "31.5亿元"),
    ("签约项目的任务30个已经完成了吗?", "30个"),
    ("恒岳轴承项目上市了吗?", ""),
    ("柳溪路和滨江大道都贯通了吗?", ""),
    ("31.5亿元说的是工业总产值吗?", "31.5亿元"),
    ("人才公寓交付了吗?", "260套"),
    ("标准化厂房全部租出去了吗?", ""),
    ("税收收入过3亿了吗?", "2.7亿元"),
    ("实际利用外资是1200万元吗?", "1200万美元"),
    ("2024年全年新签约项目14个,对吗?", "14个"),
    ("2023年上半年新签约项目14个,对吗?", ""),
    ("上半年14个项目已经开工了吗?", "14个"),
    ("税收收入同比下降8.1%,对吗?", "8.1%"),
    ("固定资产投资同比下降4.6%,对吗?", "4.6%"),
    ("合同引资额是38.6万元吗?", "38.6亿元"),
    ("滨江大道还没有贯通,对吗?", "全线贯通"),
    ("全区工业总产值是7.9亿元吗?", ""),
    ("固定资产投资是不是不到30亿?", "31.5亿元"),
    ("恒岳轴承项目是10月底前建成的吗?", ""),
    ("双创孵化基地获评国家级科技企业孵化器了吗?", ""),
    ("北苑片区投产了吗?", ""),
    ("柳溪路竣工了吗?", ""),
    ("宏拓机械投产了吗?", ""),
    ("全年固定资产投资超过30亿了吗?", "31.5亿元"),
    ("恒岳轴承项目3月就投产了吗?", "5月"),
    ("全区工业总产值有没有不到30亿?", ""),
]
"""What is wanted, under way, partly done, another's, of another period, or not said."""


@pytest.mark.parametrize(("question", "fact"), DONE)
def test_what_a_report_says_as_asked_is_not_denied(library: Library, question: str, fact: str) -> None:
    text = asked(library, question).text
    assert fact in text
    assert not re.match("没有|不是|不对|报告没有", text)


@pytest.mark.parametrize(("question", "fact"), NOT_DONE)
def test_what_is_wanted_or_another_thing_is_never_a_yes(library: Library, question: str, fact: str) -> None:
    answer = asked(library, question)
    assert not YES.search(answer.text)
    assert fact in answer.text
    assert answer.status == "not_found" or re.match("没有|不是|不对|报告|按预计数|各份报告", answer.text)
    assert not any(sentence.withheld for sentence in answer.sentences)


@given(st.decimals(0, 500, places=1), st.decimals(1, 500, places=1), st.sampled_from([None, *Bound]), st.booleans())
def test_no_figure_is_both_over_a_threshold_and_under_it(
    value: Decimal, limit: Decimal, bound: Bound | None, strict: bool
) -> None:
    over = beyond(Threshold(limit, "%", True, strict, "level"), value, None, bound)
    under = beyond(Threshold(limit, "%", False, True, "level"), value, None, bound)
    assert not (over and under)
    if bound is None:
        assert over is not None
        assert under is not None


@pytest.mark.parametrize(
    ("value", "bound", "limit", "holds"),
    [
        ("30", Bound.MORE_THAN, "50", False),
        ("30", Bound.MORE_THAN, "30", True),
        ("30", Bound.MORE_THAN, "35", None),
        ("300", Bound.MORE_THAN, "450", False),
        ("100", Bound.AT_LEAST, "150", None),
        ("100", Bound.ALMOST, "100", False),
        ("100", Bound.ABOUT, "100", None),
        ("100", None, "100", False),
    ],
)
def test_bound_words_leave_open_what_they_do_not_settle(value: str, bound: Bound | None, limit: str, holds: bool | None) -> None:
    assert beyond(Threshold(Decimal(limit), "个", True, True, "level"), Decimal(value), None, bound) is holds
