"""OFD pages: objects to lines to paragraphs, tables, running heads, and nothing of a broken file but a clear error."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DamagedFile, EncryptedFile, TooLarge, UnreadableFile, ZoneBriefError
from index.readers.document import Limits
from index.readers.ofd import read_ofd

_SIZE = 5.6


def _width(text: str, size: float) -> float:
    return sum(size if character > "\u2000" else size / 2 for character in text)


def _object(
    text: str, x: float, y: float, *, size: float = _SIZE, extra: str = "", inner: str = "", steps: str | None = None
) -> str:
    """A text object with its steps written out; ``steps`` takes their place."""
    written = " ".join(f"{_width(character, size):g}" for character in text[:-1]) if steps is None else steps
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y} {_width(text, size):g} {size}" Font="1" Size="{size}" {extra}>{inner}'
        f'<ofd:TextCode X="0" Y="{size * 0.88:g}" DeltaX="{written}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    box = f"{x1} {y1} {x2 - x1 or 0.1:g} {y2 - y1 or 0.1:g}"
    return f'<ofd:PathObject ID="8" Boundary="{box}"><ofd:AbbreviatedData>M 0 0 L {x2 - x1:g} {y2 - y1:g}</ofd:AbbreviatedData></ofd:PathObject>'


def _page(objects: Sequence[str], *, template: str = "") -> str:
    used = f'<ofd:Template TemplateID="{template}"/>' if template else ""
    return f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016">{used}<ofd:Content><ofd:Layer>{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'


def _package(pages: Sequence[str], *, templates: Mapping[str, str] | None = None, more: Mapping[str, str] | None = None) -> bytes:
    listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/P{at}/Content.xml"/>' for at in range(len(pages)))
    used = "".join(f'<ofd:TemplatePage ID="{name}" BaseLoc="Tpls/{name}.xml"/>' for name in templates or {})
    members = {
        "OFD.xml": '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocInfo><ofd:Title>青河工业园区总结</ofd:Title></ofd:DocInfo>'
        "<ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297'
        f"</ofd:PhysicalBox></ofd:PageArea>{used}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{f"Doc_0/Pages/P{at}/Content.xml": page for at, page in enumerate(pages)},
        **{f"Doc_0/Tpls/{name}.xml": page for name, page in (templates or {}).items()},
        **(more or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in members.items():
            package.writestr(name, text)
    return target.getvalue()


def _paragraph(text: str, top: float) -> list[str]:
    """Lines of 27 characters at a step of 10 mm, the first set in by two."""
    objects, room, first = [], 25, True
    while text:
        objects.append(_object(text[:room], 28 + (2 * _SIZE if first else 0), top))
        text, room, first, top = text[room:], 27, False, top + 10
    return objects


_LONG = "上半年园区各项工作有序推进项目建设步伐加快企业生产总体平稳招商引资成效明显要素保障持续增强营商环境不断优化为完成全年任务打下了基础"


def test_lines_that_reach_the_margin_are_one_paragraph_with_a_place_each() -> None:
    document = read_ofd(
        _package([_page([_object("青河工业园区上半年工作总结", 60, 30, size=7.7), *_paragraph(_LONG + "。", 60)])])
    )
    assert document.text.split() == ["青河工业园区上半年工作总结", _LONG + "。"]
    assert document.title == "青河工业园区总结"
    assert document.pages == 1
    assert document.media_type == "application/ofd"
    first = document.places[1]
    assert first.page == 1
    assert document.text[first.span.start : first.span.end] == _LONG[:25]
    assert first.box is not None
    assert first.box[0] == pytest.approx((28 + 2 * _SIZE) * 72 / 25.4, abs=0.2)
    assert len(document.places) == 4


def test_a_paragraph_goes_on_over_the_end_of_a_page_and_page_numbers_are_noted() -> None:
    first = [*_paragraph(_LONG[:52], 60), _object("— 1 —", 98, 275)]
    second = [_object(_LONG[52:] + "。", 28, 40), _object("— 2 —", 98, 275)]
    document = read_ofd(_package([_page(first), _page(second)]))
    assert document.text.strip() == _LONG + "。"
    assert {note.kind for note in document.dropped} == {"page_number"}
    assert [place.page for place in document.places] == [1, 1, 2]


def test_steps_in_short_form_and_names_without_prefix_are_read() -> None:
    page = _page([_object("完成工业总产值", 28, 60, steps=f"g 6 {_SIZE}")]).replace("ofd:", "").replace(":ofd", "")
    assert read_ofd(_package([page])).text.strip() == "完成工业总产值"


def test_a_ruled_table_is_rows_of_cells() -> None:
    rows = [["指标", "单位", "1-6月"], ["规上工业总产值", "亿元", "151.2"], ["税收", "", "3"]]
    objects = [
        _object(cell, 30 + 50 * at, 62 + 10 * line, size=4.2)
        for line, row in enumerate(rows)
        for at, cell in enumerate(row)
        if cell
    ]
    objects += [_rule(28, 60 + 10 * at, 178, 60 + 10 * at) for at in range(4)]
    objects += [_rule(28 + 50 * at, 60, 28 + 50 * at, 90) for at in range(4)]
    assert read_ofd(_package([_page(objects)])).text.splitlines()[:3] == [
        "指标 | 单位 | 1-6月",
        "规上工业总产值 | 亿元 | 151.2",
        "税收 | — | 3",
    ]


def test_columns_of_objects_are_a_table_though_words_run_over_their_column() -> None:
    rows = [["指标名称", "单位", "1-6月完成"], ["规模以上工业增加值", "亿元", "22.1"], ["固定资产投资", "亿元", "30.2"]]
    objects = [
        _object(cell, 25 + 32 * at, 60 + 8 * line, size=4.6) for line, row in enumerate(rows) for at, cell in enumerate(row)
    ]
    assert read_ofd(_package([_page(objects)])).text.splitlines()[1] == "规模以上工业增加值 | 亿元 | 22.1"


def test_words_of_a_template_at_the_edge_are_left_out_with_a_note() -> None:
    data = _package([_page([_object("正文第一句", 28, 60)], template="5")], templates={"5": _page([_object("内部资料", 90, 8)])})
    document = read_ofd(data)
    assert document.text.strip() == "正文第一句"
    assert [(note.kind, note.excerpt) for note in document.dropped] == [("running_head", "内部资料")]


def test_white_letters_are_hidden_unless_they_stand_on_a_colour() -> None:
    white = '<ofd:FillColor Value="255 255 255"/>'
    ground = '<ofd:PathObject ID="7" Boundary="20 90 150 20" Fill="true" Stroke="false"><ofd:AbbreviatedData>M 0 0 L 150 0 L 150 20 C</ofd:AbbreviatedData></ofd:PathObject>'
    page = _page(
        [
            _object("看得见的字", 28, 60),
            _object("看不见的字", 28, 75, inner=white),
            ground,
            _object("色块上的字", 28, 95, inner=white),
        ]
    )
    document = read_ofd(_package([page]))
    assert [document.text[span.start : span.end] for span in document.hidden] == ["看不见的字"]
    assert "色块上的字" in document.text


def test_turned_words_stand_on_a_line_of_their_own() -> None:
    turned = _object("内部资料", 60, 100, extra='CTM="0.7 -0.7 0.7 0.7 0 0"')
    assert "内部资料" in read_ofd(_package([_page([*_paragraph(_LONG, 60), turned])])).text.splitlines()


@pytest.mark.parametrize(
    ("data", "limits", "error"),
    [
        (b"PK\x03\x04" + bytes(40), Limits(), DamagedFile),
        (_package([_page(_paragraph(_LONG, 60))])[:-150], Limits(), DamagedFile),
        (_package([]), Limits(), DamagedFile),
        (_package([_page([])]), Limits(), DamagedFile),
        (_package([_page(['<ofd:ImageObject ID="3" Boundary="0 0 210 297" ResourceID="1"/>'])]), Limits(), UnreadableFile),
        (_package([_page(["正文"])], more={"Encryptions.xml": "<a/>"}), Limits(), EncryptedFile),
        (_package(['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']), Limits(), DamagedFile),
        (_package(["<a>" * 3000]), Limits(), TooLarge),
        (_package([_page(_paragraph(_LONG, 60))] * 4), Limits(pages=3), TooLarge),
        (_package([_page(_paragraph(_LONG, 60))] * 4), Limits(characters=100), TooLarge),
        (_package([_page(["x" * 3_000_000])]), Limits(), TooLarge),
    ],
)
def test_what_cannot_be_read_is_named_with_advice(data: bytes, limits: Limits, error: type[ZoneBriefError]) -> None:
    with pytest.raises(error) as caught:
        read_ofd(data, limits)
    assert caught.value.advice


@given(st.text("0123456789.-g e\nan", max_size=30), st.text("0123456789.- MLSCBQAinf", max_size=40))
def test_odd_numbers_in_a_page_never_fail_otherwise(steps: str, drawn: str) -> None:
    odd = f'<ofd:PathObject Boundary="{steps}" CTM="{drawn}" Fill="true"><ofd:AbbreviatedData>{drawn}</ofd:AbbreviatedData></ofd:PathObject>'
    page = _page([_object("完成投资", 28, 60, steps=steps.replace("\n", " ")), odd])
    assert "完成投资" in read_ofd(_package([page])).text.replace(" ", "")


def test_small_raised_figures_are_no_digits() -> None:
    said = "园区规划面积扩大到30km"
    end = 28 + _width(said, _SIZE)
    behind = "工业税收达到120.5"
    page = _page(
        [
            _object(said, 28, 60),
            _object("2", end, 59, size=3.4),
            _object(behind, end + 2.2, 60),
            _object("1", end + 2.2 + _width(behind, _SIZE), 59, size=3.4),
        ]
    )
    assert read_ofd(_package([page])).text.strip() == said + "²" + behind + "¹"


def test_pages_with_a_picture_beside_their_text_are_told() -> None:
    picture = '<ofd:ImageObject ID="7" Boundary="40 120 100 80" ResourceID="3"/>'
    with_picture = _page([*_paragraph(_LONG, 40), picture])
    document = read_ofd(_package([_page(_paragraph(_LONG, 40)), with_picture]))
    assert document.warnings == ("第2页有图片,其中的文字未识别",)
