"""The library as a LangChain retriever: documents whose content is an exact slice and whose metadata says where it stands."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from index.domain import Query
from index.library import Library


class LibraryRetriever(BaseRetriever):
    """``invoke(question)`` gives the ``limit`` best passages of the given reports and zones (all when empty)."""

    library: Any
    report_ids: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    limit: int = 8

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002
        library: Library = self.library
        passages = library.search(Query(query, self.report_ids, self.zones, limit=self.limit))
        return [
            Document(
                page_content=passage.text,
                metadata={
                    "report_id": passage.report_id,
                    "zone": passage.zone,
                    "period": passage.period.iso if passage.period else None,
                    "heading": list(passage.path),
                    "start": passage.span.start,
                    "end": passage.span.end,
                    "score": passage.score,
                },
            )
            for passage in passages
        ]
