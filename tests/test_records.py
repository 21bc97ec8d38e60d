from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from index.errors import Conflict, InvalidInput, NotFound
from service.records import Made, Records
from service.schema import Briefing, BriefingSection, Citation, Coverage


@pytest.fixture
def engine() -> Iterator[sa.Engine]:
    engine = sa.create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    yield engine
    engine.dispose()


@pytest.fixture
def records(engine: sa.Engine) -> Records:
    return Records(engine)


def briefing(identity: str, created: str = "2025-07-01T00:00:00+00:00", report: str = "rep_1") -> Briefing:
    source = Citation(
        n=1, report_id=report, title="总结", zone="示例开发区", quote="完成投资", start=0, end=4, raw_start=0, raw_end=4
    )
    return Briefing(
        id=identity,
        title=f"简报{identity}",
        zones=("示例开发区",),
        sections=(BriefingSection(heading="总体"),),
        coverage=Coverage(reports_searched=1, reports_used=1),
        citations=(source,),
        created=created,
    )


def test_a_briefing_comes_back_as_it_was_kept_and_is_replaced_by_its_id(records):
    records.keep_briefing(briefing("brf_1"))
    changed = briefing("brf_1").model_copy(update={"title": "改过"})
    records.keep_briefing(changed)
    assert records.briefing("brf_1") == changed
    assert len(records.briefings().items) == 1


def test_pages_of_briefings_join_to_the_whole_list_newest_first(records):
    for n in range(7):
        records.keep_briefing(briefing(f"brf_{n}", created=f"2025-07-0{1 + n // 2}T00:00:00+00:00"))
    seen, cursor = [], None
    while True:
        page = records.briefings(limit=2, cursor=cursor)
        seen += [card.id for card in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [f"brf_{n}" for n in (6, 5, 4, 3, 2, 1, 0)]


@pytest.mark.parametrize("cursor", ["x", "@@@", "", "YWJj", "é"])
def test_a_cursor_that_is_none_of_ours_is_refused(records, cursor):
    with pytest.raises(InvalidInput):
        records.briefings(cursor=cursor)


def test_a_dropped_briefing_is_not_found(records):
    records.keep_briefing(briefing("brf_1"))
    records.drop_briefing("brf_1")
    with pytest.raises(NotFound):
        records.briefing("brf_1")
    with pytest.raises(NotFound):
        records.drop_briefing("brf_1")


def test_briefings_that_quote_a_purged_report_go_with_it(records):
    records.keep_briefing(briefing("brf_1", report="rep_1"))
    records.keep_briefing(briefing("brf_2", report="rep_2"))
    assert records.cited_reports() == {"rep_1", "rep_2"}
    assert records.drop_briefings_citing("rep_1") == 1
    assert [card.id for card in records.briefings().items] == ["brf_2"]
    assert records.cited_reports() == {"rep_2"}


def test_a_key_used_again_gives_what_was_made_the_first_time(records):
    assert records.claim("k", "print") is None
    records.settle("k", Made(201, "rep_1"))
    assert records.claim("k", "print") == Made(201, "rep_1")


def test_a_key_still_at_work_conflicts_and_one_of_another_request_is_refused(records):
    records.claim("k", "print")
    with pytest.raises(Conflict):
        records.claim("k", "print")
    records.settle("k", Made(201, "rep_1"))
    with pytest.raises(InvalidInput):
        records.claim("k", "other")


def test_a_released_key_and_one_cut_off_by_a_crash_are_free_again(engine, records):
    records.claim("k", "print")
    records.release("k")
    assert records.claim("k", "other") is None
    assert Records(engine).claim("k", "third") is None


def test_opening_twice_changes_nothing(engine, records):
    records.keep_briefing(briefing("brf_1"))
    assert Records(engine).briefing("brf_1") == records.briefing("brf_1")
