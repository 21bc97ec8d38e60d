"""The service over reports in a library of its own, thrown away afterwards, and its answers as the scorer sees them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio

from evals.questions.labels import EVERYWHERE, Question
from evals.questions.matching import claims
from evals.questions.score import Reply, Said
from index.domain import Report
from index.errors import InvalidInput
from seeds import seed_files
from service.bootstrap import Service, build
from service.schema import Answer, AskRequest
from service.schema import Turn as Message
from service.settings import read_settings


@dataclass(frozen=True, slots=True)
class Bench:
    """The service and its reports by the stem of their file's name."""

    service: Service
    reports: Mapping[str, Report]

    def chosen(self, question: Question) -> tuple[str, ...]:
        """Ids of the reports a question is asked of; empty is all. A set may name a file by the beginning of its name."""
        if question.doc == EVERYWHERE:
            return ()
        fitting = [report.id for stem, report in self.reports.items() if stem.startswith(question.doc)]
        if len(fitting) != 1:
            raise InvalidInput(f"{question.id}: {len(fitting)} 份报告的文件名以 {question.doc} 开头,应为一份")
        return (fitting[0],)

    def ask(self, question: Question) -> Reply:
        request = AskRequest(
            question=question.question,
            history=tuple(Message.model_validate({"role": turn.role, "content": turn.content}) for turn in question.history),
            report_ids=self.chosen(question),
        )
        began = time.perf_counter()
        answer = anyio.run(self._answer, request)
        return self._reply(answer, time.perf_counter() - began)

    async def _answer(self, request: AskRequest) -> Answer:
        events = [value async for _, value in self.service.ask(request)]
        assert isinstance(events[-1], Answer)
        return events[-1]

    def _reply(self, answer: Answer, seconds: float) -> Reply:
        texts = {report.id: report.text for report in self.reports.values()}
        standing = {each.n: each.quote for each in answer.citations if texts[each.report_id][each.start : each.end] == each.quote}
        sentences = tuple(
            Said(
                each.text,
                tuple(standing[n] for n in each.citations if n in standing),
                {
                    n: check.formula
                    for check in each.numbers
                    if check.verdict == "computed" and check.formula
                    for n in claims(check.text)
                },
            )
            for each in answer.sentences
            if not each.withheld
        )
        periods = tuple(each.period for each in answer.citations if each.period)
        declined = answer.status == "not_found"
        return Reply(answer.text, declined, sentences, tuple(standing.values()), periods, answer.table is not None, seconds)


@contextmanager
def bench(files: Sequence[tuple[str, bytes]] | None = None, *, model: bool = False) -> Iterator[Bench]:
    """A bench over files (name and bytes), or over the shipped reports.

    ``model`` lets the model of the environment's settings write; without it the environment is not read at all.
    """
    given = files if files is not None else [(entry.name, entry.read_bytes()) for entry in seed_files()]
    with tempfile.TemporaryDirectory(prefix="zonebrief-eval-") as folder:
        service = build(read_settings(None if model else {}, data=Path(folder)))
        try:
            added = {Path(name).stem: service.library.add(data, name=name)[0].report_id for name, data in given}
            yield Bench(service, {stem: service.library.report(report_id) for stem, report_id in added.items()})
        finally:
            service.close()


def files_of(folder: Path) -> list[tuple[str, bytes]]:
    """The text files of a folder, by name."""
    return [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.txt"))]
