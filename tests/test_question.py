"""What a question says: the kind of answer it wants, the unit it names, its content words."""

import pytest

from index.locate import fits_question
from index.question import read_question


@pytest.mark.parametrize(
    ("question", "fitting", "unfit"),
    [
        ("每小时能供多少吨汽?", "供汽能力达75吨/小时", "建成2座供热站"),
        ("外出跑了几趟?", "赴外招商18批次", "对接企业32家"),
        ("招了多少人?", "新招录员工260名", "走访企业12家"),
        ("修了多少公里路?", "建成道路4.8公里", "投入资金3000万元"),
        ("批回多少亩地?", "批回土地20公顷", "批复项目3个"),
    ],
)
def test_a_unit_that_the_question_names_must_be_the_answers(question: str, fitting: str, unfit: str) -> None:
    reading = read_question(question)
    assert fits_question(reading, fitting)
    assert not fits_question(reading, unfit)


@pytest.mark.parametrize("question", ["签了多少个项目?", "几家企业入规?", "税收多少亿元?"])
def test_units_of_anything_are_no_condition(question: str) -> None:
    assert not read_question(question).units


def test_a_modal_glued_to_its_verb_is_no_content() -> None:
    words = {term.word for term in read_question("供热站每小时能供多少吨汽").terms}
    assert not any(word.startswith("能") for word in words)
