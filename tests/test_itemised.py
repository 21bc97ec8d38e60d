"""Runs of numbered items: where they begin and end, what introduces them, what each is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.itemised import runs

INLINE = "当前困难主要有三个:一是土地紧张,报批周期长;二是用工短缺。三是融资渠道不宽,小微企业贷款难。\n下一步,我们将加快整改。"


def heads(text: str) -> list[list[str]]:
    return [[item.head.of(text) for item in run.items] for run in runs(text)]


def test_items_inside_a_sentence_are_one_run_and_its_lead_says_what_they_are() -> None:
    [run] = runs(INLINE)
    assert run.lead.of(INLINE) == "当前困难主要有三个:"
    assert heads(INLINE) == [["土地紧张,报批周期长", "用工短缺", "融资渠道不宽,小微企业贷款难"]]


def test_the_last_item_ends_with_its_paragraph() -> None:
    [run] = runs(INLINE)
    assert "加快整改" not in run.span.of(INLINE)


@pytest.mark.parametrize(
    "text",
    [
        "做法如下:\n1.建专班。逐户走访。\n2.送政策。\n3.补短板。\n",
        "做法如下:(1)建专班;(2)送政策;(3)补短板。",
        "做法如下:第一,建专班;第二,送政策;第三,补短板。",
        "做法如下:①建专班②送政策③补短板",
        "做法如下:一要建专班。二要送政策。三要补短板。",
    ],
)
def test_every_usual_way_of_numbering_is_read(text: str) -> None:
    [found] = heads(text)
    assert [head.rstrip() for head in found] == ["建专班", "送政策", "补短板"]


def test_a_number_out_of_order_ends_a_run_and_a_lone_first_is_none() -> None:
    assert heads("一是抓招商。三是抓服务。") == []
    assert heads("一是抓招商。二是抓服务。\n一是抓党建。二是抓安全。") == [["抓招商", "抓服务"], ["抓党建", "抓安全"]]


def test_decimals_are_no_ordinals() -> None:
    assert heads("产值1.2亿元,税收2.3亿元。\n1.5万人就业。\n2.6万人参保。") == []


def test_a_head_that_runs_on_is_its_first_clause() -> None:
    [found] = heads("一是聚焦主导产业延链补链强链,围绕上下游企业和关键环节组建小分队常态化外出招商考察对接。二是抓服务。")
    assert found[0] == "聚焦主导产业延链补链强链"


@given(st.text(alphabet="一二三是要第、,.。;:\n(1)(2)123①② 招商", max_size=120))
def test_any_text_gives_runs_of_at_least_two_items_in_order_inside_the_text(text: str) -> None:
    for run in runs(text):
        places = [item.span for item in run.items]
        assert len(places) >= 2
        assert places == sorted(places)
        assert all(0 <= item.head.start <= item.head.end <= item.span.end <= len(text) for item in run.items)
        assert run.lead.end <= places[0].start
