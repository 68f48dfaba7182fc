from pathlib import Path

from pictures import take
from playwright.sync_api import Browser


def test_the_readme_has_pictures_that_are_taken_by_a_command(
    browser: Browser, url: str, root: Path, tmp_path: Path
) -> None:
    take(browser, url, tmp_path)
    readme = (root / "README.md").read_text(encoding="utf-8")
    for taken in tmp_path.iterdir():
        assert taken.stat().st_size > 30_000
        assert (root / "ui/pictures" / taken.name).is_file()
        assert f"ui/pictures/{taken.name}" in readme
