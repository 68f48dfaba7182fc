"""axe-core in the page: what would keep somebody from using it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from reader import Reader

_FROM_NPM = Path(__file__).parents[2] / ".venv/npm/node_modules/axe-core/axe.min.js"
_RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map((v) => ({
    rule: v.id,
    impact: v.impact,
    help: v.help,
    where: v.nodes.slice(0, 5).map((n) => n.html.slice(0, 160)),
  }));
}"""


def violations(reader: Reader) -> list[dict[str, Any]]:
    """Every serious or critical violation on the page as it is now; skips the test when axe-core
    is not here, which is a failure in CI.
    """
    script = Path(os.environ.get("ASSISTANT_AXE") or _FROM_NPM)
    if not script.is_file():
        missing = "No axe-core found: install npm and run .ci/axe, or name it with ASSISTANT_AXE."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    if not reader.page.evaluate("'axe' in window"):
        reader.page.evaluate(script.read_text(encoding="utf-8"))
    # What fades in has no contrast to speak of while it does.
    reader.page.wait_for_function("document.getAnimations().every(a => a.playState != 'running')")
    found = reader.page.evaluate(_RUN)
    return [v for v in found if v["impact"] in ("serious", "critical")]
