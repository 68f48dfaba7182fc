"""This project: `index.Builder`, from files to a published generation."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.rivals.task import TOP, Search, Task, perform


def load(task: Task) -> Callable[[], Search]:
    from assistant.evidence.retrieve import FusedRetriever
    from index import Builder, Embedder, open_published

    embedder = Embedder()
    embedder.passages(["a first text loads the model"])

    def index() -> Search:
        Builder(task.folder / "corpus", task.index, embedder).build()
        generation = open_published(task.index)
        assert generation is not None
        retriever = FusedRetriever(generation, embedder, limit=TOP)
        return lambda question: [scored.node.node_id for scored in retriever.retrieve(question)]

    return index


if __name__ == "__main__":
    perform(load)
