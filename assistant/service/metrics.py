"""What the service measures of itself, for Prometheus."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from assistant import Answer, Assistant, AssistantError
from assistant.service.desk import Desk
from assistant.service.routes.updates import Updates

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Counters of one service, in a registry of its own."""

    def __init__(self, assistant: Assistant, desk: Desk, updates: Updates) -> None:
        self._registry = CollectorRegistry()
        self.questions = Counter(
            "assistant_questions",
            "Questions that were answered or refused, over the page and every API",
            ["outcome"],
            registry=self._registry,
        )
        self.stages = Histogram(
            "assistant_answer_seconds",
            "Seconds of answering by stage, and in total",
            ["stage"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.requests = Counter(
            "assistant_requests",
            "HTTP requests by route and status",
            ["route", "method", "status"],
            registry=self._registry,
        )
        self.seconds = Histogram(
            "assistant_request_seconds",
            "Seconds from a request to the end of its response, by route",
            ["route"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.errors = Counter(
            "assistant_errors",
            "Requests that failed through no fault of the client",
            ["route"],
            registry=self._registry,
        )
        self.hung_up = Counter(
            "assistant_hung_up",
            "Questions that were given up because the client had gone",
            registry=self._registry,
        )
        for outcome in ("answered", "refused"):
            self.questions.labels(outcome)
        self._registry.register(_Gauges(assistant, desk, updates))

    def count(self, answer: Answer) -> None:
        """Take `answer` into account."""
        self.questions.labels("answered" if answer.answered else "refused").inc()
        for stage, milliseconds in answer.timings_ms.items():
            self.stages.labels(stage).observe(milliseconds / 1000)

    def text(self) -> bytes:
        """Everything in the text format of Prometheus."""
        return generate_latest(self._registry)


class _Gauges(Collector):
    """What is looked up when somebody asks."""

    def __init__(self, assistant: Assistant, desk: Desk, updates: Updates) -> None:
        self._assistant = assistant
        self._desk = desk
        self._updates = updates

    def collect(self) -> Iterable[Metric]:
        """The values of this moment; none of the index when it cannot be read."""
        yield _gauge("assistant_answering", "Questions being answered", self._desk.answering)
        yield _gauge("assistant_waiting", "Questions waiting for their turn", self._desk.waiting)
        running = self._updates.progress.state == "running"
        yield _gauge("assistant_index_updating", "Whether this process updates the index", running)
        try:
            index = self._assistant.index()
        except AssistantError:
            return
        age = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(index.created)
        yield _gauge(
            "assistant_index_age_seconds",
            "Seconds since the generation that answers was published",
            age.total_seconds(),
        )
        yield _gauge("assistant_index_articles", "Articles in the index", index.articles)
        yield _gauge("assistant_index_passages", "Passages in the index", index.passages)
        yield _gauge("assistant_index_dense", "Share of passages with a vector", index.dense)

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: looking at the index is for who asks."""
        return ()


def _gauge(name: str, help_: str, value: float) -> Metric:
    return GaugeMetricFamily(name, help_, value=float(value))
