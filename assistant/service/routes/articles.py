"""GET /v1/articles: the articles a page at a time, and each with its text."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.concurrency import run_in_threadpool

from assistant import ArticlePage
from assistant.service.office import Office
from assistant.service.refusals import RefusalError, documented
from assistant.service.routes.messages import MAX_LIMIT, MAX_SOURCES, FullArticle, ISODay

_MAX_OFFSET = 1_000_000_000


def article_routes(office: Office) -> APIRouter:
    """The routes that show articles."""
    router = APIRouter(prefix="/v1/articles", tags=["articles"])

    @router.get("", responses=documented(), summary="List articles")
    async def articles(
        since: Annotated[ISODay | None, Query(description="published on that day or later")] = None,
        until: Annotated[
            ISODay | None, Query(description="published on that day or before")
        ] = None,
        source: Annotated[
            list[Annotated[str, Query(min_length=1, max_length=200)]],
            Query(max_length=MAX_SOURCES, description="outlets, one of which is enough"),
        ] = [],  # noqa: B006 (FastAPI copies it)
        query: Annotated[
            str | None,
            Query(max_length=500, description="words that stand together in a passage or title"),
        ] = None,
        offset: Annotated[int, Query(ge=0, le=_MAX_OFFSET)] = 0,
        limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 20,
    ) -> ArticlePage:
        """A page of the articles, newest first, undated ones last; `total` says how many match."""
        return await run_in_threadpool(
            office.assistant.articles,
            since=since.isoformat() if since else None,
            until=until.isoformat() if until else None,
            sources=source,
            query=query,
            offset=offset,
            limit=limit,
        )

    @router.get("/{article_id}", responses=documented(404), summary="Read an article")
    async def article(
        article_id: Annotated[str, Path(max_length=200, description="as in citations and lists")],
    ) -> FullArticle:
        """One article with its text and metadata."""
        try:
            found = await run_in_threadpool(office.assistant.article, article_id)
        except KeyError:
            raise RefusalError(
                404, "not_found", "There is no article with this id in the index."
            ) from None
        return FullArticle(**asdict(found))

    return router
