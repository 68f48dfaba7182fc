"""A small archive over three years: of two bridges, by outlets of nearly one name, in one dump."""

from __future__ import annotations

import html
import json
from pathlib import Path

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> **bold** [a](javascript:alert(3)) "
    "${alert(4)} {{value}} \u202eRTL \u200bwidth " + "W" * 300
)
UNDATED = "A bridge without a date"


def records() -> list[dict[str, object]]:
    """The articles: one a month about the Harbour Bridge, by turns in three outlets."""
    found: list[dict[str, object]] = []
    outlets = ("The Times", "The Times of India", None)
    for month in range(36):
        year, number = 2021 + month // 12, month % 12 + 1
        outlet = outlets[month % 3]
        found.append(
            {
                "title": f"Harbour Bridge report {month + 1}",
                "date": f"{year}-{number:02}-10",
                "authors": ["Ann Lee"],
                "source": outlet,
                "url": f"https://www.example{'' if outlet else '-host'}.com/{month + 1}",
                "text": (
                    f"The Harbour Bridge carried {1000 + month} cars a day in month {month + 1} of "
                    "the count. Engineer Tom Webb said that “the bridge will need new bearings "
                    "before long.” The council met to hear him."
                ),
            }
        )
    escaped = html.escape(HOSTILE)  # as feeds have it: unescaped once, when it is read
    found.append({"title": UNDATED, "text": "The Harbour Bridge was photographed at dawn."})
    found.append(
        {
            "title": f"Kestrel {escaped}",
            "date": "2023-12-30",
            "authors": [HOSTILE],
            "source": escaped,
            "url": "javascript:alert(5)",
            "text": f"The kestrel nested on a roof of the town hall. {escaped}",
        }
    )
    return found


def write(folder: Path) -> Path:
    """Write the archive into the new corpus folder `folder`, and give it back."""
    folder.mkdir(parents=True)
    lines = (json.dumps(record) for record in records())
    (folder / "archive.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
