"""The labelled questions hold what their README says, the scorer tells right from nearly right, and the table can be printed."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.questions.ask import bench, files_of
from evals.questions.formulas import follows
from evals.questions.labels import EVERYWHERE, QUESTIONS, SPLITS, Question, questions
from evals.questions.matching import claims, evidenced, says
from evals.questions.run import put, report
from evals.questions.score import Reply, Said, by_type, figures, judged
from evals.run import SETS, measured_set, table
from index.errors import InvalidInput
from seeds import seed_files
from service.commands import evaluate

ALL = questions()
ASKED = Question(
    id="t-1",
    doc="a",
    type="calc",
    question="主导产业营收占总收入几成?",
    answerable=True,
    answer="51/66.23≈77.0%。",
    must_have=((77.0, "77%"),),
    must_not=("80%",),
    evidence=("主导产业营业收入51亿元",),
    tolerance=0.005,
)
QUOTES = ("总收入66.23亿元", "主导产业营业收入51亿元")


def reply(text: str, *, declined: bool = False, formula: str | None = None) -> Reply:
    said = Said(text, QUOTES, {number: formula for number in claims(text) if formula})
    return Reply(text, declined, (said,), QUOTES)


# --- the set


def test_there_are_enough_questions_each_its_own() -> None:
    assert len(ALL) >= 150
    assert sum(not each.answerable for each in ALL) >= 30
    assert max(Counter(each.id for each in ALL).values()) == 1
    assert max(Counter((each.doc, each.question, each.history) for each in ALL).values()) == 1


def test_every_type_is_split_in_halves() -> None:
    for kind in {each.type for each in ALL}:
        halves = Counter(each.split for each in ALL if each.type == kind)
        assert set(halves) == set(SPLITS)
        assert abs(halves["dev"] - halves["held"]) <= 1


def test_evidence_stands_in_the_published_report() -> None:
    published = {Path(entry.name).stem: entry.read_text(encoding="utf-8") for entry in seed_files()}
    for line in QUESTIONS.read_text("utf-8").splitlines():
        raw = json.loads(line)
        homes = published.values() if raw["doc"] == EVERYWHERE else [published[raw["doc"]]]
        assert all(any(each in text for text in homes) for each in raw["evidence"]), raw["id"]


def test_the_labelled_answer_would_be_right_by_its_own_label() -> None:
    for each in ALL:
        if each.answerable and not each.needs_model:
            assert judged(each, Reply(each.answer, False, (Said(each.answer),), ())).right, each.id


def test_every_formula_gives_its_labelled_value() -> None:
    for line in QUESTIONS.read_text("utf-8").splitlines():
        raw = json.loads(line)
        if "formula" in raw:
            numbers = {part for part in raw["formula"].replace("+", "/").replace("-", "/").split("/") if part}
            wanted = [str(each) for each in raw["must_have"][0] if not isinstance(each, str)]
            assert not wanted or any(follows(each, raw["formula"], numbers) for each in wanted), raw["id"]


# --- the scorer


def test_a_right_answer_says_every_group_and_cites_the_evidence() -> None:
    found = judged(ASKED, reply("约为77%。", formula="51/66.23*100"))
    assert (found.right, found.cited, found.loose) == (True, True, ())


@pytest.mark.parametrize(
    "text",
    ["约为7%。", "约为177%。", "77%,也有说80%。", "约为77%。" + "园" * 600],
    ids=["other", "inside", "must not", "too long"],
)
def test_what_is_nearly_right_is_wrong(text: str) -> None:
    assert not judged(ASKED, reply(text)).right


def test_declining_is_right_only_where_nothing_can_be_answered() -> None:
    assert not judged(ASKED, reply("约为77%。", declined=True)).right
    unanswerable = replace(ASKED, answerable=False, must_have=())
    assert judged(unanswerable, reply("未提及。", declined=True)).right
    assert not judged(unanswerable, reply("约为77%。")).right


@pytest.mark.parametrize(
    ("text", "formula", "loose"),
    [
        ("51亿元占66.23亿元的77.0%。", "51/66.23*100", ()),
        ("51亿元占66.23亿元的77.0%。", None, ("77.0",)),
        ("51亿元占66.23亿元的78.0%。", "51/66.23*100", ("78.0",)),
        ("约为77.0%。", "51/66.24*100", ("77.0",)),
        ("2024年1-9月共2份报告,[1]51亿元。", None, ()),
    ],
)
def test_a_number_needs_a_quote_or_a_formula_over_quotes(text: str, formula: str | None, loose: tuple[str, ...]) -> None:
    assert judged(ASKED, reply(text, formula=formula)).loose == loose


def test_a_year_that_nothing_supports_is_counted() -> None:
    assert judged(ASKED, reply("2019年为77%。")).loose_years == ("2019",)
    assert judged(ASKED, replace(reply("2019年为77%。"), periods=("2019-01-01/2019-12-31",))).loose_years == ()


def test_text_beside_the_sentences_is_not_faithful() -> None:
    assert judged(ASKED, replace(reply("77%。"), text="另外99%。77%。")).loose


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_whole_number_is_said_by_itself_alone(wanted: int, other: int) -> None:
    assert says(f"共{other}个", wanted) is (wanted == other)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_a_quotient_follows_from_its_parts_and_from_no_others(part: int, whole: int, places: int) -> None:
    printed = f"{part / whole * 100:.{places}f}"
    assert follows(printed, f"{part}/{whole}*100", {str(part), str(whole)})
    foreign = part + 10**7
    assert not follows(printed, f"{foreign}/{whole}*100", {str(part), str(whole)})


@pytest.mark.parametrize("formula", ["__import__('os')", "51**2", "max(51,1)", "51/0", "", "51;1"])
def test_a_formula_is_plain_arithmetic_or_nothing(formula: str) -> None:
    assert not follows("2601", formula, {"51"})


def test_evidence_is_recognised_through_injected_pinyin_and_widths() -> None:
    assert evidenced("固定资产投资完成9.7亿元", "固定資產(chǎn)投資完成9.7億元,固定资产投资")
    assert not evidenced("税收上缴1.92亿元", "集中供热站二期增容项目建成")


def test_figures_are_shares_of_what_they_speak_of() -> None:
    unanswerable = replace(ASKED, answerable=False, must_have=())
    replies = [
        judged(ASKED, reply("77%。", formula="51/66.23*100")),
        judged(ASKED, reply("未提及。", declined=True)),
        judged(unanswerable, reply("未提及。", declined=True)),
    ]
    found = figures(replies)
    assert (found["right"], found["cited"], found["abstained"], found["over_refused"]) == (0.5, 1.0, 1.0, 0.5)
    assert found["right_or_declined"] == pytest.approx(2 / 3)
    assert by_type(replies) == {"calc": (3, 2)}
    assert figures([])["right"] == 0.0


# --- a slice, asked


REPORT = """云岭经济开发区2024年工作总结

一、主要指标

2024年,完成规模工业总产值12.5亿元,同比增长8%。固定资产投资完成3.4亿元。

二、存在的问题

用地指标紧张,部分项目不能按时开工。
"""


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder with one report, and two questions about it in ``set.jsonl``."""
    (tmp_path / "zone.txt").write_text(REPORT, "utf-8")
    common = {"doc": "zone", "type": "lookup_number", "answerable": True, "must_not": []}
    lines = [
        common | {"id": "o-1", "question": "规模工业总产值多少?", "answer": "12.5亿元。", "must_have": [["12.5亿"]]},
        common | {"id": "o-2", "question": "固定资产投资完成多少?", "answer": "3.4亿元。", "must_have": [[3.4]]},
    ]
    evidence = (["完成规模工业总产值12.5亿元"], ["固定资产投资完成3.4亿元"])
    written = [json.dumps(line | {"evidence": each}, ensure_ascii=False) for line, each in zip(lines, evidence, strict=True)]
    (tmp_path / "set.jsonl").write_text("\n".join(written), "utf-8")
    return tmp_path


def test_service_and_baselines_answer_an_outside_set_over_outside_reports(
    outside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = put(questions(outside / "set.jsonl"), outside)
    assert set(results) == {"zonebrief", "plain_rag", "bm25"}
    for replies in results.values():
        assert [(each.right, each.cited, each.loose) for each in replies] == [(True, True, ())] * 2
    report(outside / "set.jsonl", outside, split=None, model=False, beside=False, show=True)
    assert "lookup_number" in capsys.readouterr().out


def test_a_question_about_no_report_is_an_error_and_not_wrong(outside: Path) -> None:
    with bench(files_of(outside)) as stand, pytest.raises(InvalidInput, match="应为一份"):
        stand.ask(replace(ASKED, doc="nowhere"))


# --- the table


def test_a_table_has_a_row_a_figure_and_a_column_a_half() -> None:
    rows = table("questions", {"dev.right": 0.5, "held.right": 0.25, "dev.asked": 4, "held.asked": 1, "caught": 1.0})
    assert [row.split() for row in rows] == [
        ["questions", "right", "0.500", "0.250"],
        ["questions", "asked", "4", "1"],
        ["questions", "caught", "1.000"],
    ]


def test_a_set_that_the_tree_does_not_hold_is_none() -> None:
    assert measured_set("evals.never_written") is None
    assert measured_set("evals.never_written.score") is None
    assert "questions" in SETS


def test_the_command_says_what_it_cannot_do(tmp_path: Path) -> None:
    given_: dict[str, object] = {"gold": None, "reports": None, "show": False, "model": False, "as_json": False}
    for wrong in ({"chosen": "nonsense"}, {"chosen": "all", "gold": tmp_path}, {"chosen": "audit", "show": True}):
        with pytest.raises(InvalidInput):
            evaluate(**(given_ | wrong))  # type: ignore[arg-type]
