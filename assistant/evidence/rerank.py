"""The reader as a LlamaIndex postprocessor."""

from __future__ import annotations

from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle
from pydantic import PrivateAttr

from assistant.evidence.reader import Reader, Text
from index.text.sentences import sentence_spans


class Reranker(BaseNodePostprocessor):
    """A LlamaIndex postprocessor: the `limit` nodes whose passages answer best, by their logits."""

    limit: int = 6
    _reader: Reader = PrivateAttr()

    def __init__(self, reader: Reader | None = None, limit: int = 6) -> None:
        super().__init__()
        self.limit = limit
        self._reader = reader or Reader()

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None:
            return nodes
        readings = self._reader.read(query_bundle.query_str, [_text(n) for n in nodes])
        scored = [
            NodeWithScore(node=node.node, score=reading.passage)
            for node, reading in zip(nodes, readings, strict=True)
        ]
        return sorted(scored, key=lambda node: -(node.score or 0.0))[: self.limit]


def _text(node: NodeWithScore) -> Text:
    text = node.node.get_content(MetadataMode.NONE)
    title = str(node.node.metadata.get("title", ""))
    return Text(title, tuple(text[start:end] for start, end in sentence_spans(text)))
