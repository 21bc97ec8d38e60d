"""The generated reports are the same at every run, tell nothing of the seeds, and coverage counts what it says."""

import re

from evals.retrieval import covered
from evals.retrieval.baselines import BM25
from evals.retrieval.questions import Question, pairs
from evals.retrieval.reports import distractors, formulas
from index.clean import clean
from seeds import seed_files


def test_the_generated_reports_are_the_same_at_every_run_and_each_its_own() -> None:
    first, again = list(distractors(60)), list(distractors(60))
    assert first == again
    assert len({made.text for made in first}) == 60
    assert not any("{" in made.text or "}" in made.text for made in first)


def test_every_formula_can_be_filled() -> None:
    said = "".join(made.text for made in distractors(400))
    for sentences in formulas().values():
        for sentence in sentences:
            longest = max(re.split(r"\{[^}]*\}", sentence), key=len)
            assert longest in said


def test_no_sentence_of_a_seed_stands_in_a_generated_report() -> None:
    made = [re.sub(r"\W", "", each.text) for each in distractors(40)]
    for entry in seed_files():
        for sentence in re.split("[。;\n]", clean(entry.read_text(encoding="utf-8")).text):
            letters = re.sub(r"\W", "", sentence)
            # Shorter ones are titles and formulae: 经济开发区2022年上半年工作总结.
            assert len(letters) < 18 or not any(letters in text for text in made)


def test_a_piece_is_covered_by_passages_of_its_own_report_alone() -> None:
    piece = "实现税收4.36亿元,同比增长8.1%"
    question = Question("q", "税收多少?", (), "a", (piece,))
    reports = {"a": pairs(piece)}
    assert covered(question, [("a", "园区实现税收4.36亿元,同比增长8.1%。")], reports) == [True]
    assert covered(question, [("b", "园区实现税收4.36亿元,同比增长8.1%。")], reports) == [False]
    assert covered(question, [("a", "园区实现税收"), ("a", "4.36亿元")], reports) == [False]


def test_pairs_look_through_traditional_characters_and_pinyin() -> None:
    assert pairs("上繳稅收,固定資產(chǎn)投資") == pairs("上缴税收,固定资产投资")


def test_what_is_asked_in_other_words_is_told_from_what_is_asked_in_the_reports() -> None:
    evidence = ("完成固定资产投资33.5亿元",)
    assert not Question("q", "完成固定资产投资多少亿元?", (), None, evidence).paraphrased
    assert Question("q", "在建设上一共花了多少钱?", (), None, evidence).paraphrased


def test_the_baseline_ranks_the_piece_with_the_rare_word_first() -> None:
    pieces = [("a", "园区项目建设情况"), ("b", "园区蒸汽管道项目"), ("c", "园区项目签约")]
    assert BM25(pieces, [text for _, text in pieces]).best("蒸汽管道", 2)[0] == pieces[1]
