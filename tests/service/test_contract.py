"""Schemathesis asks the whole API what its description allows, and what it does not."""

from __future__ import annotations

from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import (
    not_a_server_error,
)
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from assistant import Assistant
from assistant.service import Policy, create_service
from assistant.settings import Settings

_CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
# The description depends on no index; what is asked is the service that the fixture serves.
described, _ = create_service(Assistant(Settings()), Policy())
schema = schemathesis.openapi.from_dict(described.openapi())


@schema.parametrize()
@settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.generate),  # the first failure says enough
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_answer_is_an_error_of_ours_or_undocumented(case: Any, address: str) -> None:
    case.call_and_validate(base_url=address, checks=_CHECKS, timeout=60)


def test_every_answer_of_the_description_has_a_form(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    for operations in described["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert all(answer.get("description") for answer in operation["responses"].values())
