from collections.abc import Callable

from playwright.sync_api import expect
from reader import Reader


def test_two_readers_never_see_each_others_conversation(
    new_reader: Callable[..., Reader], url: str
) -> None:
    one, other = new_reader(url), new_reader(url)
    one.ask("what did healey say?")
    expect(other.answers).to_have_count(0)
    other.ask("what did hegseth say about troops?")
    expect(one.ask("and barrot?")).to_contain_text("dangerous precedent")
    expect(one.questions).to_have_text(["what did healey say?", "and barrot?"])
    expect(other.questions).to_have_text(["what did hegseth say about troops?"])


def test_reload_keeps_ones_own_conversation(new_reader: Callable[..., Reader], url: str) -> None:
    one, other = new_reader(url), new_reader(url)
    one.ask("what did healey say?")
    other.ask("what did hegseth say about troops?")
    one.reload()
    expect(one.questions).to_have_text(["what did healey say?"])
    expect(one.answers.locator("a.cite")).not_to_have_count(0)
    expect(one.sources.locator("mark")).to_contain_text("Healey reinforced")
    assert "dangerous precedent" in str(one.ask("and barrot?").text_content())


def test_several_readers_are_answered_at_once(new_reader: Callable[..., Reader], url: str) -> None:
    readers = [new_reader(url) for _ in range(4)]
    for reader in readers:
        reader.type("what did healey say?")
    for reader in readers:
        expect(reader.answered(0).locator("a.cite")).not_to_have_count(0)
