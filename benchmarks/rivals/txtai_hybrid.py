"""txtai with its content database and its hybrid of BM25 and vectors. It needs txtai."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.rivals.task import TOP, Search, Task, perform


def load(task: Task) -> Callable[[], Search]:
    from txtai import Embeddings  # type: ignore[import-not-found]

    embeddings = Embeddings(path=str(task.weights), content=True, hybrid=True, gpu=False)
    embeddings.batchtransform(["a first text loads the model"])
    passages = task.passages()

    def index() -> Search:
        embeddings.index(passages)
        embeddings.save(str(task.index))
        return lambda question: [str(hit["id"]) for hit in embeddings.search(question, TOP)]

    return index


if __name__ == "__main__":
    perform(load)
