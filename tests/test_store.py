"""The contract of every store engine: add an engine to ENGINES and it must pass."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sample_reports import EMBEDDER, HALF_YEAR, Sample, sample

from index.domain import Period, Status, ZoneIdentity
from index.embed import OfflineEmbedder
from index.errors import Conflict, InvalidInput, NotFound
from index.store import Store, Tally, open_store
from index.tokens import search_terms

NOW = datetime(2025, 7, 11, 8, tzinfo=UTC)
Opener = Callable[..., Store]


def _embedded(folder: Path, embedder: OfflineEmbedder) -> Store:
    return open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions)


ENGINES = {"embedded": _embedded}


@pytest.fixture(params=ENGINES)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the one store of the test, again where it was closed; closes it in the end."""
    stores: list[Store] = []

    def open_again(embedder: OfflineEmbedder = EMBEDDER) -> Store:
        stores.append(ENGINES[request.param](tmp_path / "data", embedder))
        return stores[-1]

    yield open_again
    for each in stores:
        each.close()


@pytest.fixture
def store(opened: Opener) -> Store:
    return opened()


def saved(store: Store, *numbers: int) -> list[Sample]:
    samples = [sample(number) for number in numbers]
    for each in samples:
        each.save_to(store)
    return samples


def assert_whole(store: Store, each: Sample) -> None:
    assert store.report(each.report.id) == each.report
    assert store.original(each.report.id) == each.original
    assert store.chunks(each.report.id) == list(each.chunks)
    assert store.observations(report_ids=[each.report.id])[0] == list(each.observations)
    assert store.findings(each.report.id) == list(each.findings)
    for chunk, indexed in zip(each.chunks, each.indexed, strict=True):
        found = store.nearest(EMBEDDER.embed_query(indexed), report_ids=[each.report.id], limit=1)
        assert found[0][0] == chunk.id
        assert found[0][1] == pytest.approx(1.0, abs=1e-4)
        assert chunk.id in dict(store.lexical(search_terms(indexed), report_ids=[each.report.id], limit=10))


def assert_gone(store: Store, report_id: str) -> None:
    """No method shows anything of the report."""
    for reading in (store.report, store.original, store.chunks, store.findings, store.tally):
        with pytest.raises(NotFound):
            reading(report_id)
    with pytest.raises(NotFound):
        store.decide(f"{report_id}.f1", "confirmed", None)
    assert report_id not in [report.id for report in store.reports()[0]]
    assert report_id not in [entry.report_id for entry in store.zones()]
    assert not store.observations(report_ids=[report_id])[0]
    assert report_id not in [each.report_id for each in store.observations()[0]]
    assert not store.chunks_by_id([f"{report_id}.0"])
    for only in (None, [report_id]):
        found = store.lexical(search_terms("工业总产值 项目"), report_ids=only, limit=100)
        found += store.nearest(EMBEDDER.embed_query("工业总产值"), report_ids=only, limit=100)
        assert not [chunk_id for chunk_id, _ in found if chunk_id.startswith(f"{report_id}.")]


def test_a_report_comes_back_exactly_as_saved(store: Store) -> None:
    for each in saved(store, 1, 2):
        assert_whole(store, each)
    assert str(store.observations()[0][0].quantity.value) == "1.50"
    assert store.check() == []


def test_everything_is_still_there_after_reopening(opened: Opener) -> None:
    store = opened()
    (each,) = saved(store, 1)
    store.close()
    again = opened()
    assert_whole(again, each)
    assert again.missing_vectors() == []
    assert again.check() == []


def test_a_report_without_period_chunks_or_findings_is_kept(store: Store) -> None:
    each = replace(sample(1, period=None), chunks=(), indexed=(), observations=(), findings=())
    each.save_to(store)
    assert store.report("r1").period is None
    assert store.chunks("r1") == []
    assert store.check() == []


def test_unknown_ids_are_not_found(store: Store) -> None:
    saved(store, 1)
    assert_gone(store, "r9")
    for changing in (store.remove, store.restore, store.purge):
        with pytest.raises(NotFound):
            changing("r9")
    with pytest.raises(NotFound):
        store.correct(sample(9).report, [])


def test_texts_vectors_and_chunks_must_run_side_by_side(store: Store) -> None:
    each = sample(1)
    with pytest.raises(ValueError, match="side by side"):
        store.save(each.report, b"", each.chunks, each.indexed, (), (), each.vectors[:1])
    with pytest.raises(ValueError, match="dimensions"):
        store.save(each.report, b"", each.chunks, each.indexed, (), (), [[1.0], [1.0]])
    assert_gone(store, "r1")
    assert store.check() == []


def test_saving_again_replaces_all_that_was_derived(store: Store) -> None:
    first = sample(1)
    first.save_to(store)
    assert_whole(store, first)
    second = sample(1, extra="其中外资项目")
    shorter = replace(second, chunks=second.chunks[1:], indexed=second.indexed[1:], observations=second.observations[:1])
    shorter.save_to(store)
    assert_whole(store, shorter)
    assert store.report_count() == 1
    assert not store.lexical(["其中亿元"], report_ids=None, limit=9)
    assert [chunk_id for chunk_id, _ in store.nearest(EMBEDDER.embed_query("总产值"), report_ids=None, limit=9)] == ["r1.1"]
    assert store.check() == []


def test_a_decision_on_a_finding_survives_a_new_save_by_fingerprint(store: Store) -> None:
    each = sample(1)
    each.save_to(store)
    decided = store.decide("r1.f1", "dismissed", "口径不同")
    assert decided == replace(each.findings[0], decision="dismissed", note="口径不同")
    renamed = replace(each.findings[0], id="r1.f7")
    other = replace(each.findings[0], id="r1.f8", fingerprint="another")
    replace(each, findings=(other, renamed)).save_to(store)
    assert store.findings("r1") == [other, replace(decided, id="r1.f7")]
    assert store.decide("r1.f7", None, None) == renamed


def test_a_decision_waits_for_its_finding_to_come_back(store: Store) -> None:
    each = sample(1)
    each.save_to(store)
    decided = store.decide("r1.f1", "dismissed", None)
    store.put_findings("r1", [])
    assert store.findings("r1") == []
    assert store.tally("r1").failing == 0
    store.put_findings("r1", each.findings)
    assert store.findings("r1") == [decided]
    assert store.tally("r1").failing == 0
    assert store.check() == []
    with pytest.raises(NotFound):
        store.put_findings("r9", [])


def test_every_change_gives_another_version_and_reading_none(store: Store) -> None:
    seen = [store.version]

    def changed() -> bool:
        seen.append(store.version)
        return seen[-1] not in seen[:-1]

    each = sample(1)
    each.save_to(store)
    assert changed()
    store.report("r1"), store.zones(), store.observations()
    assert not changed()
    for change in (
        lambda: store.correct(each.report, []),
        lambda: store.put_findings("r1", []),
        lambda: store.remove("r1"),
        lambda: store.restore("r1"),
        lambda: store.purge("r1"),
    ):
        change()
        assert changed()


def test_editions_are_of_the_same_zone_period_and_kind(store: Store) -> None:
    first, second, other = saved(store, 1, 2, 3)
    period = first.report.period
    assert period is not None
    for each, zone in ((second, first.report.zone), (other, replace(other.report.zone, name="别处开发区"))):
        replace(each, report=replace(each.report, zone=zone, period=period, kind=first.report.kind)).save_to(store)
    asked = first.report.zone.name, period, first.report.kind
    assert store.editions(*asked, limit=5) == ["r2", "r1"]
    assert store.editions(*asked, limit=1) == ["r2"]
    assert store.editions(asked[0], Period(period.start, None), asked[2], limit=5) == []
    assert store.editions(asked[0], period, "另一种", limit=5) == []
    store.remove("r2")
    assert store.editions(*asked, limit=5) == ["r1"]


def test_what_was_read_of_a_report_holds_while_others_come(store: Store) -> None:
    each = sample(1)
    each.save_to(store)
    before = store.changes
    saved(store, 2)
    store.put_findings("r1", [])
    assert store.changes == before
    for change in (
        lambda: each.save_to(store),
        lambda: store.correct(each.report, []),
        lambda: store.remove("r1"),
        lambda: store.restore("r1"),
        lambda: store.purge("r1"),
    ):
        change()
        assert store.changes != before
        before = store.changes


def test_one_content_is_one_visible_report(store: Store) -> None:
    each = sample(1)
    each.save_to(store)
    twin = replace(sample(2), report=replace(sample(2).report, content_hash=each.report.content_hash))
    with pytest.raises(Conflict):
        twin.save_to(store)
    assert_gone(store, "r2")
    store.remove("r1")
    twin.save_to(store)
    assert_whole(store, twin)
    assert store.check() == []


def test_a_report_is_found_by_its_content_until_removed(store: Store) -> None:
    (each,) = saved(store, 1)
    assert store.find_by_hash(each.report.content_hash) == each.report
    assert store.find_by_hash("unknown") is None
    store.remove("r1")
    assert store.find_by_hash(each.report.content_hash) is None


def test_a_tally_counts_what_hangs_on_a_report(store: Store) -> None:
    each = sample(1)
    uncertain = replace(each.findings[0], id="r1.f2", result="uncertain", fingerprint="2")
    replace(each, findings=(*each.findings, uncertain)).save_to(store)
    assert store.tally("r1") == Tally(chunks=2, observations=2, failing=1, uncertain=1)


# Lists


def test_pages_of_reports_join_to_the_list_newest_first_though_more_arrive(store: Store) -> None:
    saved(store, 1, 2, 3, 4, 5)
    page, cursor = store.reports(limit=2)
    assert [report.id for report in page] == ["r5", "r4"]
    saved(store, 6)
    store.remove("r4")
    page, cursor = store.reports(limit=2, cursor=cursor)
    assert [report.id for report in page] == ["r3", "r2"]
    page, cursor = store.reports(limit=2, cursor=cursor)
    assert ([report.id for report in page], cursor) == (["r1"], None)


def test_a_page_that_ends_the_list_has_no_cursor(store: Store) -> None:
    saved(store, 1, 2)
    assert store.reports(limit=2)[1] is None
    assert store.observations(limit=4)[1] is None


@pytest.mark.parametrize("cursor", ["", "!", "报告", "YWZ0ZXI", "YWZ0ZXIgLTE", "YWZ0ZXIgOTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_cursor_that_is_none_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(InvalidInput):
        store.reports(cursor=cursor)
    with pytest.raises(InvalidInput):
        store.observations(cursor=cursor)


def test_reports_are_filtered_by_zone_period_and_kind(store: Store) -> None:
    samples = [
        sample(1, zone="甲开发区"),
        sample(2, zone="乙开发区", period=Period.parse("2024-01-01/2024-12-31")),
        sample(3, zone="乙开发区", period=Period(date(2024, 6, 1), None)),
        sample(4, zone="丙开发区", period=None),
    ]
    for each in samples:
        each.save_to(store)

    def ids(**filters: object) -> list[str]:
        return [report.id for report in store.reports(**filters)[0]]  # type: ignore[arg-type]

    assert ids(zones=["乙开发区"]) == ["r3", "r2"]
    assert ids(zones=["甲开发区", "丙开发区"]) == ["r4", "r1"]
    assert ids(period=HALF_YEAR) == ["r3", "r1"]
    assert ids(period=Period.parse("2024-01-01/2024-03-31")) == ["r2"]
    assert ids(period=Period(date(2024, 12, 1), None)) == ["r3", "r2", "r1"]
    assert ids(kind="工作总结", zones=["甲开发区"]) == ["r1"]
    assert ids(kind="讲话") == []


def test_observations_are_filtered_by_every_column(store: Store) -> None:
    sample(1, zone="甲开发区").save_to(store)
    sample(2, zone="乙开发区", period=Period.parse("2024-01-01/2024-12-31")).save_to(store)

    def ids(**filters: object) -> list[str]:
        return [each.id for each in store.observations(**filters)[0]]  # type: ignore[arg-type]

    assert ids() == ["r1.o1", "r1.o2", "r2.o1", "r2.o2"]
    assert ids(report_ids=["r2"]) == ["r2.o1", "r2.o2"]
    assert ids(zones=["甲开发区"], indicators=["税收"]) == ["r1.o2"]
    assert ids(statuses=[Status.ACTUAL, Status.ESTIMATE]) == ["r1.o1", "r2.o1"]
    assert ids(periods=[HALF_YEAR]) == ["r1.o1"]
    assert ids(periods=[Period.parse("2025-01-01/2025-12-31"), Period.parse("2024-01-01/2024-12-31")]) == ["r1.o1", "r2.o1"]
    assert ids(periods=[Period(date(2024, 1, 1), None)]) == ["r1.o1", "r1.o2", "r2.o1", "r2.o2"]
    assert ids(text="2.50亿元") == ["r2.o1", "r2.o2"]
    assert ids(text="%' OR 1=1") == []
    assert ids(text="9.7%") == ["r1.o1", "r1.o2", "r2.o1", "r2.o2"]
    assert ids(text="9_7%") == []


def test_pages_of_observations_join_to_the_list_though_reports_are_saved_again(store: Store) -> None:
    saved(store, 1, 2, 3)
    page, cursor = store.observations(limit=3)
    sample(1).save_to(store)
    rest = store.observations(limit=9, cursor=cursor)[0]
    assert [each.id for each in page + rest] == ["r1.o1", "r1.o2", "r2.o1", "r2.o2", "r3.o1", "r3.o2", "r1.o1", "r1.o2"]


def test_zones_are_listed_a_report_each(store: Store) -> None:
    first, second = saved(store, 1, 2)
    entries = store.zones()
    assert [(each.report_id, each.identity, each.period) for each in entries] == [
        ("r1", first.report.zone, HALF_YEAR),
        ("r2", second.report.zone, HALF_YEAR),
    ]


def test_chunks_come_in_the_order_asked_for_and_gone_ones_are_left_out(store: Store) -> None:
    first, second = saved(store, 1, 2)
    assert store.chunks_by_id(["r2.1", "r9.0", "r1.0"]) == [second.chunks[1], first.chunks[0]]


# Search


def test_words_find_chunks_best_first_with_scores_above_zero(store: Store) -> None:
    sample(1, extra="其中集成电路封装项目").save_to(store)
    saved(store, 2, 3)
    found = store.lexical(search_terms("集成电路项目"), report_ids=None, limit=10)
    assert found[0][0] == "r1.1"
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert all(score > 0 for _, score in found)


def test_numbers_with_marks_are_found_exactly(store: Store) -> None:
    saved(store, 1, 2)
    sample(3, extra="1-6月").save_to(store)
    assert [chunk_id for chunk_id, _ in store.lexical(["1-6"], report_ids=None, limit=9)] == ["r3.1"]
    assert store.lexical(["6"], report_ids=None, limit=9) == []
    assert {chunk_id for chunk_id, _ in store.lexical(["9.7%"], report_ids=None, limit=9)} == {"r1.0", "r2.0", "r3.0"}
    assert [chunk_id for chunk_id, _ in store.lexical(["2.50"], report_ids=None, limit=9)] == ["r2.0"]
    assert store.lexical(["9.7"], report_ids=None, limit=9) == []


@pytest.mark.parametrize("terms", [[], [""], ["%"], ['"'], ["NEAR"], ["terms:x"], ["*"], ["a AND"], ["')--"], ["(", "^总"]])
def test_any_term_is_text_and_never_syntax(store: Store, terms: list[str]) -> None:
    saved(store, 1)
    assert store.lexical(terms, report_ids=None, limit=9) == []


def test_thousands_of_terms_are_one_search(store: Store) -> None:
    saved(store, 1)
    assert store.lexical([f"词{number}" for number in range(5000)] + ["总产值"], report_ids=None, limit=9)[0][0] == "r1.0"


def test_search_stays_within_the_reports_asked_for(store: Store) -> None:
    saved(store, 1, 2, 3)
    asked = EMBEDDER.embed_query("工业总产值")
    for found in (
        store.lexical(search_terms("工业总产值"), report_ids=["r2", "r9"], limit=9),
        store.nearest(asked, report_ids=["r2", "r9"], limit=9),
    ):
        assert {chunk_id.partition(".")[0] for chunk_id, _ in found} == {"r2"}
    assert store.lexical(["工业"], report_ids=[], limit=9) == store.nearest(asked, report_ids=[], limit=9) == []
    assert len(store.nearest(asked, report_ids=None, limit=2)) == 2
    assert len(store.lexical(["工业"], report_ids=None, limit=2)) == 2


def test_similarity_is_the_cosine(store: Store) -> None:
    first, second = (EMBEDDER.embed_query(text) for text in sample(1).indexed)
    saved(store, 1)
    cosine = sum(left * right for left, right in zip(first, second, strict=True))
    assert 0.05 < cosine < 0.95
    found = store.nearest([3 * number for number in first], report_ids=None, limit=2)
    assert [chunk_id for chunk_id, _ in found] == ["r1.0", "r1.1"]
    assert [similarity for _, similarity in found] == pytest.approx([1.0, cosine], abs=1e-4)


def test_similarity_lies_between_nothing_and_one(store: Store) -> None:
    saved(store, 1, 2)
    opposite = [-number for number in EMBEDDER.embed_query(sample(1).indexed[0])]
    for vector in (opposite, [0.0] * EMBEDDER.dimensions, EMBEDDER.embed_query("项目")):
        assert all(0 <= similarity <= 1 for _, similarity in store.nearest(vector, report_ids=None, limit=9))


def test_removed_reports_do_not_crowd_out_visible_ones(store: Store) -> None:
    saved(store, *range(1, 12))
    for number in range(1, 11):
        store.remove(f"r{number}")
    found = store.nearest(EMBEDDER.embed_query(sample(1).indexed[0]), report_ids=None, limit=2)
    assert {chunk_id for chunk_id, _ in found} == {"r11.0", "r11.1"}


# Correcting and deleting


def test_a_correction_changes_card_and_ledger_and_keeps_the_rest(store: Store) -> None:
    each = sample(1)
    each.save_to(store)
    store.report("r1")
    zone = ZoneIdentity("碧湖开发区", "碧湖")
    report = replace(each.report, zone=zone, period=Period.parse("2024-01-01/2024-06-30"))
    ledger = [replace(each.observations[0], zone=zone.name, period=report.period)]
    store.correct(report, ledger)
    assert_whole(store, replace(each, report=report, observations=tuple(ledger)))
    assert [found.id for found in store.reports(zones=["碧湖开发区"])[0]] == ["r1"]
    assert store.observations(zones=["云溪示范开发区"])[0] == []
    assert store.check() == []


def test_a_removed_report_is_hidden_at_once_and_back_within_ten_minutes(store: Store) -> None:
    each, other = saved(store, 1, 2)
    store.remove("r1", now=NOW)
    assert_gone(store, "r1")
    assert store.report_count() == 1
    assert store.purge_expired(now=NOW + timedelta(minutes=9, seconds=59)) == []
    store.restore("r1", now=NOW + timedelta(minutes=10))
    assert_whole(store, each)
    assert_whole(store, other)
    store.restore("r1")


def test_after_ten_minutes_a_removed_report_is_gone_for_good(store: Store) -> None:
    saved(store, 1, 2)
    store.remove("r1", now=NOW)
    late = NOW + timedelta(minutes=10, seconds=1)
    with pytest.raises(NotFound):
        store.restore("r1", now=late)
    assert store.purge_expired(now=late) == ["r1"]
    assert_gone(store, "r1")
    assert_whole(store, sample(2))
    assert store.check() == []


def test_a_removed_report_can_be_saved_anew(store: Store) -> None:
    saved(store, 1)
    store.remove("r1", now=NOW)
    (each,) = saved(store, 1)
    assert_whole(store, each)
    assert store.purge_expired(now=NOW + timedelta(hours=1)) == []


def test_a_purged_report_saved_again_is_the_new_one_though_the_old_was_just_read(store: Store) -> None:
    saved(store, 1)
    store.report("r1")
    store.purge("r1")
    assert_gone(store, "r1")
    each = sample(1, extra="其中外资项目")
    each.save_to(store)
    assert_whole(store, each)


# Vectors


def test_a_changed_embedder_is_filled_beside_the_old_one(opened: Opener) -> None:
    store = opened()
    first, _ = saved(store, 1, 2)
    store.close()
    larger = OfflineEmbedder(48)
    store = opened(larger)
    missing = store.missing_vectors()
    assert [chunk_id for chunk_id, _ in missing] == ["r1.0", "r1.1", "r2.0", "r2.1"]
    assert missing[0][1] == first.indexed[0]
    assert store.nearest(larger.embed_query("总产值"), report_ids=["r1"], limit=3) == []
    store.put_vectors([(chunk_id, larger.embed_query(text)) for chunk_id, text in missing[:3]])
    assert len(store.nearest(larger.embed_query("总产值"), report_ids=["r2"], limit=3)) == 1
    store.close()
    store = opened()
    assert store.missing_vectors() == []
    store.purge("r1")
    store.close()
    store = opened(larger)
    assert [chunk_id for chunk_id, _ in store.missing_vectors()] == ["r2.1"]
    store.put_vectors([("r2.1", larger.embed_query("项目")), ("r1.0", larger.embed_query("已删除"))])
    assert store.missing_vectors() == []
    assert store.check() == []
    store.close()
    assert len(opened().missing_vectors()) == 2


# Threads, notes, own tables


def test_readers_see_a_report_whole_or_not_at_all_while_it_is_replaced(store: Store) -> None:
    versions = [sample(1), sample(1, extra="其中外资项目")]
    versions[0].save_to(store)
    quotes = {tuple(each.indexed) for each in versions}

    def read(turn: int) -> bool:
        if turn % 10 == 0:
            versions[turn // 10 % 2].save_to(store)
        report, chunks = store.report("r1"), store.chunks_by_id(["r1.0", "r1.1"])
        found = store.lexical(["工业"], report_ids=["r1"], limit=9)
        near = store.nearest(EMBEDDER.embed_query("工业"), report_ids=None, limit=9)
        assert report in [each.report for each in versions]
        assert len(chunks) == 2
        assert len(found) >= 1
        assert {chunk_id for chunk_id, _ in near} <= {"r1.0", "r1.1"}
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, range(80)))
    assert len(quotes) == 2
    assert store.check() == []


def test_many_threads_save_and_none_is_lost(store: Store) -> None:
    samples = [sample(number) for number in range(1, 17)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: each.save_to(store), samples))
    for each in samples:
        assert_whole(store, each)
    assert store.check() == []


def test_names_are_remembered_by_kind_until_they_are_forgotten(store: Store) -> None:
    for kind, name in [("later", "乙区"), ("later", "甲区"), ("later", "甲区"), ("lat%r", "丙区")]:
        store.remember(kind, name)
    assert store.remembered("later") == ["乙区", "甲区"]
    store.forget("later", "乙区")
    store.forget("later", "丁区")
    assert store.remembered("later") == ["甲区"]
    assert store.remembered("lat%r") == ["丙区"]
    assert store.remembered("lat") == []


def test_the_storey_above_keeps_its_own_tables_beside(store: Store) -> None:
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE visits (number INTEGER)")
        connection.exec_driver_sql("INSERT INTO visits VALUES (1)")
    saved(store, 1)
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT number FROM visits").scalar() == 1
    assert store.check() == []


def test_writers_of_both_storeys_take_turns(store: Store) -> None:
    saved(store, 1)
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE visits (number INTEGER)")

    def write(turn: int) -> None:
        if turn % 2:
            store.decide("r1.f1", "confirmed", str(turn))
            return
        with store.engine.execution_options(writes=True).begin() as connection:
            seen = connection.exec_driver_sql("SELECT count(*) FROM visits").scalar()
            connection.exec_driver_sql(f"INSERT INTO visits VALUES ({seen})")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(200)))
    with store.engine.connect() as connection:
        visits = connection.exec_driver_sql("SELECT number FROM visits ORDER BY number").scalars().all()
    assert visits == list(range(100))


def test_decimals_keep_their_trailing_zeros(store: Store) -> None:
    saved(store, 1)
    growth = store.observations()[0][0].growth
    assert growth is not None
    assert growth.value is not None
    assert growth.value.as_tuple() == Decimal("9.70").as_tuple()
