"""Decisions on findings, from the outside: what a person decided stays decided."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.across import is_across
from index.audit import audit_across
from index.derive import Given, derive
from index.domain import Period
from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store
from index.tokens import search_terms

TEXT = (
    "样例高新区2024年上半年工作情况汇报\n现将样例高新区2024年上半年工作情况汇报如下。\n"
    "一、项目建设情况\n在谈项目30个,其中:用地项目21个;非用地项目10个。新投产项目4个,包括甲科技、乙材料、丙食品。\n"
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    embedder = OfflineEmbedder()
    library = Library(
        open_store("", folder=tmp_path, embedder_identity=embedder.identity, dimensions=embedder.dimensions), embedder
    )
    yield library
    library.close()


def add(library: Library, text: str = TEXT) -> str:
    return library.add(text.encode(), name="report.txt")[0].report_id


def test_a_decision_survives_removal_and_reading_again(library: Library) -> None:
    report_id = add(library)
    first, *others = library.audit(report_id)
    library.decide(first.id, "dismissed", "口径不同")
    library.remove(report_id)
    assert add(library) == report_id
    again = {each.fingerprint: each for each in library.audit(report_id)}
    assert (again[first.fingerprint].decision, again[first.fingerprint].note) == ("dismissed", "口径不同")
    assert again[first.fingerprint].id == first.id
    assert all(again[each.fingerprint].decision is None for each in others)


def test_what_is_found_in_a_text_has_the_same_fingerprints_further_down_another(library: Library) -> None:
    first = {each.fingerprint for each in library.audit(add(library))}
    later = TEXT.replace("一、项目建设情况", "一、总体情况\n园区上下齐心协力,各项工作平稳推进。\n二、项目建设情况")
    assert {each.fingerprint for each in library.audit(add(library, later))} == first


def test_a_decision_can_be_taken_back(library: Library) -> None:
    finding = library.audit(add(library))[0]
    library.decide(finding.id, "confirmed", None)
    assert library.decide(finding.id, None, None).decision is None
    assert all(each.decision is None for each in library.audit(finding.report_id))


# --- across the reports of one zone

ZONE = "样例高新技术产业开发区"


def year(number: int, said: str) -> str:
    return f"{ZONE}{number}年工作总结\n现将{ZONE}{number}年工作情况汇报如下。\n一、经济指标\n{said}\n"


EARLIER = year(2022, "2022年完成固定资产投资80亿元。力争2023年完成固定资产投资95亿元。")
LATER = year(2023, "2023年完成固定资产投资90.1亿元。")


def across(library: Library, report_id: str) -> dict[str, str]:
    return {each.kind: each.result for each in library.audit(report_id) if any(span.report_id for span in each.spans)}


@pytest.mark.parametrize("texts", [(EARLIER, LATER), (LATER, EARLIER)], ids=["in order", "the later first"])
def test_a_finding_across_two_reports_is_kept_with_the_later_one(library: Library, texts: tuple[str, str]) -> None:
    ids = {text: add(library, text) for text in texts}
    assert across(library, ids[LATER]) == {"target_actual": "uncertain"}
    assert across(library, ids[EARLIER]) == {}
    assert library.tally(ids[LATER]).uncertain == sum(each.result == "uncertain" for each in library.audit(ids[LATER]))
    assert library.check() == []


def test_a_finding_across_goes_and_comes_with_its_earlier_report_and_its_decision_stays(library: Library) -> None:
    earlier, later = add(library, EARLIER), add(library, LATER)
    (finding,) = [each for each in library.audit(later) if each.kind == "target_actual"]
    library.decide(finding.id, "confirmed", "已核实")
    library.remove(earlier)
    assert across(library, later) == {}
    library.restore(earlier)
    assert [each.decision for each in library.audit(later) if each.id == finding.id] == ["confirmed"]
    library.remove(earlier, purge=True)
    assert across(library, later) == {}
    assert add(library, EARLIER) == earlier
    assert [each.note for each in library.audit(later) if each.id == finding.id] == ["已核实"]


def test_a_correction_of_zone_or_period_audits_both_zones_anew(library: Library) -> None:
    earlier, later = add(library, EARLIER), add(library, LATER)
    library.correct(earlier, zone="另一工业园区")
    assert across(library, later) == {}
    library.correct(earlier, zone=ZONE)
    assert across(library, later) == {"target_actual": "uncertain"}
    library.correct(earlier, period=Period.parse("2025-01-01/2025-12-31"))
    assert across(library, later) == {}


def test_a_correction_keeps_the_decisions_on_what_a_report_says_by_itself(library: Library) -> None:
    report_id = add(library)
    first = library.audit(report_id)[0]
    library.decide(first.id, "dismissed", None)
    library.correct(report_id, zone="另一工业园区")
    assert [each.decision for each in library.audit(report_id) if each.fingerprint == first.fingerprint] == ["dismissed"]


def test_a_corrected_zone_and_period_are_what_a_search_finds(library: Library) -> None:
    report_id = add(library)
    library.correct(report_id, zone="望江台工业园区", period=Period.parse("2021-01-01/2021-12-31"))
    for said in ("望江台", "2021年"):
        assert library.store.lexical(search_terms(said), report_ids=None, limit=5)
    assert library.check() == []


@pytest.mark.parametrize(
    "order", [(2019, 2020, 2021, 2022), (2022, 2021, 2020, 2019), (2021, 2019, 2022, 2020), (2020, 2022, 2019, 2021)]
)
def test_findings_across_follow_from_the_reports_and_not_from_the_order_in_which_they_came(
    library: Library, order: tuple[int, ...]
) -> None:
    def text(number: int) -> str:
        return year(
            number, f"工业总产值完成{number - 1900}亿元,同比增长10%。{number + 1}年,力争工业总产值达到{number - 1890}亿元。"
        )

    ids = {number: add(library, text(number)) for number in order}
    found = {number: across(library, ids[number]) for number in sorted(order)}
    reports = [(library.report(each), library.ledger(each)) for each in ids.values()]
    whole = audit_across(reports)
    assert whole
    stored = [finding for each in ids.values() for finding in library.audit(each) if is_across(finding)]
    assert {each.id for each in stored} == {each.id for each in whole}
    assert not found[2019]
    assert all(found[number] for number in (2020, 2021, 2022))


def test_what_was_put_off_is_made_up_for_also_by_another_process(tmp_path: Path) -> None:
    embedder = OfflineEmbedder()

    def opened() -> Library:
        store = open_store("", folder=tmp_path, embedder_identity=embedder.identity, dimensions=embedder.dimensions)
        return Library(store, embedder)

    first = opened()
    ids = []
    for text in (LATER, EARLIER):
        derived = derive(text.encode(), Given("2025-07-01T00:00:00+00:00", "report.txt"))
        ids.append(first.keep(derived, text.encode(), settle=False)[0].report_id)
    assert across(first, ids[0]) == {}
    first.close()
    second = opened()
    second.settle()
    assert across(second, ids[0]) == {"target_actual": "uncertain"}
    second.settle()
    second.close()
