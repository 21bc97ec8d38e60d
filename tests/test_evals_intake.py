"""The corpus of intake: each transformation does what it says and tells what must be read of it; the scorer sees what was done to a text."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.intake.aligning import matched
from evals.intake.archives import archive
from evals.intake.corpus import Entry, Wanted, load, tasks, write_manifest
from evals.intake.dirt import Dirt, Dirty, Sheet, soiled
from evals.intake.formats import FORMATS
from evals.intake.letters import DAMAGE
from evals.intake.lines import Change, Fate, Line, Role, changed, line, split, truth
from evals.intake.ofd import ofd
from evals.intake.office import docx, workbook
from evals.intake.plain import commas, gb18030, markdown, utf8, utf16
from evals.intake.reading import Reading, readings
from evals.intake.score import Folded, Score, compared_digits, score
from evals.intake.sources import LONGEST, SCANNED, SHORTEST, Size, Source, source
from evals.intake.table import figures, short_of, worst
from evals.intake.web import html, mht
from evals.intake.writing import Job
from index.domain import Span

SENTENCES = (
    (Role.TITLE, "云岭经济开发区2024年1-9月工作总结"),
    (Role.PARAGRAPH, "现将云岭经济开发区2024年1-9月工作总结如下。"),
    (Role.HEADING, "一、经济运行情况"),
    (Role.PARAGRAPH, "1-9月完成工业总产值120.48亿元,占全市的30.5%,同比增长8.2%,税收入库3000万元,服务企业(规上)12家。"),
    (Role.CAPTION, "主要经济指标"),
    (Role.ROW, "指标名称 | 单位 | 完成"),
    (Role.ROW, "工业税收 | 亿元 | 12.5"),
    (Role.HEADING, "二、发展基础"),
    (
        Role.PARAGRAPH,
        "园区已签约项目18个,总投资60.2亿元。土地报批3个批次,投入资金2000万元,计划年底前完成基础设施建设和配套服务。",
    ),
    (Role.PARAGRAPH, "新增规上企业9家。"),
)
REPORT = Source(
    "test",
    "云岭经济开发区",
    "2024-01-01/2024-09-30",
    "季度工作报告",
    tuple(line(role, text) for role, text in SENTENCES),
)


def dirty(dirt: Dirt, variant: int = 0, seed: int = 0, report: Source = REPORT) -> Dirty:
    return soiled(report, dirt, Random(seed), variant=variant)


def shown(made: Dirty) -> str:
    return "\n".join(each.shown for each in made.lines)


def many(dirt: Dirt) -> str:
    """What twenty draws show, so that what is done now and then is done."""
    return "\n".join(shown(dirty(dirt, seed=seed)) for seed in range(20))


# --- sources


def test_sources_have_the_lengths_asked_for_and_their_card_is_known() -> None:
    for number in range(40):
        long, short, tabular = (source(number, size) for size in Size)
        assert SHORTEST <= len(long.text) <= LONGEST
        assert 400 <= len(short.text) <= SCANNED
        assert SHORTEST <= len(tabular.text) <= LONGEST
        assert any(each.role is Role.ROW for each in tabular.lines)
        assert all(each.zone and each.kind for each in (long, short, tabular))


def test_the_title_of_an_invented_report_bears_its_zone_and_year() -> None:
    for number in (0, 1, 2, 6):
        made = source(number, Size.LONG)
        assert made.zone in made.title
        assert (made.period or "")[:4] in made.title


# --- lines


def test_a_changed_line_knows_what_stood_there() -> None:
    made = changed(
        line(Role.PARAGRAPH, "完成20.48亿元,增长8%。"),
        [Change(Span(4, 5), "。", Fate.STANDS), Change(Span(12, 13), "", Fate.LOST), Change(Span(2, 3), "2 ", Fate.RESTORED)],
    )
    assert made.shown == "完成2 0。48亿元,增长8。"[:7] + made.shown[7:]
    assert made.source == "完成20.48亿元,增长8%。"
    assert truth([made]).text == "完成20。48亿元,增长8。".replace("8。", made.shown[-2:])


@given(st.text("甲乙1。", min_size=1, max_size=20), st.integers(0, 20))
def test_a_line_cut_in_two_is_the_line(text: str, at: int) -> None:
    left, right = split(line(Role.PARAGRAPH, text), at)
    assert left.shown + right.shown == text
    assert left.wrapped
    assert left.source + right.source == text


# --- transformations


@pytest.mark.parametrize("dirt", list(Dirt))
@pytest.mark.parametrize("variant", range(3))
def test_dirt_loses_nothing_of_the_source_but_what_it_says_it_lost(dirt: Dirt, variant: int) -> None:
    for number in range(6):
        report = source(number, Size.LONG)
        made = soiled(report, dirt, Random(number), variant=variant)
        lost = [report.text[span.start : span.end] for span in made.truth.lost]
        kept = [each.source for each in made.lines if each.source]
        assert len(re.sub(r"[\s|]", "", "".join(kept))) == len(re.sub(r"[\s|]", "", report.text))
        assert len(lost) == 0 or dirt in (Dirt.MASKED, Dirt.UNDASHED, Dirt.SLIPPED, Dirt.DAMAGED)
        foreign = sum(len(span) for span in made.truth.foreign)
        changed_away = sum(len(span) for span in (*made.truth.lost, *made.truth.touched))
        assert len(made.truth.text) - foreign == len(report.text) - changed_away


@pytest.mark.parametrize("dirt", list(Dirt))
def test_dirt_is_the_same_at_every_run(dirt: Dirt) -> None:
    assert dirty(dirt, seed=3) == dirty(dirt, seed=3)


def test_no_dirt_is_the_source() -> None:
    assert shown(dirty(Dirt.NONE)) == REPORT.text == dirty(Dirt.NONE).truth.text


def test_traditional_text_with_pronunciations_must_come_back_simplified() -> None:
    made = dirty(Dirt.TRADITIONAL)
    assert "雲嶺經濟(jì)開(kāi)發(fā)區" in many(Dirt.TRADITIONAL)
    assert "億" in shown(made)
    assert made.truth.text == REPORT.text
    assert made.truth.foreign == ()


def test_misprints_change_no_digit_and_only_a_stop_for_a_point_stands() -> None:
    text = many(Dirt.MISPRINTED)
    assert "120。48亿元" in text
    assert re.search(r"120 ?\. ?48|１２０．４８", text)
    assert "〔规上〕" in text
    assert re.search(r"[１-９]", text)
    for seed in range(20):
        made = dirty(Dirt.MISPRINTED, seed=seed)
        assert made.truth.text.replace("。", ".") == REPORT.text.replace("。", ".")


def test_masked_figures_are_gone_and_nothing_is_expected_of_them() -> None:
    text = many(Dirt.MASKED)
    assert re.search(r"XX\.48亿元", text)
    assert re.search(r"(?:总产值|总投资)亿元", text)
    assert re.search(r"同比增长8\.2,", text)
    for seed in range(20):
        made = dirty(Dirt.MASKED, seed=seed)
        assert made.lines[0].shown == REPORT.title
        assert all(REPORT.text[span.start : span.end] not in ("", "云岭") for span in made.truth.lost)


def test_a_lost_dash_stands_and_can_be_told_while_a_lost_point_cannot() -> None:
    made = dirty(Dirt.UNDASHED)
    assert made.lines[0].shown == "云岭经济开发区2024年19月工作总结"
    assert [REPORT.text[span.start : span.end] for span in made.truth.touched] == ["-", "-", "-"]
    assert "占全市的305%" in many(Dirt.UNDASHED)
    assert "3000亿元" in many(Dirt.UNDASHED)


def test_portal_furniture_stands_around_and_none_of_it_is_expected() -> None:
    made = dirty(Dirt.PORTAL)
    roles = [each.role for each in made.lines]
    assert roles[0] is roles[-1] is Role.CHROME
    assert made.truth.text == REPORT.text
    assert "此处隐藏" in many(Dirt.PORTAL)


def test_page_numbers_break_words_of_long_paragraphs() -> None:
    report = source(0, Size.LONG)
    made = [soiled(report, Dirt.PORTAL, Random(seed)) for seed in range(6)]
    assert any(
        each.wrapped and made_[at + 1].role is Role.CHROME
        for made_ in (one.lines for one in made)
        for at, each in enumerate(made_)
    )


def test_wrapped_lines_are_of_one_width_and_go_on() -> None:
    for seed in range(8):
        made = soiled(REPORT, Dirt.BROKEN, Random(seed), sheet=Sheet(30, printed=seed % 2 == 0))
        cut = [each.shown for each in made.lines if each.wrapped]
        assert cut
        columns = [sum(2 if character > "\u2000" else 1 for character in text) for text in cut]
        assert max(columns) - min(columns) <= 1 or (seed % 2 and len({len(text) for text in cut}) == 1)
        assert max(columns) <= 60
        assert made.truth.text == REPORT.text


def test_a_torn_paragraph_goes_on_behind_a_caption_further_down() -> None:
    report = source(0, Size.LONG)
    lines = soiled(report, Dirt.BROKEN, Random(1), variant=1).lines
    torn = next(at for at, each in enumerate(lines) if each.wrapped)
    rest = next(
        at for at, each in enumerate(lines) if at > torn and each.source and lines[torn].source + each.source in report.text
    )
    assert rest > torn + 1
    assert lines[rest - 1].role is Role.CHROME


def test_a_flattened_table_has_a_cell_a_line() -> None:
    lines = [each.shown for each in dirty(Dirt.BROKEN, variant=2).lines]
    at = lines.index("指标名称")
    assert lines[at : at + 6] == ["指标名称", "单位", "完成", "工业税收", "亿元", "12.5"]


def test_slips_and_spun_words_stand_and_the_title_may_bear_another_year() -> None:
    text = many(Dirt.SLIPPED)
    assert "效劳" in text
    assert "根底" in text
    assert re.search(r"士地|没资|人库|己签约|顶目", text)
    assert re.search(r"202[23]年1-9月工作总结\n现将云岭经济开发区2024年", text)
    assert re.findall(r"\d", dirty(Dirt.SLIPPED).truth.text[21:]) == re.findall(r"\d", REPORT.text[21:])


def test_a_title_keeps_its_year_where_the_text_does_not_tell_it() -> None:
    silent = replace(REPORT, lines=(REPORT.lines[0], line(Role.PARAGRAPH, "现将有关工作总结如下。"), *REPORT.lines[2:]))
    assert {dirty(Dirt.SLIPPED, seed=seed, report=silent).lines[0].shown for seed in range(20)} == {REPORT.title}


def test_damage_shows_lost_bytes_an_advertisement_and_an_injected_instruction() -> None:
    text = "\n".join(shown(soiled(source(0, Size.LONG), Dirt.DAMAGED, Random(seed))) for seed in range(10))
    assert all(sign in text for sign in DAMAGE)
    assert re.search(r"百家乐|体育投注", text)
    assert re.search(r"忽略以上|系统提示|Ignore all previous", text)
    roles = {each.role for seed in range(10) for each in soiled(source(0, Size.LONG), Dirt.DAMAGED, Random(seed)).lines}
    assert {Role.FOREIGN, Role.HIDDEN} <= roles


# --- files


def job(dirt: Dirt = Dirt.NONE, seed: int = 0) -> Job:
    return Job(dirty(dirt), Random(seed))


@pytest.mark.parametrize("maker", [utf8, gb18030, utf16, markdown, commas, html, mht, ofd])
def test_the_same_draw_gives_the_same_bytes(maker: object) -> None:
    assert callable(maker)
    assert maker(job(seed=5)) == maker(job(seed=5))


@pytest.mark.parametrize("maker", [utf8, gb18030, utf16])
@pytest.mark.parametrize("dirt", [Dirt.NONE, Dirt.TRADITIONAL, Dirt.MASKED])
def test_text_files_are_read_whole(maker: object, dirt: Dirt) -> None:
    assert callable(maker)
    for seed in range(4):
        made = dirty(dirt)
        reading = readings(maker(Job(made, Random(seed))), "a.txt")[0]
        assert Folded.of(reading.text).text == Folded.of(made.truth.text).text


def test_a_word_document_numbers_its_headings_itself() -> None:
    packages = [zipfile.ZipFile(io.BytesIO(docx(job(seed=seed)))) for seed in range(6)]
    bodies = [package.read("word/document.xml").decode() for package in packages]
    numbered = [body for body in bodies if "<w:numId" in body]
    assert numbered
    assert all("一、经济运行情况" not in body and "经济运行情况" in body for body in numbered)


def test_a_workbook_shows_figures_with_their_places() -> None:
    package = zipfile.ZipFile(io.BytesIO(workbook(job())))
    assert any(name.startswith("xl/worksheets/") for name in package.namelist())


def test_an_archive_holds_another_and_names_its_reports() -> None:
    for seed in range(4):
        data, names = archive([Job(dirty(Dirt.NONE, seed=at), Random(seed)) for at in range(3)])
        given = readings(data, "a.zip")
        assert len(names) == 3
        assert [sum((reading.member or "").endswith(name) for reading in given) for name in names] == [1, 1, 1]


def test_every_format_meets_every_class_at_least_four_hundred_times() -> None:
    made = tasks(list(FORMATS))
    assert len(made) >= 400
    assert {(task.format, task.dirt) for task in made} == {(name, dirt) for name in FORMATS for dirt in Dirt}
    assert len({task.file for task in made}) == len(made)


def test_a_file_is_the_same_whatever_is_made_beside_it() -> None:
    alone = tasks(["ofd"], [Dirt.BROKEN])
    assert set(alone) <= set(tasks(list(FORMATS)))


def test_a_manifest_says_what_it_was_told(tmp_path: Path) -> None:
    made = dirty(Dirt.MASKED)
    wanted = Wanted("test", REPORT.text, REPORT.zone, REPORT.period, REPORT.kind, made.truth, "总结.txt")
    entries = [Entry("0001_zip_masked.zip", "zip", "masked", (wanted,))]
    write_manifest(tmp_path, entries)
    assert load(tmp_path) == entries


# --- comparing


@given(st.text("甲乙丙1", max_size=14), st.text("甲乙丙1", max_size=14))
def test_an_alignment_is_a_longest_common_subsequence(one: str, other: str) -> None:
    pairs = [(at, place) for at, place in enumerate(matched(one, other)) if place is not None]
    assert all(one[at] == other[place] for at, place in pairs)
    assert all(left[0] < right[0] and left[1] < right[1] for left, right in zip(pairs, pairs[1:], strict=False))
    row = [0] * (len(other) + 1)
    for letter in one:
        fresh = [0]
        for at, character in enumerate(other):
            fresh.append(row[at] + 1 if letter == character else max(fresh[-1], row[at + 1]))
        row = fresh
    assert len(pairs) == row[-1]


def _digits(expected: str, read: str, unsure: tuple[Span, ...] = ()) -> tuple[int, int, int]:
    truth_, seen = Folded.of(expected), Folded.of(read)
    found = compared_digits(truth_, seen, matched(truth_.text, seen.text), unsure)
    return len(found.changed), found.flagged, len(found.absent)


@pytest.mark.parametrize(
    ("read", "found"),
    [
        ("完成产值425.8亿元,增长3.2%。", (0, 0, 0)),
        ("完成产值４２５。8亿元,增长3.2%。", (0, 0, 0)),
        ("完成产值452.8亿元,增长3.2%。", (1, 0, 0)),
        ("完成产值4258亿元,增长3.2%。", (1, 0, 0)),
        ("完成产值425\n.8亿元,增长3.2%。", (1, 0, 0)),
        ("完成产值亿元,增长3.2%。", (0, 0, 1)),
        ("增长3.2%。完成产值425.8亿元,", (0, 0, 0)),
        ("", (0, 0, 2)),
    ],
)
def test_a_figure_is_there_changed_or_absent(read: str, found: tuple[int, int, int]) -> None:
    assert _digits("完成产值425.8亿元,增长3.2%。", read) == found


def test_a_changed_figure_that_is_flagged_is_not_silent() -> None:
    read = "完成产值452.8亿元,增长3.2%。"
    assert _digits("完成产值425.8亿元,增长3.2%。", read, (Span(4, 7),)) == (0, 1, 0)
    assert _digits("完成产值425.8亿元,增长3.2%。", read, (Span(12, 15),)) == (1, 0, 0)


@given(st.integers(0, 10**6), st.integers(1, 9))
def test_a_planted_wrong_digit_is_always_seen(number: int, step: int) -> None:
    wrong = str(number)[:-1] + str((number + step) % 10)
    assert _digits(f"全区完成产值{number}亿元,保持平稳。", f"全区完成产值{wrong}亿元,保持平稳。") == (1, 0, 0)


def _wanted(made: Dirty) -> Wanted:
    return Wanted("test", REPORT.text, REPORT.zone, REPORT.period, REPORT.kind, made.truth)


def _scored(made: Dirty, data: bytes) -> Score:
    return score("a.txt", "txt_utf8", made.dirt, _wanted(made), readings(data, "a.txt")[0])


def test_a_clean_file_is_read_perfectly() -> None:
    found = _scored(dirty(Dirt.NONE), REPORT.text.encode())
    assert found.share == 1.0
    assert (found.changed, found.absent, found.missed, found.surplus, found.card) == ((), (), (), 0, "")
    assert found.observations > 5


def test_text_dropped_a_wrong_card_and_a_missed_figure_are_told() -> None:
    text = REPORT.text.replace("新增规上企业9家。", "").replace("云岭", "青河")
    found = _scored(dirty(Dirt.NONE), text.encode())
    assert found.share < 1.0
    assert not found.zone
    assert "青河经济开发区 <> 云岭经济开发区" in found.card
    assert any("新增规上企业9家" in gap for gap in found.gaps)
    assert any("规上企业" in each for each in found.missed)
    assert found.absent == ("9",)


def test_figures_that_dirt_took_are_not_asked_of_the_ledger() -> None:
    text = REPORT.text.replace("120.48亿元", "亿元")
    at = REPORT.text.index("120.48")
    wanted = replace(_wanted(dirty(Dirt.NONE)), truth=replace(dirty(Dirt.NONE).truth, text=text, lost=(Span(at, at + 6),)))
    found = score("a.txt", "txt_utf8", "masked", wanted, readings(text.encode(), "a.txt")[0])
    assert found.missed == ()
    assert found.share == 1.0


def test_a_file_that_is_not_read_has_nothing_and_stands_first_among_the_worst() -> None:
    made = dirty(Dirt.NONE)
    none = score("b.pdf", "pdf_soffice", "none", _wanted(made), Reading(None, None, "damaged_file: 文件损坏"))
    good = _scored(made, REPORT.text.encode())
    assert none.share == 0.0
    assert not none.zone
    assert worst([good, none], 1) == [none]
    assert figures([good, none]).unread == 1


def test_bars_that_are_not_held_are_named() -> None:
    good = _scored(dirty(Dirt.NONE), REPORT.text.encode())
    assert short_of([good]) == []
    poor = replace(good, kept=0, changed=("1 -> 7",), period=False)
    assert [each.partition(" ")[2][:6] for each in short_of([poor])] == ["text 0", "1 digi", "period"]


def test_lines_of_dirt_are_no_part_of_the_truth() -> None:
    made = dirty(Dirt.DAMAGED)
    added = [each for each in made.lines if each.role in (Role.FOREIGN, Role.HIDDEN)]
    assert len(added) == 2
    assert all(isinstance(each, Line) and each.source == "" and each.shown not in made.truth.text for each in added)
