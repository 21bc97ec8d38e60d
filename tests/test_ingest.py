from pathlib import Path

import pytest

from index.domain import Place, ZoneIdentity
from index.embed import OfflineEmbedder
from index.ingest import KnownZones
from index.library import Library
from index.store import open_store
from index.zones import core_of, same_zone
from seeds import seed_files


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    embedder = OfflineEmbedder()
    folder: Path = tmp_path_factory.mktemp("library")
    store = open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions)
    library = Library(store, embedder)
    for seed in seed_files():
        library.add(seed.read_bytes(), name=seed.name)
    yield library
    library.close()


def card(library, name):
    return next(report for report in library.reports()[0] if name in report.zone.name)


def test_the_seeds_come_in_with_zone_period_and_genre(library):
    found = {(report.zone.name, report.period.iso if report.period else None, report.kind) for report in library.reports()[0]}
    assert found == {
        ("益阳长春经开区", "2025-01-01/2025-06-30", "半年度工作报告"),
        ("长春经济技术开发区", "2021-01-01/2021-12-31", "新闻报道"),
        ("河东经济开发区", None, "半年度工作报告"),
        ("经济开发区", "2023-01-01/2023-06-30", "半年度工作报告"),
        ("产业开发区", "2024-01-01/2024-09-30", "年度工作报告"),
    }


def test_two_zones_of_one_name_are_two_zones_and_know_of_each_other(library):
    zones = {zone.name: zone for zone in library.zones()}
    assert zones["益阳长春经开区"].homonyms == ("长春经济技术开发区",)
    assert zones["长春经济技术开发区"].homonyms == ("益阳长春经开区",)


def test_the_same_bytes_again_are_the_same_report(library):
    seed = seed_files()[0]
    receipt, created = library.add(seed.read_bytes(), name="again.txt")
    assert not created
    assert library.report(receipt.report_id).receipt == receipt


def test_every_quote_and_every_chunk_is_a_slice_and_leads_back_to_the_original(library):
    for report in library.reports()[0]:
        chunks = library.chunks(report.id)
        assert "".join(chunk.span.of(report.text) for chunk in chunks) == report.text
        for row in library.ledger(report.id):
            assert row.span.of(report.text) == row.quote
            assert len(report.alignment.raw_span(row.span).of(report.raw)) >= len(row.quote.replace(" ", "")) // 2


def test_a_disputed_year_and_an_unstated_one_are_said(library):
    assert "标题写2022" in (card(library, "经济开发区").period_note or "") or any(
        "标题写2022" in (report.period_note or "") for report in library.reports()[0]
    )
    assert "未写年份" in (card(library, "河东").period_note or "")


def test_a_correction_by_hand_moves_the_ledger(library):
    report = card(library, "产业开发区")
    before = library.ledger(report.id)
    library.correct(report.id, zone="君山产业开发区")
    assert {row.zone for row in library.ledger(report.id)} == {"君山产业开发区"}
    assert [row.quantity for row in library.ledger(report.id)] == [row.quantity for row in before]
    library.correct(report.id, zone="产业开发区")


def test_a_removed_report_is_gone_everywhere_and_can_come_back(library):
    report = card(library, "河东")
    library.remove(report.id)
    assert all(report.id not in zone.report_ids for zone in library.zones())
    assert library.observations(reports=[report.id])[0] == []
    library.restore(report.id)
    assert library.report(report.id).zone.name == "河东经济开发区"


def test_zones_without_a_name_of_their_own_are_told_apart_by_place():
    first = ZoneIdentity("经济开发区", "经济开发区", place=Place("甲省", "乙市", "丙区"))
    second = ZoneIdentity("经济开发区", "经济开发区", place=Place("丁省", "戊市", "己县"))
    renamed = KnownZones([first]).told_apart(second)
    assert renamed.name == "经济开发区(戊市己县)"
    assert KnownZones([first, renamed]).told_apart(second).name == renamed.name
    assert KnownZones([first]).told_apart(first).name == "经济开发区"


NAMES = [
    "青河经济开发区",
    "青河经济技术开发区",
    "云岭高新区",
    "云岭高新技术产业开发区",
    "经济开发区",
    "产业园区",
    "河东工业园区(乙市)",
    "未识别园区",
]
PLACES = [Place(), Place("甲省", "乙市"), Place("甲省", "乙市", "丙区"), Place("丁省", "戊市")]


def test_zones_that_are_the_same_have_one_core() -> None:
    zones = [ZoneIdentity(name, name, place=place) for name in NAMES for place in PLACES]
    same = [(one.name, other.name) for one in zones for other in zones if same_zone(one, other)]
    assert any(one != other for one, other in same)
    assert all(core_of(one) == core_of(other) for one, other in same)
