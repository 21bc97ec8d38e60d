"""What the commands do: sit down at the desk (the library, or the server that owns it), ask, and print."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from pathlib import Path
from typing import Any, TypeVar

import anyio
from pydantic import BaseModel

from index.errors import InvalidInput, InvalidSettings, TooLarge, ZoneBriefError
from service import printing
from service.api.observations import source_link
from service.api.problems import asked
from service.bootstrap import build
from service.desk import desk
from service.export import export
from service.schema import (
    TEXT_LIMIT,
    Answer,
    AskRequest,
    AuditQuery,
    Briefing,
    BriefRequest,
    CompareRequest,
    Comparison,
    Conversation,
    ConversationCard,
    Event,
    FindingOut,
    FindingPatch,
    LedgerQuery,
    ObservationOut,
    Page,
    Problem,
    Proposals,
    Sentence,
    Verification,
    VerifyRequest,
)
from service.settings import read_settings
from service.sheets import BYTE_ORDER_MARK, csv_lines, workbook

Model = TypeVar("Model", bound=BaseModel)
Result = TypeVar("Result")

EXPORTS = (".docx", ".md", ".html")
SHEETS = ("table", "csv", "xlsx")
NEW = "new"
"""What is written for a conversation that is to be begun."""
DECISIONS: dict[str, str | None] = {"none": None}
"""What the command line writes for a decision that JSON has another word for."""


async def _done(events: AsyncGenerator[Event], kind: type[Model], show: Any = None) -> Model:
    async with aclosing(events):
        async for name, value in events:
            if isinstance(value, Problem):
                raise ZoneBriefError(value.detail, advice=value.advice)
            if name == "done" and isinstance(value, kind):
                return value
            if show is not None:
                show(value)
    raise ZoneBriefError("没有得到完整的结果")


def _wait(work: Coroutine[Any, Any, Result]) -> Result:
    async def run() -> Result:
        return await work

    return anyio.run(run)


def _print_json(value: BaseModel) -> None:
    print(value.model_dump_json(indent=2))


# --- commands


def ask(
    *,
    question: str,
    zones: list[str],
    reports: list[str],
    period: str | None,
    conversation: str | None,
    data: Path | None,
    as_json: bool,
) -> None:
    named = None if conversation == NEW else conversation
    request = asked(AskRequest, question=question, zones=zones, report_ids=reports, period=period, conversation_id=named)

    def show(value: BaseModel) -> None:
        if isinstance(value, Sentence) and not as_json:
            printing.sentence(value)

    async def run() -> tuple[Answer, str | None]:
        async with desk(data) as opened:
            kept = (await opened.begin()).id if conversation == NEW else named
            return await _done(opened.ask(request.model_copy(update={"conversation_id": kept})), Answer, show), kept

    answer, kept = _wait(run())
    if as_json:
        _print_json(answer)
    else:
        printing.after_sentences(answer)
    if conversation == NEW:
        print(f"已存入对话 {kept},接着问: zonebrief ask --in {kept} …", file=sys.stderr)


def conversations(*, conversation: str | None, delete: bool, data: Path | None, as_json: bool) -> None:
    if delete and conversation is None:
        raise InvalidInput("没有说明删除哪个对话", advice="请写 zonebrief conversations 编号 --delete。")

    async def run() -> Conversation | list[ConversationCard] | None:
        async with desk(data) as opened:
            if conversation is None:
                return await opened.conversations()
            if delete:
                await opened.drop_conversation(conversation)
                return None
            return await opened.conversation(conversation)

    found = _wait(run())
    if found is None:
        printing.line(f"已删除对话 {conversation}")
    elif as_json:
        listed = found if isinstance(found, BaseModel) else Page[ConversationCard](items=tuple(found))
        _print_json(listed)
    elif isinstance(found, Conversation):
        printing.conversation(found)
    else:
        printing.conversations(found)


def brief(*, zone: str, output: Path | None, period: str | None, focus: str | None, data: Path | None, as_json: bool) -> None:
    if output is not None and output.suffix.lower() not in EXPORTS:
        raise InvalidInput(f"不能写成 {output.suffix or '无后缀的文件'}", advice=f"请用后缀 {'、'.join(EXPORTS)}。")
    request = asked(BriefRequest, zones=[zone], period=period, focus=focus)

    async def run() -> Briefing:
        async with desk(data) as opened:
            return await _done(opened.brief(request), Briefing)

    briefing = _wait(run())
    if output is not None:
        _write(output, export(briefing, output.suffix.lower().removeprefix(".")))
        printing.line(f"已写入 {output}")
    elif as_json:
        _print_json(briefing)
    else:
        printing.line(export(briefing, "md").decode())
    printing.notices(briefing.notices)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InvalidInput(f"不能写入 {path}: {error.strerror}", advice="请换一个可写的位置。") from None


def compare(*, question: str, zones: list[str], period: str | None, data: Path | None, as_json: bool) -> None:
    request = asked(CompareRequest, question=question, zones=zones, period=period)

    async def run() -> Comparison:
        async with desk(data) as opened:
            return await opened.compare(request)

    comparison = _wait(run())
    if as_json:
        _print_json(comparison)
    else:
        printing.comparison(comparison)


def verify(*, file: Path, zones: list[str], reports: list[str], data: Path | None, as_json: bool) -> None:
    request = asked(VerifyRequest, text=_text(_bytes(file)), zones=zones, report_ids=reports)

    async def run() -> Verification:
        async with desk(data) as opened:
            return await opened.verify(request)

    verification = _wait(run())
    if as_json:
        _print_json(verification)
    else:
        printing.verification(verification)


def ledger(
    *,
    zones: list[str],
    indicators: list[str],
    periods: list[str],
    statuses: list[str],
    reports: list[str],
    words: str | None,
    kind: str,
    output: Path | None,
    data: Path | None,
    as_json: bool,
) -> None:
    if kind not in SHEETS:
        raise InvalidInput(f"没有 {kind} 这种格式", advice=f"可用: {'、'.join(SHEETS)}。")
    if output is None and kind == "xlsx":
        raise InvalidInput("xlsx 需要写入文件", advice="请加 --out 文件名.xlsx。")
    query = asked(
        LedgerQuery, zones=zones, indicators=indicators, periods=periods, statuses=statuses, report_ids=reports, q=words
    )

    async def run() -> tuple[list[ObservationOut], str | None]:
        async with desk(data) as opened:
            return await opened.observations(query), opened.address

    found, address = _wait(run())
    if as_json:
        print(json.dumps([each.model_dump() for each in found], ensure_ascii=False, indent=2))
    elif kind == "table" and output is None:
        printing.ledger(found)
    elif output is None:
        sys.stdout.write("".join(csv_lines(found)).removeprefix(BYTE_ORDER_MARK))
    else:
        link = (lambda each: source_link(address, each)) if address else None
        sheet = workbook(found, link) if kind == "xlsx" or output.suffix == ".xlsx" else "".join(csv_lines(found)).encode()
        _write(output, sheet)
        printing.line(f"已写入 {output}({len(found)} 条)")


def audit(
    *,
    report: str | None,
    zones: list[str],
    decide: tuple[str, str] | None,
    note: str | None,
    data: Path | None,
    as_json: bool,
) -> None:
    if decide is None and report is None and not zones:
        raise InvalidInput("没有说核查哪份报告", advice="请给出报告编号,或用 --zone 指定园区。")
    patch = asked(FindingPatch, decision=DECISIONS.get(decide[1], decide[1]), note=note) if decide else None
    query = asked(AuditQuery, report_ids=[report] if report else [], zones=zones)

    async def run() -> list[FindingOut]:
        async with desk(data) as opened:
            if decide and patch:
                return [await opened.decide(decide[0], patch)]
            return await opened.findings(query)

    found = _wait(run())
    if as_json:
        print(json.dumps([each.model_dump() for each in found], ensure_ascii=False, indent=2))
    else:
        printing.findings(found, whole=decide is None)


def propose(*, report: str, data: Path | None, as_json: bool) -> None:
    async def run() -> Proposals:
        async with desk(data) as opened:
            return await opened.propose(report)

    proposals = _wait(run())
    if as_json:
        _print_json(proposals)
    else:
        printing.proposals(proposals)


def _bytes(file: Path) -> bytes:
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read()
        if file.is_file() and file.stat().st_size > TEXT_LIMIT:
            raise TooLarge(f"{file} 超过 {TEXT_LIMIT // 1_000_000} MB")
        return file.read_bytes()
    except OSError as error:
        raise InvalidInput(f"不能读取 {file}: {error.strerror}", advice="请核对文件名与权限。") from None


def _text(data: bytes) -> str:
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    raise InvalidInput("不是文本文件", advice="请提供 utf-8 或 gb18030 编码的文本。")


def evaluate(*, chosen: str, gold: Path | None, reports: Path | None, show: bool, model: bool, as_json: bool) -> None:
    if (gold is None) != (reports is None):
        raise InvalidInput("--gold 与 --reports 须同时给出", advice="请给出题集文件和它所问报告的目录。")
    missing = [str(path) for path in (gold, reports) if path is not None and not path.exists()]
    if missing:
        raise InvalidInput(f"没有 {'、'.join(missing)}", advice="请核对路径。")
    if gold or show or model:
        if chosen not in ("questions", "all"):
            raise InvalidInput("--gold、--show 与 --model 只用于 questions", advice="请用 zonebrief eval questions。")
        _evals("evals.questions.run").report(gold, reports, split=None, model=model, beside=True, show=show)
        return
    sets = _evals("evals.run")
    if chosen not in (*sets.SETS, sets.ALL):
        raise InvalidInput(f"没有题集 {chosen}", advice=f"请选 {'、'.join((*sets.SETS, sets.ALL))}。")
    sets.run(chosen, as_json=as_json)


def _evals(module: str) -> Any:
    """A module of ``evals``, which stands beside this package in the source tree and is packed with nothing.

    By its name and not by an entry point: an entry point is a promise in the metadata of what is installed, and what is installed
    does not carry ``evals``. Nothing here imports it, so that the arrow keeps running from ``evals`` down to the service.
    """
    tree = Path(__file__).parents[1]
    if not (tree / "evals" / "run.py").is_file():
        raise InvalidSettings(
            "这里没有安装测量题集 evals", advice="它只在源码中:请取得源码,运行 scripts/test 一次,再用 .venv/bin/zonebrief eval。"
        )
    if str(tree) not in sys.path:
        sys.path.append(str(tree))
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] in ("evals", "index", "service"):
            raise
        raise InvalidSettings(f"测量所需的 {error.name} 没有安装", advice="请运行 pip install -e '.[eval]'。") from None


def doctor(*, repair: bool, data: Path | None) -> None:
    service = build(read_settings(data=data))
    try:
        problems = service.library.check(repair=repair)
        left = service.library.check() if repair and problems else problems
    finally:
        service.close()
    for problem in problems:
        printing.line(f"- {problem}")
    if not problems:
        printing.line("存储完好。")
    elif left:
        advice = (
            "仍有问题未能修复,请从备份恢复,或换一个数据目录重新读入报告。" if repair else "请运行 zonebrief doctor --repair。"
        )
        raise ZoneBriefError(f"{len(left)} 个问题", advice=advice)
    else:
        printing.line("已修复。")
