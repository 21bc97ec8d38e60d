"""The command line: names, flags and help. What the commands do is in ``service.commands``.

This module imports nothing heavy, so that ``zonebrief --help`` answers at once: the commands are loaded in one place, ``_run``,
when one of them is called.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from index.errors import ZoneBriefError

app = typer.Typer(
    name="zonebrief",
    help="园区简报:对开发区工作报告提问、对比、成稿,逐数核验,逐句有出处。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Data = Annotated[Path | None, typer.Option("--data", help="数据目录,默认取 ZONEBRIEF_DATA 或 ./data", show_default=False)]
Zones = Annotated[list[str] | None, typer.Option("--zone", help="只看这个园区,可重复", show_default=False)]
Reports = Annotated[list[str] | None, typer.Option("--report", help="只看这份报告(编号),可重复", show_default=False)]
PeriodOption = Annotated[
    str | None, typer.Option("--period", help="期间,如 2025-01/2025-06 或 2025", show_default=False, metavar="PERIOD")
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON")]


def _run(command: str, *, module: str = "service.commands", **arguments: Any) -> None:
    """The one place where a module of ours is imported late: model, store and web framework cost seconds to import."""
    getattr(importlib.import_module(module), command)(**arguments)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口,0 为任取", min=0, max=65535)] = 8000,
    data: Data = None,
    seeds: Annotated[bool, typer.Option("--seeds/--no-seeds", help="空库先装入示例报告")] = True,
    insecure: Annotated[bool, typer.Option("--insecure", help="允许在没有密钥时监听非本机地址")] = False,
) -> None:
    """启动服务。"""
    _run("serve", module="service.serving", host=host, port=port, data=data, seeds=seeds, insecure=insecure)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="文件、文件夹或压缩包", metavar="FILE…")],
    title: Annotated[str | None, typer.Option(help="标题(仅单个文件)", show_default=False)] = None,
    zone: Annotated[str | None, typer.Option(help="园区,优先于原文所写", show_default=False)] = None,
    period: PeriodOption = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """把报告读入库:文本、网页、Word、PDF、表格、扫描件,可成批。"""
    _run("add", module="service.adding", files=files, title=title, zone=zone, period=period, data=data, as_json=as_json)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="问题")],
    zone: Zones = None,
    report: Reports = None,
    period: PeriodOption = None,
    conversation: Annotated[
        str | None, typer.Option("--in", help="接着这个对话问(编号),new 为新建一个", show_default=False, metavar="CONVERSATION")
    ] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """提问,逐句给出处;可接着先前的对话问。"""
    _run(
        "ask",
        question=question,
        zones=zone or [],
        reports=report or [],
        period=period,
        conversation=conversation,
        data=data,
        as_json=as_json,
    )


@app.command()
def conversations(
    conversation: Annotated[str | None, typer.Argument(help="对话编号,缺省列出全部", show_default=False)] = None,
    delete: Annotated[bool, typer.Option("--delete", help="删除这个对话")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """列出、查看或删除保存的对话。"""
    _run("conversations", conversation=conversation, delete=delete, data=data, as_json=as_json)


@app.command()
def brief(
    zone: Annotated[str, typer.Argument(help="园区名")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="写入文件:.docx、.md 或 .html;缺省打印 Markdown", show_default=False)
    ] = None,
    period: PeriodOption = None,
    focus: Annotated[str | None, typer.Option(help="侧重点", show_default=False)] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """为一个园区生成简报。"""
    _run("brief", zone=zone, output=output, period=period, focus=focus, data=data, as_json=as_json)


@app.command()
def compare(
    question: Annotated[str, typer.Argument(help="要比什么")],
    zone: Zones = None,
    period: PeriodOption = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """对比园区,不可比处写明原因。"""
    _run("compare", question=question, zones=zone or [], period=period, data=data, as_json=as_json)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="要核验的文字,- 为标准输入", metavar="FILE")],
    zone: Zones = None,
    report: Reports = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """核验一篇文字里的每个数。"""
    _run("verify", file=file, zones=zone or [], reports=report or [], data=data, as_json=as_json)


@app.command()
def ledger(
    zone: Zones = None,
    indicator: Annotated[
        list[str] | None, typer.Option("--indicator", help="只看这个指标(规范名、别名或类名),可重复", show_default=False)
    ] = None,
    period: Annotated[
        list[str] | None,
        typer.Option("--period", help="只看这段期间,如 2025 或 2025-01/2025-06,可重复", show_default=False, metavar="PERIOD"),
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option("--status", help="actual、estimate 或 target,可重复", show_default=False)
    ] = None,
    report: Reports = None,
    words: Annotated[str | None, typer.Option("-q", help="指标、主体或原句中的字词", show_default=False)] = None,
    kind: Annotated[str, typer.Option("--format", help="table、csv 或 xlsx")] = "table",
    output: Annotated[Path | None, typer.Option("--out", help="写入文件", show_default=False)] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """列出指标台账,逐条有出处。"""
    _run(
        "ledger",
        zones=zone or [],
        indicators=indicator or [],
        periods=period or [],
        statuses=status or [],
        reports=report or [],
        words=words,
        kind=kind,
        output=output,
        data=data,
        as_json=as_json,
    )


@app.command()
def audit(
    report: Annotated[str | None, typer.Argument(help="报告编号", show_default=False)] = None,
    zone: Zones = None,
    decide: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--decide", help="判定一条: 编号 与 confirmed、dismissed 或 none", show_default=False, metavar="FINDING DECISION"
        ),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="判定的理由", show_default=False)] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """核查报告的勾稽关系,或判定一条。"""
    _run("audit", report=report, zones=zone or [], decide=decide, note=note, data=data, as_json=as_json)


@app.command()
def correct(
    report: Annotated[str, typer.Argument(help="报告编号")],
    zone: Annotated[str | None, typer.Option(help="园区", show_default=False)] = None,
    period: PeriodOption = None,
    kind: Annotated[
        str | None, typer.Option(help="类别:半年度工作报告、季度工作报告、年度工作报告、新闻报道、工作报告", show_default=False)
    ] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """更正报告的园区、期间或类别,台账随之更新。"""
    _run("correct", module="service.adding", report=report, zone=zone, period=period, kind=kind, data=data, as_json=as_json)


@app.command()
def editions(
    report: Annotated[str, typer.Argument(help="较新版本的报告编号")],
    earlier: Annotated[str, typer.Argument(help="较早版本的报告编号")],
    replace: Annotated[bool, typer.Option("--replace", help="用较新版本替换较早版本(10 分钟内可恢复)")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """同一报告两个版本的数字差异;加 --replace 以新换旧。"""
    _run("editions", module="service.adding", report=report, earlier=earlier, replace=replace, data=data, as_json=as_json)


@app.command()
def propose(
    report: Annotated[str, typer.Argument(help="报告编号")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """让模型补提台账漏掉的指标(须设 ZONEBRIEF_PROPOSE=on)。"""
    _run("propose", report=report, data=data, as_json=as_json)


@app.command(name="eval")
def evaluate(
    chosen: Annotated[
        str, typer.Argument(help="questions、ledger、retrieval、corruption、adversarial、audit、speed 或 all", metavar="[SET]")
    ] = "all",
    gold: Annotated[
        Path | None, typer.Option("--gold", help="外部题集(每行一题的 JSON),与 --reports 同用", show_default=False)
    ] = None,
    reports: Annotated[Path | None, typer.Option("--reports", help="外部题集所问报告的目录", show_default=False)] = None,
    show: Annotated[bool, typer.Option("--show", help="按题型列数并逐题列出答错的(仅 questions)")] = False,
    model: Annotated[bool, typer.Option("--model", help="由环境变量所设的模型作答(仅 questions)")] = False,
    as_json: Json = False,
) -> None:
    """用随源码附带的题集测量。"""
    _run("evaluate", chosen=chosen, gold=gold, reports=reports, show=show, model=model, as_json=as_json)


@app.command()
def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="修复能修复的")] = False,
    data: Data = None,
) -> None:
    """检查存储。"""
    _run("doctor", repair=repair, data=data)


def main() -> None:
    """Exit code 1 for an error, with what is wrong and what to do about it; 2 for wrong usage."""
    try:
        app()
    except ZoneBriefError as error:
        print(f"错误: {error.message}\n建议: {error.advice}", file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
