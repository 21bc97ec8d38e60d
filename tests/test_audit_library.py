"""Decisions on findings, from the outside: what a person decided stays decided."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store

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
