from collections.abc import Callable
from typing import Any

import pytest
from accessibility import violations
from playwright.sync_api import expect
from reader import Reader

_DESK = {"width": 1280, "height": 800}
_PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [_DESK, _PHONE], ids=["desk", "phone"])
def test_nothing_keeps_anybody_from_using_it(
    new_reader: Callable[..., Reader], url: str, viewport: dict[str, Any], scheme: str
) -> None:
    reader = new_reader(url, viewport=viewport, color_scheme=scheme)
    expect(reader.examples.first).to_be_visible()
    assert violations(reader) == []
    reader.ask("what did healey say?")
    reader.ask("what did he say about tanks?")
    assert violations(reader) == []
