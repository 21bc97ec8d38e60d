"""Search over a library of a few reports: where is looked, what grows, what is told apart."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.domain import Period, Query
from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store

HEADS = ("一、经济指标", "二、招商引资", "三、存在的问题")


def text(zone: str, year: int, tax: str, signed: int) -> str:
    filler = "园区上下抓调度、抓服务、抓落实,各项重点工作按照年初安排平稳有序推进,企业生产总体正常。" * 3
    return (
        f"{zone}{year}年工作总结\n现将{zone}{year}年工作情况汇报如下。\n{HEADS[0]}\n"
        f"实现税收{tax}亿元,同比增长8.1%。{filler}\n固定资产投资完成33.5亿元。{filler}\n"
        f"{HEADS[1]}\n新签约项目{signed}个,总投资41亿元。{filler}\n{HEADS[2]}\n土地指标紧张,企业招工困难。{filler}\n"
    )


ZONES = {"松岭高新技术产业开发区": ("4.36", 17), "柳湾经济开发区": ("2.18", 9), "青河工业园区": ("7.92", 21)}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    embedder = OfflineEmbedder()
    folder: Path = tmp_path_factory.mktemp("shelf")
    library = Library(
        open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions), embedder
    )
    for zone, (tax, signed) in ZONES.items():
        library.add(text(zone, 2023, tax, signed).encode(), name=f"{zone}.txt")
    library.add(text("柳湾经济开发区", 2021, "1.77", 5).encode(), name="earlier.txt")
    yield library
    library.close()


def ids(library: Library, zone: str) -> tuple[str, ...]:
    return next(each.report_ids for each in library.zones() if each.name == zone)


def test_a_passage_is_the_very_text_of_its_report(library: Library) -> None:
    for room in (0, 500):
        for passage in library.search(Query("税收是多少", limit=9, room=room)):
            assert passage.text == passage.span.of(library.report(passage.report_id).text)


def test_a_figure_that_the_question_states_leads_to_its_report(library: Library) -> None:
    best = library.search(Query("7.92亿元税收同比增长多少?", limit=1))[0]
    assert best.zone == "青河工业园区"


def test_the_year_of_the_question_prefers_the_report_of_that_year(library: Library) -> None:
    for year, tax in ((2021, "1.77"), (2023, "2.18")):
        found = library.search(Query(f"柳湾经济开发区{year}年税收是多少?", report_ids=ids(library, "柳湾经济开发区"), limit=1))
        assert tax in found[0].text


def test_a_passage_grows_with_its_neighbours_and_names_only_the_headings_over_all_of_it(library: Library) -> None:
    short, long = (library.search(Query("青河工业园区新签约项目有几个?", limit=1, room=room))[0] for room in (0, 600))
    assert long.span.contains(short.span)
    assert len(long.span) <= 600
    assert long.text == library.report(long.report_id).text[long.span.start : long.span.end]
    assert HEADS[2] in long.text
    assert not any(HEADS[2] in heading for heading in long.path)


def test_a_zone_that_the_text_names_is_looked_in_and_several_in_turn(library: Library) -> None:
    found = library.search(Query("青河工业园区和柳湾经济开发区的税收是多少?", limit=4))
    assert {passage.zone for passage in found} == {"青河工业园区", "柳湾经济开发区"}
    assert found[0].zone != found[1].zone


def test_grown_passages_are_not_given_twice(library: Library) -> None:
    found = library.search(Query("税收和固定资产投资完成多少?", report_ids=ids(library, "青河工业园区"), limit=9, room=2000))
    assert len({passage.span for passage in found}) == len(found)
    assert len(found) < len(library.chunks(found[0].report_id))


@pytest.mark.parametrize("room", [300, 600, 2000])
def test_no_sentence_stands_in_two_grown_passages(library: Library, room: int) -> None:
    found = library.search(Query("税收、投资、项目、企业和存在的问题?", limit=9, room=room))
    spans = [(passage.report_id, passage.span) for passage in found]
    assert not any(one == other and left.overlaps(right) for at, (one, left) in enumerate(spans) for other, right in spans[:at])


def test_of_several_zones_each_comes_before_any_comes_again(library: Library) -> None:
    groups = [ids(library, zone) for zone in ZONES]
    found = library.search_each(Query("企业招工困难吗?", limit=6), groups)
    assert {passage.zone for passage in found[:3]} == set(ZONES)
    assert len(found) == 6


def test_names_of_zones_tell_nothing_where_only_their_reports_are_looked_in(library: Library) -> None:
    within = ids(library, "松岭高新技术产业开发区")
    named = library.search(Query("松岭高新技术产业开发区:招工难不难?", report_ids=within, limit=3))
    plain = library.search(Query("招工难不难?", report_ids=within, limit=3))
    assert [passage.span for passage in named] == [passage.span for passage in plain]


def test_the_zones_a_question_may_mean_are_told_with_the_reports_that_speak_of_it(library: Library) -> None:
    likely = library.likely(Query("新签约项目21个", limit=2))
    assert next(iter(likely)) == "青河工业园区"
    assert len(likely) == 2
    assert set(likely["青河工业园区"]) <= set(ids(library, "青河工业园区"))


def test_vectors_are_asked_where_words_find_nothing(library: Library) -> None:
    assert library.store.lexical(["无此词"], report_ids=None, limit=3) == []
    assert library.search(Query("税", limit=2))


def test_a_filter_that_leaves_no_report_leaves_no_passage(library: Library) -> None:
    assert library.search(Query("税收", period=Period.parse("1999-01-01/1999-12-31"))) == []
