from pathlib import Path

from assistant import Assistant

_NOTICE = "The best headlines reach your inbox before anybody else in town has had breakfast."
_STORIES = {
    "Amber": "The harbour of Amber was closed on Monday. Fishermen protested in Amber.",
    "Birch": "A school in Birch burned down. Nobody was hurt in the fire at Birch.",
    "Cedar": "The mayor of Cedar resigned on Friday. Cedar elects another in May.",
    "Dover": "Dover buys forty buses. The buses of Dover run on hydrogen.",
    "Elm": "Elm won the cup. The players of Elm danced until morning.",
}


def test_a_summary_leaves_out_what_every_page_says(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for place, story in _STORIES.items():
        text = f"News from {place}\n{_NOTICE}\n\n{story}\n"
        (corpus / f"{place}.txt").write_text(text, encoding="utf-8")
    assistant = Assistant.open(corpus=corpus, index_dir=tmp_path / "index")
    answer = assistant.ask("Summarize the article “News from Cedar”")
    assert answer.answered
    assert "mayor of Cedar resigned" in answer.text
    assert "inbox" not in answer.text
