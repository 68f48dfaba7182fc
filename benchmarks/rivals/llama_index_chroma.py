"""LlamaIndex's own way: `VectorStoreIndex.from_documents` into a Chroma on disk.

It needs llama-index-vector-stores-chroma and llama-index-embeddings-huggingface.
"""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.rivals.task import TOP, Search, Task, perform

_BATCH = 32  # the integration's own default of 10 is slower


def load(task: Task) -> Callable[[], Search]:
    import chromadb
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.embeddings.huggingface import (  # type: ignore[import-untyped]
        HuggingFaceEmbedding,
    )
    from llama_index.vector_stores.chroma import (  # type: ignore[import-untyped]
        ChromaVectorStore,
    )

    model = HuggingFaceEmbedding(
        str(task.weights), device="cpu", embed_batch_size=_BATCH, normalize=True
    )
    model.get_text_embedding("a first text loads the model")
    passages = task.passages()

    def index() -> Search:
        client = chromadb.PersistentClient(str(task.index))
        store = ChromaVectorStore(
            chroma_collection=client.create_collection(
                "passages", metadata={"hnsw:space": "cosine"}
            )
        )
        documents = [Document(id_=id_, text=text) for id_, text in passages]
        built = VectorStoreIndex.from_documents(
            documents,
            storage_context=StorageContext.from_defaults(vector_store=store),
            embed_model=model,
        )
        retriever = built.as_retriever(similarity_top_k=TOP)
        return lambda question: [
            str(scored.node.ref_doc_id) for scored in retriever.retrieve(question)
        ]

    return index


if __name__ == "__main__":
    perform(load)
