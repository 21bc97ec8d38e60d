"""Answers that are a whole: a run of items, the targets of a year, an indicator over the years, a head with what stands behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store
from service.extractive import Composition, compose
from service.plan import understand
from service.schema import AskRequest

REPORT = """\
柳湾经济开发区2023年工作总结

一、主要成效
全年实现规模以上工业总产值186.4亿元,同比增长9.3%;2021年、2022年分别完成规模以上工业总产值142.7亿元、170.5亿元。落户项目中,总投资6.2亿元的华远轴承项目5月投产,达产后预计年产值可达15亿元。供热站二期建成,供汽能力达到75吨/小时。

二、主要做法
围绕企业所需,开展“三送”活动。一是送政策上门。编印惠企手册两千册。二是送资金到厂。三是送人才进园。
全年从招商看有两个特点:一是来得慢。受外部环境影响,客商观望情绪较重,合同到资只有序时进度的一半。二是链条短。

三、存在的主要问题
一是用地指标紧缺。二是企业招工困难。

四、2024年工作计划
全年目标是:规模以上工业总产值205亿元以上,增长10%,税收6.5亿元,新签约项目30个以上。
新增停车位200个、公交站台4个。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    embedder = OfflineEmbedder()
    folder: Path = tmp_path_factory.mktemp("wholes")
    library = Library(
        open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions), embedder
    )
    library.add(REPORT.encode(), name="柳湾.txt")
    yield library
    library.close()


def answered(library: Library, question: str) -> Composition:
    return compose(library, understand(library, AskRequest(question=question)))


def text(library: Library, question: str) -> str:
    return "".join(each.body for each in answered(library, question).sentences)


def test_a_run_of_items_is_told_as_a_whole(library: Library) -> None:
    told = text(library, "企业“三送”活动送的是什么?")
    assert all(head in told for head in ("送政策上门", "送资金到厂", "送人才进园"))


def test_a_bare_head_is_told_with_what_stands_behind_it(library: Library) -> None:
    assert "客商观望" in text(library, "为什么说招商来得慢?")


def test_the_heads_of_the_problems_answer_however_the_question_calls_them(library: Library) -> None:
    for question in ("存在哪些问题?", "检讨了哪几条?", "哪些地方做得不够好?"):
        told = text(library, question)
        assert "用地指标紧缺" in told
        assert "招工困难" in told


def test_targets_in_general_are_the_sentence_that_sets_the_most_of_them(library: Library) -> None:
    told = text(library, "2024年定了哪些目标?")
    assert "205亿元以上" in told
    assert "停车位" not in told


def test_an_indicator_over_the_years_is_told_year_by_year(library: Library) -> None:
    told = text(library, "规模以上工业总产值这几年走势怎样?")
    assert [figure in told for figure in ("142.7亿元", "170.5亿元", "186.4亿元")] == [True, True, True]


def test_what_was_spent_is_not_answered_with_what_will_be_produced(library: Library) -> None:
    assert "6.2亿元" in text(library, "华远轴承项目总投资多少?")
    assert "75吨/小时" in text(library, "供热站每小时能供多少吨汽?")


@pytest.mark.parametrize(
    "question",
    ["供热站二期花了多少钱?", "税收比上年涨了多少?", "规模以上工业增加值是多少?", "华远轴承项目哪天开工的?"],
)
def test_a_figure_the_report_does_not_give_is_missing(library: Library, question: str) -> None:
    assert answered(library, question).status == "not_found"
