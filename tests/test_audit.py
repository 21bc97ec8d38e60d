from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.audit import audit
from index.domain import Alignment, Finding, Period, Report, Run, Span, ZoneIdentity
from index.extract import extract

HALF = Period.parse("2025-01-01/2025-06-30")


def sample(text: str, *, title: str = "样例园区工作汇报", period: Period | None = HALF) -> Report:
    whole = Span(0, len(text))
    return Report(
        id="r1", content_hash="h", title=title, text=text, raw=text, alignment=Alignment((Run(whole, whole),)),
        zone=ZoneIdentity("样例园区", "园区"), period=period, period_note=None, published=None, kind="工作汇报",
        media_type="text/plain", created="2025-07-01T00:00:00Z",
    )  # fmt: skip


def findings(text: str, **options: object) -> list[Finding]:
    report = sample(text, **options)  # type: ignore[arg-type]
    return audit(report, extract(report))


def results(text: str, kind: str, **options: object) -> list[str]:
    return [each.result for each in findings(text, **options) if each.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind", "result"),
    [
        ("新投产项目3个,包括甲科技、乙材料、丙食品。", "list_count", "pass"),
        ("新投产项目4个,包括甲科技、乙材料、丙食品。", "list_count", "fail"),
        ("新投产项目8个,包括甲科技、乙材料、丙食品等。", "list_count", "uncertain"),
        ("新投产项目2个,包括甲科技、乙材料、丙食品等。", "list_count", "fail"),
        ("推动甲科技、乙材料等9个项目开工。", "list_count", "uncertain"),
        ("甲科技、、丙食品、丁电子4个项目待签约。", "list_count", "uncertain"),
        ("在谈项目30个,其中:用地项目21个;非用地项目9个。", "sum", "pass"),
        ("在谈项目30个,其中:用地项目21个;非用地项目10个。", "sum", "fail"),
        ("签约项目30个,其中亿元以上项目19个,工业项目15个。", "sum", "uncertain"),
        ("批回土地12.4公顷(186亩)。", "unit_pair", "pass"),
        ("批回土地12.4公顷(196亩)。", "unit_pair", "fail"),
        ("人员由80个精减至60个(精减率25%)。", "ratio", "pass"),
        ("人员由80个精减至60个(精减率35%)。", "ratio", "fail"),
        ("主营业务收入完成年目标的41.2%,差欠序时进度8.8个百分点。", "progress", "pass"),
        ("主营业务收入完成年目标的41.2%,差欠序时进度6.8个百分点。", "progress", "fail"),
        ("累计获批专项债额度5.2亿元,到位4300万元。", "bound", "pass"),
        ("新增融资授信5.2亿元,到位6.1亿元。", "bound", "uncertain"),
        ("甲基地项目5月份进场,2025年4月建成。", "date_order", "uncertain"),
        ("在建项目20个。其中:续建项目12个;未开工项目8个。", "label", "uncertain"),
        ("工业总产值60亿元,其中新材料产业24亿元,占比40%。", "share", "pass"),
        ("工业总产值60亿元,其中新材料产业24亿元,占比46%。", "share", "fail"),
        ("出口24亿元,占进出口总额60亿元的近五成。", "share", "uncertain"),
        ("征集线索25条,其中50%来自外省。", "share_of_count", "uncertain"),
        ("三次产业结构为5.1:60.2:36.7。", "structure", "fail"),
        ("年度目标40亿元,已完成18亿元,完成率45%。", "completion", "pass"),
        ("年度目标40亿元,已完成18亿元,完成率54%。", "completion", "fail"),
        ("年度目标40亿元,已完成18亿元,还差24亿元。", "gap", "fail"),
        ("税收由上年的20亿元增加到25亿元,增长35%。", "ratio", "uncertain"),
        ("同口径下,税收由上年的20亿元增加到25亿元,增长35%。", "ratio", "fail"),
        ("税收25亿元,比上年增加5亿元,增长25%。", "ratio", "pass"),
        ("从业人员820人,比去年同期的700人增加100人。", "difference", "fail"),
        ("甲片区项目5个、乙片区项目6个,合计12个。", "sum", "fail"),
        ("培育食品、材料、电子三大主导产业。", "list_count", "pass"),
        ("开展“三帮活动”。一是帮用工。二是帮融资。三是帮销售。", "slogan", "pass"),
        ("机构由5个整合为4个,撤销甲局、乙局,新设丙局。", "organs", "pass"),
        ("青河厂房2024年5月开工,2024年3月竣工。", "date_order", "fail"),
        ("北湖泵站项目已竣工投产。力争北湖泵站项目年底建成投产。", "done_and_not_done", "uncertain"),
        ("实施改造项目9个,竣工项目3个。", "bound", "pass"),
        ("一是围绕“强链”抓招引。二是围绕“强链”抓储备。", "repeated_item", "uncertain"),
    ],
)  # fmt: skip
def test_a_relation_is_checked_and_judged(text: str, kind: str, result: str) -> None:
    assert result in results(text, kind)


def test_years_of_title_and_opening_must_agree() -> None:
    opening = "现将园区2024年上半年工作情况总结如下。"
    assert results(opening, "year", title="样例园区2023年上半年工作总结") == ["fail"]
    assert results(opening, "year", title="样例园区2024年上半年工作总结") == ["pass"]


def test_a_second_division_of_one_total_is_found_above_it() -> None:
    text = (
        "在建项目20个,总投资60.5亿元。其中:续建项目12个,总投资40.5亿元;新建项目8个,总投资20亿元。\n"
        "从区域来看:东片区9个,总投资30亿元;西片区11个,总投资30.5亿元。"
    )
    assert results(text, "sum") == ["pass"] * 4
    assert "fail" in results(text.replace("西片区11个", "西片区12个"), "sum")


def test_a_target_below_the_result_is_questioned() -> None:
    text = "1-6月合同引资额27.8亿元。\n全年力争合同引资额25亿元以上。"
    assert "uncertain" in results(text, "target")
    assert results(text.replace("25亿", "45亿"), "target") == ["pass"]


def test_one_name_listed_as_unsigned_and_as_under_way_is_questioned_across_spellings() -> None:
    text = "初步敲定合同项目3个,包括甲电子、恒辉达二期、丙食品。\n推动丁材料、恒晖达二期等5个项目尽快建成投产。"
    assert {"naming", "status"} <= {each.kind for each in findings(text) if each.result == "uncertain"}


def test_a_consistent_report_has_no_fail() -> None:
    text = (
        "规模工业总产值完成120亿元,同比增长8.1%。新开工项目2个,包括甲科技、乙材料,总投资3.4亿元。"
        "固定资产投资30亿元,其中工业投资18亿元。签约项目12个,其中亿元以上项目5个、工业项目9个。"
        "批回土地10公顷(150亩)。走访企业40家。"
    )
    assert [each for each in findings(text) if each.result == "fail"] == []


def test_findings_quote_exactly_and_briefly_and_keep_their_fingerprints_when_text_moves() -> None:
    text = "在谈项目30个,其中:用地项目21个;非用地项目10个。新投产项目4个,包括甲科技、乙材料、丙食品。"
    found, moved = findings(text), findings("园区概况如下文所述。\n" + text)
    assert {each.fingerprint for each in found} == {each.fingerprint for each in moved}
    for each in found:
        for quoted in each.spans:
            assert quoted.span.of(text) == quoted.quote
            assert 0 < len(quoted.quote) <= 150


def test_another_report_with_the_same_words_has_its_own_ids() -> None:
    report = sample("在谈项目30个,其中:用地项目21个;非用地项目10个。")
    other = replace(report, id="r2")
    assert {each.id for each in audit(report, [])}.isdisjoint(each.id for each in audit(other, []))


@given(parts=st.lists(st.integers(1, 500), min_size=2, max_size=5), slip=st.integers(-3, 3))
def test_a_planted_wrong_total_of_complementary_parts_is_always_caught(parts: list[int], slip: int) -> None:
    listed = ";".join(f"{'甲乙丙丁戊'[number]}类项目{part}个" for number, part in enumerate(parts[1:])) + f";其余项目{parts[0]}个"
    total = sum(parts) + slip
    if total > 0:
        expected = "fail" if slip else "pass"
        assert results(f"签约项目{total}个,其中:{listed}。", "sum")[0] == expected


@given(st.text(alphabet="项目个家亩、,。;:()包括其中由至减100123.%从来看\n", max_size=60))
def test_any_text_is_audited_without_error(text: str) -> None:
    findings(text)


def test_two_figures_for_one_stated_period_fail_and_parts_of_a_whole_do_not() -> None:
    text = "1-6月固定资产投资完成30.5亿元。\n上半年固定资产投资达到32.5亿元。"
    assert results(text, "restatement") == ["fail"]
    assert results(text.replace("32.5", "30.5"), "restatement") == ["pass"]
    assert "fail" not in results(text.replace("上半年固定", "上半年,东片区固定"), "restatement")


def test_a_report_audited_twice_gives_the_same_bytes() -> None:
    text = "在谈项目30个,其中:用地项目21个;非用地项目10个。年度目标40亿元,已完成18亿元,完成率54%。" * 3
    assert repr(findings(text)) == repr(findings(text))


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "项目甲、乙、丙",
        "(",
        "由12个",
        "其中,3个",
        "一是帮“",
        "占比40%,",
        "2024年5月开工",
        "甲项目中,5个;",
        "1-4#厂房",
        "共6项工程",
    ],
)
def test_time_grows_with_length_and_no_faster(piece: str) -> None:
    def seconds(times: int) -> float:
        report = sample(piece * times)
        start = process_time()
        audit(report, [])
        return process_time() - start

    seconds(100)
    short, long = min(seconds(500) for _ in range(3)), min(seconds(4000) for _ in range(2))
    assert long < short * 8 * 3 + 0.1
