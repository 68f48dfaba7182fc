"""From candidate passages to the few worth reading closely."""

from __future__ import annotations

from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle
from pydantic import PrivateAttr

from assistant.cross_encoder import CrossEncoder


class Reranker(BaseNodePostprocessor):
    """A LlamaIndex postprocessor: the `limit` nodes that the cross-encoder scores highest.

    Scores are logits.
    """

    limit: int = 6
    _encoder: CrossEncoder = PrivateAttr()

    def __init__(self, encoder: CrossEncoder, limit: int = 6) -> None:
        super().__init__()
        self.limit = limit
        self._encoder = encoder

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None:
            return nodes
        texts = [node.node.get_content(MetadataMode.NONE) for node in nodes]
        scores = self._encoder.scores(query_bundle.query_str, texts)
        ranked = sorted(zip(scores.tolist(), range(len(nodes)), strict=True), reverse=True)
        return [NodeWithScore(node=nodes[i].node, score=s) for s, i in ranked[: self.limit]]
