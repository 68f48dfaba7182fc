import time
from pathlib import Path

import pytest

from assistant import Assistant
from index import Article
from index.text.furniture import own_sentences, undressed
from index.text.passages import cut_passages


@pytest.mark.parametrize(
    ("line", "own"),
    [
        (
            "Hide Caption 1 of 28 Photos: Flooding in Pakistan People wade through water.",
            "Flooding in Pakistan People wade through water.",
        ),
        ("3 of 10 people in the town own a boat.", "3 of 10 people in the town own a boat."),
        (
            "Video Ad Feedback Students spark protests in India 02:11 - Source: CNN Business",
            "Students spark protests in India",
        ),
        ("READ MORE: Oyster reefs protect Assateague Bay from storms", None),
        ("Ann Lee/AFP/Getty Images A bridge was swept away.", "A bridge was swept away."),
        ("The bridge at dawn. Ann Lee/AP", "The bridge at dawn."),
        ("3.", None),
        ("Jim O'Hara/Bloomberg/Getty Images", None),
        ("The AP/NORC poll asked 1,000 people.", "The AP/NORC poll asked 1,000 people."),
        (
            "“Read more books,” the mayor told the pupils.",
            "“Read more books,” the mayor told the pupils.",
        ),
        ("“Listen: we have no time,” Healey said.", "“Listen: we have no time,” Healey said."),
        ("Advertisement revenue fell in May.", "Advertisement revenue fell in May."),
        ("Find more than 40 homes under water.", "Find more than 40 homes under water."),
        ("Fox News/AP VoteCast found a rise.", "Fox News/AP VoteCast found a rise."),
        (
            "The poll was run by Quinnipiac University/CNN",
            "The poll was run by Quinnipiac University/CNN",
        ),
        ("Sign up here for the newsletter.", None),
        ("Follow us on Facebook!", None),
        ("Relatedly, he followed us to Facebook.", "Relatedly, he followed us to Facebook."),
        ("Subscribers fell by a fifth in May.", "Subscribers fell by a fifth in May."),
    ],
)
def test_what_a_page_puts_around_a_sentence_is_not_quoted(line: str, own: str | None) -> None:
    text = f"Before. {line}"
    span = undressed(text, 8, len(text))
    assert (None if span is None else text[span[0] : span[1]]) == own


def test_captions_of_a_gallery_are_no_sentences() -> None:
    text = (
        "A flood came. Photos: The flood A man wades. Hide Caption 1 of 2 "
        "Photos: The flood A boat. Hide Caption 2 of 2\nIt went."
    )
    assert [text[start:end] for start, end in own_sentences(text)] == ["A flood came.", "It went."]


@pytest.mark.parametrize(
    "text",
    ["A b" + " " * 300_000 + "c.", "Hide Caption " * 30_000, "Hide Caption 1 of 2 A. " * 20_000],
    ids=["spaces", "captions", "gallery"],
)
def test_hostile_lines_cost_little(text: str) -> None:
    started = time.thread_time()
    own_sentences(text)
    assert time.thread_time() - started < 2


def test_a_gallery_does_not_keep_an_archive_from_answering(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    caption = "Photos: Ruritania invades Syldavia Soldiers of Ruritania invade Syldavia near {0}. "
    captions = "".join(
        caption.format(f"village {n}") * 3 + f"Hide Caption {n} of 200\n" for n in range(200)
    )
    (corpus / "gallery.txt").write_text(f"Photos\n{captions}", encoding="utf-8")
    (corpus / "story.txt").write_text(
        "War begins\nThe army of Ruritania invaded Syldavia on Thursday at dawn.", encoding="utf-8"
    )
    assistant = Assistant.open(corpus=corpus, index_dir=tmp_path / "index")
    answer = assistant.ask("When did Ruritania invade Syldavia?")
    assert answer.answered
    assert "on Thursday at dawn" in answer.text


def test_captions_lie_in_no_passage_and_part_the_passages_beside_them() -> None:
    captions = "".join(f"Photos: The flood A boat. Hide Caption {n} of 20\n" for n in range(20))
    text = f"A flood came.\n{captions}It went.\nSign up here for the newsletter."
    passages = cut_passages(Article("a", "Flood", text, "a.txt"))
    assert [passage.text for passage in passages] == ["A flood came.", "It went."]


def test_an_article_of_nothing_but_furniture_is_still_found() -> None:
    passages = cut_passages(Article("a", "Subscribe", "Subscribe to read on.", "a.txt"))
    assert [passage.text for passage in passages] == ["Subscribe to read on."]
