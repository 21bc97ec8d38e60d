from index.domain import Alignment, Period, Report, Run, Section, Span, ZoneIdentity
from index.extract import extract
from service.digest import INVESTMENT, MEANS, NEXT, PROBLEMS, choose, excerpts

TEXT = """一、主要成效
(一)招商引资。新签约项目7个,包括甲科技、乙材料、丙食品、丁电子、戊物流、己环保,计划总投资12.5亿元。外出考察9次。
(二)要素保障。报批土地410亩,争取专项债3.2亿元。
二、存在的问题
一是用地紧张。工业用地指标不足,项目落地偏慢。
二是资金缺口约1.1亿元。
三、下一步打算
围绕年度任务,加强统筹调度,完善推进机制,压实各方责任,倒排时间节点,定期调度通报,全年力争新签约项目20个以上。
"""


def section(heading: str, level: int, *path: str) -> Section:
    start = TEXT.index(heading)
    following = [TEXT.index(mark) for mark in ("二、存在", "三、下一步") if TEXT.index(mark) > start]
    if level == 2:
        following += [TEXT.index("(二)")] if TEXT.index("(二)") > start else []
    end = min([*following, len(TEXT)])
    return Section(heading, level, Span(start, end), Span(start, start + len(heading)), (*path, heading))


def sample() -> Report:
    sections = (
        section("一、主要成效", 1),
        section("(一)招商引资。", 2, "一、主要成效"),
        section("(二)要素保障。", 2, "一、主要成效"),
        section("二、存在的问题", 1),
        section("三、下一步打算", 1),
    )
    return Report(
        id="r1", content_hash="h", title="样例园区半年汇报", text=TEXT, raw=TEXT,
        alignment=Alignment((Run(Span(0, len(TEXT)), Span(0, len(TEXT))),)), zone=ZoneIdentity("样例园区", "园区"),
        period=Period.parse("2025-01-01/2025-06-30"), period_note=None, published=None, kind="工作汇报",
        media_type="text/plain", created="2025-07-01T00:00:00Z", sections=sections,
    )  # fmt: skip


def test_sentences_go_to_the_section_their_headings_and_words_name() -> None:
    report = sample()
    found = excerpts(report, extract(report))
    by_section = {name: [each.text for each in choose(found, name, 400)] for name in (INVESTMENT, MEANS, PROBLEMS, NEXT)}
    assert any("新签约项目7个" in text for text in by_section[INVESTMENT])
    assert any("410亩" in text for text in by_section[MEANS])
    assert any("1.1亿元" in text for text in by_section[PROBLEMS])
    assert any("20个以上" in text for text in by_section[NEXT])


def test_lists_of_names_and_clauses_without_facts_are_trimmed_and_the_rest_is_verbatim() -> None:
    report = sample()
    found = excerpts(report, extract(report))
    signing = next(each for each in found if "新签约项目7个" in each.text)
    assert "甲科技" not in signing.text
    assert "12.5亿元" in signing.text
    plan = next(each for each in found if each.section == NEXT)
    assert plan.text == "全年力争新签约项目20个以上。"
    for each in found:
        for run in each.runs:
            assert 0 < len(run) <= 300
            assert run.of(TEXT).strip(" ,。;") in each.text or len(each.runs) > 1


def test_a_budget_holds_and_a_section_with_content_is_never_empty() -> None:
    report = sample()
    found = excerpts(report, extract(report))
    assert len(choose(found, PROBLEMS, 1)) == 1
    assert sum(len(each.text) for each in choose(found, PROBLEMS, 30)) <= 60


def test_a_focus_moves_what_it_names_to_the_front() -> None:
    report = sample()
    plain = {each.start: each.weight for each in excerpts(report, extract(report))}
    focused = {each.start: each.weight for each in excerpts(report, extract(report), focus="专项债")}
    raised = [start for start in plain if focused[start] > plain[start]]
    assert [TEXT[start : start + 4] for start in raised] == ["报批土地"]
