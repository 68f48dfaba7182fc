from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from index.reading.dates import dateline, iso_date


@pytest.mark.parametrize(
    "written",
    [
        "2025-02-13",
        "2025/02/13",
        "2025/2/13",
        "2025.02.13",
        "20250213",
        "20250213T103000Z",
        "20250213103000",
        "2025-02-13T23:30:00-05:00",
        "2025-02-13 10:30:00.123456+01:00",
        "Thu, 13 Feb 2025 10:30:00 +0000",
        "Thursday, 13-Feb-25 10:30:00 GMT",
        "Thu Feb 13 10:30:00 2025",
        "Feb. 13, 2025",
        "February 13th, 2025",
        "Sept. 13, 2025".replace("Sept.", "FEB."),
        "13 February 2025",
        "13th of February 2025",
        "13 février 2025",
        "13. Februar 2025",
        "13 de febrero de 2025",
        "13.02.2025",
        "02/13/2025",
        "2/13/25",
        "Updated 10:30 AM EST, Thu February 13, 2025",
        "  2025-02-13\n",
        1739442600,
        1739442600.5,
        "1739442600",
        1739442600000,
        "1739442600000",
        1739442600000000,
        20250213,
        dt.date(2025, 2, 13),
        dt.datetime(2025, 2, 13, 23, 59, tzinfo=dt.UTC),
    ],
)
def test_common_forms_name_a_day(written: Any) -> None:
    assert iso_date(written) == "2025-02-13"


@pytest.mark.parametrize(
    "written",
    [
        "2025-02-30",
        "2025-13-45",
        "30 February 2025",
        "31.02.2025",
        "0001-01-01",
        "9999-12-31",
        "2025",
        2025,
        "March 2025",
        "10:30",
        "yesterday",
        "null",
        "",
        "1" * 500,
        "1e999999999",
        float("nan"),
        float("inf"),
        10**400,
        -1,
        True,
        None,
        [],
        {"$date": "2025-02-13"},
        "\ud800",
        "2025-02-13" * 200,
    ],
)
def test_what_names_no_day_is_no_date(written: Any) -> None:
    assert iso_date(written) is None


def test_a_dateline_is_found_above_the_story_and_not_within_it() -> None:
    assert dateline("By Ann Lee, 13 February 2025\n\nThe council met.") == "2025-02-13"
    story = "The treaty was signed on 13 February 1925 and is still in force, said the minister "
    assert dateline(story + "of the country that had signed it.") is None
