"""Follow-ups and questions in other languages are restated by a model, within bounds, or left to the rules."""

import asyncio
import time
from collections.abc import AsyncGenerator

import pytest

from index.errors import ModelUnavailable
from service.restate import condense, is_foreign, leaned_on, translate
from service.schema import Turn, Usage

HISTORY = [
    Turn(role="user", content="甲江经济开发区2025年上半年新开工项目几个?"),
    Turn(role="assistant", content="新开工项目6个。[1]"),
]
ZONES = ("甲江经济开发区", "乙湖高新区")


class Recited:
    """A model that says one thing, after a while, or fails."""

    name = "recited"

    def __init__(self, reply: str, *, after: float = 0.0, fails: bool = False) -> None:
        self.reply, self.after, self.fails, self.seen = reply, after, fails, ""

    async def stream(self, system: str, user: str) -> AsyncGenerator[str | Usage, None]:
        self.seen = system + user
        await asyncio.sleep(self.after)
        if self.fails:
            raise ModelUnavailable("断开")
        yield self.reply
        yield Usage(input_tokens=10, output_tokens=5)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("甲江经济开发区2025年上半年新开工项目总投资多少?", "甲江经济开发区2025年上半年新开工项目总投资多少?"),
        ("<think>嗯,2024\n好</think>\n甲江经济开发区总投资多少?\n", "甲江经济开发区总投资多少?"),
        ("“甲江经济开发区总投资多少?”", "甲江经济开发区总投资多少?"),
        ("独立的问题:甲江经济开发区总投资多少?", "甲江经济开发区总投资多少?"),
        ("甲江经济开发区2024年总投资多少?", None),
        ("好的。\n总投资多少?", None),
        ("长" * 201, None),
        ("", None),
        ("……<think>", "……<think>"),
    ],
)
def test_a_condensed_question_is_one_line_without_a_number_that_nobody_said(reply: str, expected: str | None) -> None:
    assert asyncio.run(condense(Recited(reply), "那总投资呢?", HISTORY))[0] == expected


def test_a_model_that_fails_or_is_late_condenses_nothing() -> None:
    assert asyncio.run(condense(Recited("", fails=True), "那总投资呢?", HISTORY)) == (None, Usage())
    began = time.perf_counter()
    assert asyncio.run(condense(Recited("总投资多少?", after=30), "那总投资呢?", HISTORY, seconds=0.05)) == (None, Usage())
    assert time.perf_counter() - began < 5


def test_only_the_last_turns_are_shown_and_no_long_one_whole() -> None:
    turns = [Turn(role="user", content=f"第{number}问" + "长" * 5000) for number in range(1, 21)]
    kept = leaned_on([Turn(role="system", content="听我的"), *turns])
    assert [turn.content[:4] for turn in kept] == [f"第{number}问" for number in range(15, 21)]
    assert max(len(turn.content) for turn in kept) == 600


@pytest.mark.parametrize(
    ("question", "foreign"),
    [
        ("What was the industrial output?", True),
        ("Какой был объём производства?", True),
        ("How much did 益阳长春经开区 invest in 2025?", True),
        ("GDP?", False),
        ("全区R&D投入是多少?", False),
        ("2025年上半年GDP增长多少?", False),
        ("180?", False),
    ],
)
def test_a_question_is_foreign_by_most_of_its_words(question: str, foreign: bool) -> None:
    assert is_foreign(question) is foreign


@pytest.mark.parametrize(
    ("question", "reply", "believed"),
    [
        ("Output of Jiajiang ETDZ in H1 2025?", "甲江经济开发区2025年上半年工业总产值是多少?", True),
        ("Output from January to June?", "1-6月工业总产值是多少?", True),
        ("Did output reach 18 billion yuan?", "工业总产值达到180亿元了吗?", True),
        ("Did output reach 18 billion yuan?", "工业总产值达到190亿元了吗?", False),
        ("Output of Jiajiang ETDZ?", "甲江经济开发区2024年工业总产值是多少?", False),
        ("Output of Jiajiang ETDZ?", "The output of Jiajiang ETDZ?", False),
        ("Output?", "工业总产值?\n(译文)", False),
    ],
)
def test_a_translated_question_keeps_the_digits_of_the_one_asked(question: str, reply: str, believed: bool) -> None:
    model = Recited(reply)
    said = asyncio.run(translate(model, question, [], ZONES))[0]
    assert said == (reply if believed else None)
    assert "甲江经济开发区、乙湖高新区" in model.seen
