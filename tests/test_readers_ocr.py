"""Pages read from pictures: what is doubted, and (slow) one small page read by the engine in several guises."""

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from index.errors import DamagedFile, NeedsRecognition, ReaderMissing, TooLarge
from index.readers import ocr
from index.readers.document import Document, Limits
from index.readers.image import read_image
from index.readers.pdf import read_pdf
from index.readers.scan.doubt import Glyph, doubtful, wants_second_reading

LIMITS = Limits()
FONTS = [
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
]
FONT = next((path for path in FONTS if path.exists()), None)
WITH_ENGINE = (
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("rapidocr") is None, reason="needs the extra ocr"),
    pytest.mark.skipif(FONT is None, reason="needs a font with Han characters"),
)


def engine(test: Callable[..., None]) -> Callable[..., None]:
    for mark in WITH_ENGINE:
        test = mark(test)
    return test


def glyphs(text: str, **unsure: float) -> list[Glyph]:
    """Characters read surely, but for those named with their confidences (``_5`` stands for 5)."""
    return [Glyph(each, unsure.get(f"_{each}", 0.99), at / len(text)) for at, each in enumerate(text)]


def marked(text: str, second: str | None = None, **unsure: float) -> str:
    """The doubtful characters of a line."""
    found = doubtful(glyphs(text, **unsure), glyphs(second) if second is not None else None)
    return "".join(each for at, each in enumerate(text) if at in found)


def test_readings_that_agree_leave_no_doubt() -> None:
    assert marked("完成投资12.5亿元,同比增长8%。", "完成投资12.5亿元,同比增长8%。") == ""


@pytest.mark.parametrize(
    ("first", "second", "doubt"),
    [
        ("投资12.5亿元", "投资12.6亿元", "12.5亿"),
        ("投资125亿元", "投资12.5亿元", "125亿"),
        ("投资12.5亿元", "投资12.5万元", "12.5亿"),
        ("增长-3.2%", "增长3.2%", "-3.2%"),
        ("增长8%左右", "增长8左右", "8%"),
        ("共1企业", "共11企业", "1"),
    ],
)
def test_a_figure_that_two_readings_do_not_share_is_doubtful_as_a_whole(first: str, second: str, doubt: str) -> None:
    assert doubt in marked(first, second)


def test_words_that_two_readings_do_not_share_are_not_marked() -> None:
    assert marked("末来三年完成5亿元", "未来三年完成5亿元") == ""


def test_little_confidence_in_one_digit_makes_its_figure_doubtful() -> None:
    assert marked("增长20.47%,共5家", _4=0.6) == "20.47%"


@pytest.mark.parametrize("figure", ["370:79", "27..3", "618.27.", "1,23", "1O5", "1一6"])
def test_figures_that_nobody_would_print_are_doubtful(figure: str) -> None:
    assert marked(f"完成{figure}亿元", f"完成{figure}亿元").startswith(figure)


@pytest.mark.parametrize("text", ["12,345.67万元", "08:21:42", "1.主要指标", "35,12个项目共1,204人", "2024年1-6月"])
def test_figures_in_their_usual_forms_are_not_doubtful(text: str) -> None:
    assert marked(text.replace("5,1", "5\uff0c1"), text.replace("5,1", "5\uff0c1")) == ""


def test_lines_with_digits_or_what_looks_like_them_are_read_twice() -> None:
    assert [wants_second_reading(glyphs(text)) for text in ("增长8", "增长\uff18", "编号lO", "稳中有进")] == [
        True,
        True,
        True,
        False,
    ]


def test_without_the_engine_the_advice_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _: None)
    with pytest.raises(ReaderMissing) as caught:
        ocr.require_engine()
    assert "zonebrief[ocr]" in caught.value.advice


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


BLANK = Image.new("RGB", (400, 300), "white")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_picture_files_that_are_cut_short_are_damaged(kind: str) -> None:
    noisy = Image.effect_noise((400, 300), 60).convert("RGB")
    data = saved(noisy, kind)
    for share in (0.01, 0.5):
        with pytest.raises(DamagedFile):
            read_image(data[: int(share * len(data))], LIMITS)


def test_a_picture_of_too_many_pixels_or_pages_is_refused() -> None:
    with pytest.raises(TooLarge):
        read_image(saved(BLANK, "PNG"), replace(LIMITS, pixels=100_000))
    pages = saved(BLANK, "TIFF", save_all=True, append_images=[BLANK] * 3)
    with pytest.raises(TooLarge):
        read_image(pages, replace(LIMITS, scanned_pages=3))


@pytest.mark.skipif(find_spec("rapidocr") is None, reason="needs the extra ocr")
def test_a_picture_is_put_off_where_none_may_be_read() -> None:
    with pytest.raises(NeedsRecognition):
        read_image(saved(BLANK, "PNG"), replace(LIMITS, scanned_pages=0))


@pytest.mark.skipif(find_spec("rapidocr") is None, reason="needs the extra ocr")
@pytest.mark.parametrize(("kind", "pages"), [("MPO", 1), ("TIFF", 2)])
def test_a_preview_beside_a_photograph_is_no_page(kind: str, pages: int) -> None:
    data = saved(BLANK, kind, save_all=True, append_images=[BLANK.resize((60, 80))])
    with pytest.raises(NeedsRecognition) as caught:
        read_image(data, replace(LIMITS, scanned_pages=0))
    assert caught.value.pages == pages


HEADING = "青河工业园区运行情况"
TEXT = "上半年完成工业总产值128.46亿元,同比增长9.7%;新签约项目23个,其中亿元以上8个,实际利用外资1,203万美元。"
ROWS = [("指标", "本年", "增长"), ("工业投资", "45.30", "-3.2%"), ("税收收入", "6.08", "12.5%")]
PAGE = f"{HEADING}\n{TEXT}\n" + "".join(" | ".join(row) + "\n" for row in ROWS)


@cache
def page() -> Image.Image:
    """A small page of 200 dots an inch: a heading, a paragraph of three lines, a ruled table."""
    image = Image.new("RGB", (1000, 640), "white")
    draw = ImageDraw.Draw(image)
    font, large = ImageFont.truetype(str(FONT), 33), ImageFont.truetype(str(FONT), 44)
    draw.text((280, 40), HEADING, "black", large)
    lines, line = [], ""
    for character in TEXT:
        if draw.textlength(line + character, font) > (820 if lines else 754):
            lines, line = [*lines, line], ""
        line += character
    for at, each in enumerate([*lines, line]):
        draw.text((156 if at == 0 else 90, 130 + 56 * at), each, "black", font)
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            left, top = 90 + 270 * column, 400 + 64 * row
            draw.rectangle((left, top, left + 270, top + 64), outline="black", width=2)
            draw.text((left + 20, top + 8), cell, "black", font)
    return image


def spoiled(image: Image.Image, degrees: float) -> Image.Image:
    turned = image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")
    noise = Image.effect_noise(image.size, 40).convert("RGB")
    return Image.open(io.BytesIO(saved(Image.blend(turned, noise, 0.12), "JPEG", quality=50, dpi=(200, 200))))


def read(image: Image.Image, kind: str = "PNG", **options: Any) -> Document:
    return read_image(saved(image, kind, dpi=(200, 200), **options), LIMITS)


@engine
def test_a_page_is_read_with_its_paragraph_and_its_table() -> None:
    document = read(page())
    assert document.text.replace("，", ",").replace("；", ";") == PAGE
    assert document.confidence is not None
    assert document.confidence > 0.95
    assert "".join(each.span.of(document.text) for each in document.places) == document.text.replace("\n", "")
    box = document.places[0].box
    assert box is not None
    assert box == pytest.approx((280 * 0.36, 18, 720 * 0.36, 36), abs=6)


@engine
@pytest.mark.parametrize("degrees", [-2.0, 1.5])
def test_no_figure_of_a_skewed_and_noisy_page_is_wrong_in_silence(degrees: float) -> None:
    document = read(spoiled(page(), degrees))
    doubted = {at for span in document.uncertain for at in range(span.start, span.end)}
    sure = "".join(each if at not in doubted else "?" for at, each in enumerate(document.text))
    figures = ("128.46", "9.7%", "23", "8", "1,203", "45.30", "-3.2%", "6.08", "12.5%")
    assert sum(figure in sure for figure in figures) >= 7
    for row in ROWS[1:]:
        assert row[0] in document.text


@engine
@pytest.mark.parametrize("quarter", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270])
def test_a_page_scanned_the_wrong_way_round_is_turned(quarter: Image.Transpose) -> None:
    assert HEADING in read(page().transpose(quarter)).text


@engine
def test_a_picture_of_two_pages_and_one_with_its_direction_noted_are_read() -> None:
    two = read(page(), "TIFF", save_all=True, append_images=[page()])
    assert (two.pages, two.text.count("128.46")) == (2, 2)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    assert HEADING in read(page().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif.tobytes()).text


@engine
def test_scanned_pages_of_a_pdf_file_are_read_as_pictures() -> None:
    document = read_pdf(saved(page(), "PDF", resolution=200.0), LIMITS)
    assert document.text.replace("，", ",").replace("；", ";") == PAGE
    assert "图像识别" in document.warnings[0]
