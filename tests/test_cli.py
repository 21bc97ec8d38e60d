import json
import subprocess
import sys
import time

import pytest
from fake_service import QUOTE, TEXT, FakeService

from index.errors import StoreLocked
from service import cli, commands, desk
from service.schema import Answer


@pytest.fixture(autouse=True)
def service(monkeypatch, tmp_path):
    """The command line on a service in memory; each command closes it as it would the real one."""
    monkeypatch.chdir(tmp_path)
    service = FakeService()
    service.library.add(TEXT.encode())
    for module in (commands, desk):
        monkeypatch.setattr(module, "build", lambda *_, **__: service)
    yield service
    service.leave()


def run(monkeypatch, capsys, *arguments):
    """Exit code, standard output and standard error of a command line."""
    monkeypatch.setattr(sys, "argv", ["zonebrief", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    captured = capsys.readouterr()
    code = ended.value.code
    return code if isinstance(code, int) else 0 if code is None else 1, captured.out, captured.err


def test_help_is_quick_and_loads_nothing_heavy():
    code = (
        "import sys, service.cli; "
        "heavy = {'chromadb', 'fastapi', 'httpx', 'langchain_core', 'openai', 'opencc', 'pydantic', 'sqlalchemy', 'uvicorn'}; "
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
    best = 9.0
    for _ in range(3):
        start = time.perf_counter()
        shown = subprocess.run([sys.executable, "-m", "service.cli", "--help"], check=True, timeout=30, capture_output=True)
        best = min(best, time.perf_counter() - start)
    for name in ("serve", "add", "ask", "brief", "compare", "verify", "ledger", "audit", "propose", "doctor"):
        assert name in shown.stdout.decode()
    assert best < 0.5


def test_an_answer_shows_marks_verdicts_sources_and_notices(service, monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, "ask", "工业投资多少?", "--zone", "开发区")
    assert code == 0
    for part in (
        "工业投资12.5亿元。[1]",
        "✓ 有据",
        "[1]  示例开发区  2025-01-01/2025-06-30  一、总体情况",
        f"“{QUOTE}”",
        "※ 含预计数",
    ):
        assert part in out
    assert service.asked[-1].zones == ("示例开发区",)
    assert service.closed


def test_an_answer_as_json_is_the_whole_object(monkeypatch, capsys):
    _, out, _ = run(monkeypatch, capsys, "ask", "工业投资多少?", "--json")
    assert Answer.model_validate_json(out).id == "ans_1"


def test_an_error_says_what_is_wrong_and_what_to_do(monkeypatch, capsys):
    code, out, err = run(monkeypatch, capsys, "ask", "多少?", "--zone", "无此园区")
    assert (code, out) == (1, "")
    assert err.startswith("错误: 没有这个园区: 无此园区\n建议: ")
    code, _, err = run(monkeypatch, capsys, "ask", "坏了")
    assert code == 1
    assert "OPENAI_BASE_URL" in err
    code, _, err = run(monkeypatch, capsys, "ask", "a", "--period", "上半年")
    assert code == 1
    assert "period" in err


def test_wrong_usage_is_exit_code_two(monkeypatch, capsys):
    assert run(monkeypatch, capsys, "ask")[0] == 2
    assert run(monkeypatch, capsys, "nothing")[0] == 2


def test_an_unknown_setting_is_refused_before_anything_is_opened(monkeypatch, capsys):
    monkeypatch.setenv("ZONEBRIEF_DATE", "x")
    code, _, err = run(monkeypatch, capsys, "doctor")
    assert code == 1
    assert "ZONEBRIEF_DATA" in err


def test_files_are_added_and_bad_ones_named(monkeypatch, capsys, tmp_path):
    (tmp_path / "新.txt").write_text(TEXT + "新", encoding="utf-8")
    (tmp_path / "空.txt").write_text("", encoding="utf-8")
    code, out, err = run(monkeypatch, capsys, "add", "新.txt", "空.txt", "无.txt")
    assert code == 1
    assert "已读入" in out
    assert "空.txt" in err
    assert "无.txt" in err
    code, out, _ = run(monkeypatch, capsys, "add", "新.txt", "--json")
    assert code == 0
    assert json.loads(out)[0]["zone"] == "示例开发区"
    assert "已在库中" in run(monkeypatch, capsys, "add", "新.txt")[1]


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
def test_a_briefing_is_written_to_a_file_and_kept(service, monkeypatch, capsys, tmp_path, suffix):
    code, out, _ = run(monkeypatch, capsys, "brief", "示例开发区", "-o", f"简报{suffix}")
    assert code == 0
    assert f"已写入 简报{suffix}" in out
    assert (tmp_path / f"简报{suffix}").stat().st_size
    assert service.records.briefing("brf_1").zones == ("示例开发区",)


def test_a_briefing_is_printed_where_no_file_is_named_and_other_suffixes_are_refused(monkeypatch, capsys):
    assert run(monkeypatch, capsys, "brief", "示例开发区")[0] == 0
    code, _, err = run(monkeypatch, capsys, "brief", "示例开发区", "-o", "简报.pdf")
    assert code == 1
    assert ".docx" in err


def test_a_comparison_is_printed(monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, "compare", "谁更高?")
    assert code == 0
    assert "固定资产投资(亿元)  不可直接比较: 时段长短不同、有缺项\n    甲园: 9.7亿元[1]\n    乙园: 报告未提及\n" in out
    assert json.loads(run(monkeypatch, capsys, "compare", "谁更高?", "--json")[1])["id"] == "cmp_1"


def test_the_ledger_is_listed_with_its_sources(monkeypatch, capsys):
    code, out, _ = run(
        monkeypatch, capsys, "ledger", "--zone", "开发区", "--indicator", "工业投资", "--period", "2025", "--status", "actual"
    )
    assert code == 0
    assert "示例开发区  工业投资  12.5亿元  同比-8%  2025-01-01/2025-06-30\n    “完成工业投资12.5亿元”  rep_" in out
    assert out.endswith("共 1 条\n")
    assert json.loads(run(monkeypatch, capsys, "ledger", "--json")[1])[0]["quote"] == QUOTE


def test_the_ledger_is_written_as_a_sheet(monkeypatch, capsys, tmp_path):
    assert run(monkeypatch, capsys, "ledger", "--format", "csv")[1].startswith("id,report_id,zone,")
    assert "(1 条)" in run(monkeypatch, capsys, "ledger", "--format", "xlsx", "--out", "台账.xlsx")[1]
    assert (tmp_path / "台账.xlsx").read_bytes().startswith(b"PK")
    run(monkeypatch, capsys, "ledger", "--format", "csv", "--out", "台账.csv")
    assert (tmp_path / "台账.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ledger", "--format", "pdf"), "xlsx"),
        (("ledger", "--format", "xlsx"), "--out"),
        (("ledger", "--status", "done"), "statuses"),
        (("ledger", "--period", "去年"), "periods"),
        (("ledger", "--zone", "无此园区"), "无此园区"),
        (("audit",), "--zone"),
        (("audit", "rep_none"), "rep_none"),
        (("audit", "--decide", "x", "perhaps"), "decision"),
    ],
)
def test_what_cannot_be_listed_is_said_with_advice(monkeypatch, capsys, arguments, told):
    code, _, err = run(monkeypatch, capsys, *arguments)
    assert code == 1
    assert told in err
    assert "建议" in err


def test_checks_are_listed_by_report_and_by_zone_and_decided(service, monkeypatch, capsys):
    report = service.library.reports()[0][0].id
    code, out, _ = run(monkeypatch, capsys, "audit", report)
    assert code == 0
    assert (
        f"✗ 不符  分项之和与总数不符  {report}.f0\n    5+6=12\n    “一、总体情况”  {report}[0:6]\n不符 1  存疑 0  相符 0  无从核对 0\n"
        in out
    )
    assert run(monkeypatch, capsys, "audit", "--zone", "开发区")[1] == out
    _, out, _ = run(monkeypatch, capsys, "audit", "--decide", f"{report}.f0", "dismissed", "--note", "口径不同")
    assert "[已驳回:口径不同]" in out
    assert service.library.decisions == {f"{report}.f0": ("dismissed", "口径不同")}
    run(monkeypatch, capsys, "audit", "--decide", f"{report}.f0", "none")
    assert service.library.decisions[f"{report}.f0"][0] is None


def test_what_a_model_proposed_is_counted(service, monkeypatch, capsys):
    report = service.library.reports()[0][0].id
    _, out, _ = run(monkeypatch, capsys, "propose", report)
    assert "模型提出 3 条,采纳 1 条;未采纳: 台账已有 1、引文不在原文 1\n" in out


def test_a_text_in_either_charset_is_verified_number_by_number(monkeypatch, capsys, tmp_path):
    for charset in ("utf-8", "utf-8-sig", "gb18030"):
        (tmp_path / "稿.txt").write_text("工业投资13亿元", encoding=charset)
        code, out, _ = run(monkeypatch, capsys, "verify", "稿.txt")
        assert code == 0
        assert "✗ 与原文不符(数值)  13亿元  @4" in out
        assert f"原文: {QUOTE}" in out
        assert "不符 1" in out


def test_the_doctor_tells_mends_and_says_what_it_could_not_mend(service, monkeypatch, capsys):
    assert run(monkeypatch, capsys, "doctor")[1] == "存储完好。\n"
    service.library.problems = ["缺 3 个向量"]
    code, out, err = run(monkeypatch, capsys, "doctor")
    assert (code, out) == (1, "- 缺 3 个向量\n")
    assert "--repair" in err
    code, out, _ = run(monkeypatch, capsys, "doctor", "--repair")
    assert (code, out) == (0, "- 缺 3 个向量\n已修复。\n")
    service.library.problems = ["原文毁坏"]
    assert run(monkeypatch, capsys, "doctor", "--repair")[0] == 1


def test_a_foreign_address_without_keys_is_refused(service, monkeypatch, capsys):
    for host in ("0.0.0.0", "192.168.1.9", "zonebrief.example"):
        code, _, err = run(monkeypatch, capsys, "serve", "--host", host)
        assert code == 1
        assert "ZONEBRIEF_API_KEYS" in err
    assert not service.closed


def test_a_taken_store_without_an_address_is_an_error_and_with_one_is_asked_by_http(monkeypatch, capsys):
    def taken(*_, **__):
        raise StoreLocked("数据目录正被使用", address=address)

    monkeypatch.setattr(desk, "build", taken)
    address = None
    code, _, err = run(monkeypatch, capsys, "ask", "多少?")
    assert code == 1
    assert "正被使用" in err
    address = "http://127.0.0.1:9"
    code, _, err = run(monkeypatch, capsys, "ask", "多少?")
    assert code == 1
    assert "http://127.0.0.1:9 没有应答" in err
