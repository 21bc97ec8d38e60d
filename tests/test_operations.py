"""Which arithmetic a question wants."""

import pytest

from service.operations import Kind, folded, named, operation

WANTED = [
    ("年度招商任务完成了百分之几?", Kind.COMPLETION),
    ("距离全年目标还差几个项目?", Kind.TO_TARGET),
    ("税收占营业收入的比重是多少?", Kind.SHARE),
    ("授信的到账率是多少?", Kind.STAGE_RATE),
    ("还有多少套安置房没交付?", Kind.REMAINDER),
    ("道路和管网两项投资加起来多少?", Kind.SUM),
    ("甲类项目比乙类项目多几个?", Kind.DIFFERENCE),
    ("工业税收增速比全部税收快几个百分点?", Kind.POINTS),
    ("产值是税收的多少倍?", Kind.RATIO),
    ("从60亿元到75亿元,增幅多大?", Kind.GROWTH),
    ("编制从80名压减到60名,减少了几名?", Kind.CHANGE),
    ("用工人数同比增长百分之几?", Kind.INCREASE_RATE),
    ("产值比上年同期增加了多少亿元?", Kind.INCREASE),
    ("平均每家企业投资多少?", Kind.PER),
    ("月均税收多少?", Kind.MONTHLY),
    ("班车增加了几台?平均每台花了多少?", Kind.PER_OF_CHANGE),
    ("去年同期产值推算是多少?", Kind.IMPLIED_BASE),
    ("全年任务倒推是多少?", Kind.IMPLIED_TARGET),
    ("全省增速推算是多少?", Kind.IMPLIED_OTHERS),
    ("按目前进度全年税收能有多少?", Kind.YEAR_AHEAD),
    ("前年税收大约是多少?", Kind.EARLIER_LEVEL),
    ("技改投入均摊下来一家多少?", Kind.PER),
    ("两项缺口加一块是多少?", Kind.SUM),
    ("固投的年初任务打了几折?", Kind.COMPLETION),
    ("想够到全年产值目标,后半年还得干多少?", Kind.TO_TARGET),
    ("按完成进度倒推,全年任务有多少?", Kind.IMPLIED_TARGET),
    ("评审的项目被否掉的比例多高?", Kind.SHARE),
]

NOT_WANTED = [
    "园区产值是多少?",
    "两头各差多少钱?",
    "三个指标分别差多少?",
    "产值比上年同期快多少?",
    "增速高出全省多少个百分点?",
    "合同引资额是多少?",
    "什么时候完成全年目标?",
    "改革任务有哪些?",
    "",
]


@pytest.mark.parametrize(("question", "kind"), WANTED)
def test_the_arithmetic_is_read_from_the_question(question: str, kind: Kind) -> None:
    found = operation(question)
    assert found is not None
    assert found.kind is kind


@pytest.mark.parametrize("question", NOT_WANTED)
def test_a_question_for_what_a_report_says_is_no_calculation(question: str) -> None:
    assert named(question) is None


def test_operands_come_in_the_order_of_the_arithmetic() -> None:
    found = operation("批下来的额度里,到账的占多大比例?")
    assert found is not None
    assert found.operands == ("到账", "批下来的额度")


def test_marks_are_folded_character_for_character() -> None:
    question = "园区产值,占全市的百分之几?(全年)"
    assert len(folded(question)) == len(question)
