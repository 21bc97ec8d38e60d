"""Writing-system repairs: widths, pinyin, traditional characters."""

from hypothesis import given
from hypothesis import strategies as st

from index.script import fold_width, injected_pinyin, is_traditional, simplify_where_traditional, strip_pinyin, to_simplified

MIXED = st.text(alphabet="园区產業開發著力乾0123.,()%\uff08\uff09\uff0c\uff11\uff12ǎnè \n①²㎡〔〕a")


def test_full_width_digits_letters_and_signs_fold_to_half_width() -> None:
    assert fold_width("\uff21\uff23增长\uff11\uff12\uff0e\uff15\uff05\uff08预计\uff09") == "AC增长12.5%(预计)"


def test_a_full_width_comma_between_digits_is_no_thousands_separator() -> None:
    assert fold_width("完成3\uff0c5个\uff0c共8个") == "完成3\uff0c5个,共8个"
    assert fold_width("产值1,234万元") == "产值1,234万元"


def test_odd_brackets_and_quotes_take_one_form() -> None:
    assert fold_width("〔二期〕“亩均英雄\u301e") == "(二期)“亩均英雄”"


def test_superscripts_and_circled_digits_do_not_become_digits() -> None:
    assert fold_width("3m²、①、㎡") == "3m²、①、㎡"


def test_injected_pinyin_goes_and_abbreviations_stay() -> None:
    written = "產(chǎn)業(yè)園區(qū)的線路板(PCB)總值\uff08GDP\uff09占比,距港口9公里(km)"
    assert strip_pinyin(written) == "產業園區的線路板(PCB)總值\uff08GDP\uff09占比,距港口9公里(km)"
    assert len(injected_pinyin(written)) == 3


def test_a_toneless_group_stays_because_nothing_proves_it_was_injected() -> None:
    assert strip_pinyin("样板(ban)和咖啡(café)") == "样板(ban)和咖啡(café)"


def test_traditional_text_becomes_simplified_and_keeps_its_length() -> None:
    written = "園區著力推動產業轉型,著眼長遠發展"
    assert to_simplified(written) == "园区着力推动产业转型,着眼长远发展"
    assert is_traditional(written)


def test_a_stray_variant_in_simplified_text_stays_as_written() -> None:
    written = "园区企业负责人张喆、王乾坤到会,刘徵作了汇报,会议总结了上半年的各项工作并部署下一步任务"
    assert simplify_where_traditional(written) == written


def test_a_traditional_paragraph_in_a_simplified_page_is_converted_alone() -> None:
    written = "导航页面文字" * 40 + "\n園區經濟運行總體平穩"
    assert simplify_where_traditional(written).endswith("园区经济运行总体平稳")


@given(MIXED)
def test_folding_keeps_length_and_settles_at_once(text: str) -> None:
    folded = fold_width(text)
    assert len(folded) == len(text)
    assert fold_width(folded) == folded


@given(MIXED)
def test_simplifying_keeps_length_and_settles_at_once(text: str) -> None:
    simple = simplify_where_traditional(text)
    assert len(simple) == len(text)
    assert simplify_where_traditional(simple) == simple
