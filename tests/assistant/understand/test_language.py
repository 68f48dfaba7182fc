"""Telling English from other languages, and questions from what asks nothing."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from assistant.understand.language import language_of
from assistant.understand.noise import Typed, what_is_it

# None of these was looked at when the thresholds were chosen.
FOREIGN = """
Spanish|¿Cuánto cuesta la gasolina en Estados Unidos?
Spanish|quien es el nuevo papa
Spanish|¿Por qué protestan los agricultores en Francia?
Spanish|Dime las últimas noticias sobre Gaza
French|Quel pays a quitté l'accord de Paris ?
French|combien coûte un litre d'essence en Californie
French|Que s'est-il passé hier à Gaza ?
French|Est-ce que Biden se représente ?
German|Welches Land hat den Vertrag gekündigt?
German|Wie hoch ist die Inflation in Großbritannien?
German|Hat Scholz die Vertrauensfrage gestellt?
German|was ist gestern in gaza passiert
Italian|Qual è il tasso di inflazione nel Regno Unito?
Italian|cosa è successo ieri a Gaza
Italian|Dove si trova il relitto del Titanic?
Italian|Il papa ha parlato della pace?
Portuguese|Qual é a taxa de inflação no Reino Unido?
Portuguese|o que aconteceu ontem em Gaza
Portuguese|Quando morreu a rainha Isabel?
Dutch|Welk land heeft het verdrag opgezegd?
Dutch|Hoe hoog is de inflatie in het Verenigd Koninkrijk?
Dutch|wat is er gisteren in Gaza gebeurd
Polish|Który kraj wypowiedział traktat?
Polish|Jaka jest inflacja w Wielkiej Brytanii?
Polish|co się stało wczoraj w Gazie
Swedish|Vilket land lämnade avtalet?
Swedish|Hur hög är inflationen i Storbritannien?
Swedish|vad hände i Gaza igår
Danish|Hvilket land forlod aftalen?
Danish|Hvad skete der i Gaza i går?
Norwegian|Hvilket land trakk seg fra avtalen?
Norwegian|Hva skjedde i Gaza i går?
Czech|Která země odstoupila od smlouvy?
Czech|Co se včera stalo v Gaze?
Romanian|Ce s-a întâmplat ieri în Gaza?
Hungarian|Mi történt tegnap Gázában?
Finnish|Mitä Gazassa tapahtui eilen?
Indonesian|Apa yang terjadi kemarin di Gaza?
Vietnamese|Điều gì đã xảy ra ở Gaza hôm qua?
Turkish|Dün Gazze'de ne oldu?
Turkish|Hangi ülke anlaşmadan çekildi?
Turkish|İngiltere'de enflasyon oranı nedir?
Russian|Что произошло вчера в Газе?
Russian|Какая страна вышла из договора?
Russian|Где находится обломки Титаника
Ukrainian|Що сталося вчора в Газі?
Bulgarian|Какво се случи вчера в Газа?
Arabic|ماذا حدث أمس في غزة؟
Arabic|أي دولة انسحبت من الاتفاقية؟
Arabic|من هو رئيس الوزراء البريطاني
Persian|دیروز در غزه چه اتفاقی افتاد؟
Urdu|کل غزہ میں کیا ہوا؟
Chinese|昨天加沙发生了什么事？
Chinese|哪个国家退出了协议
Chinese|英国的通货膨胀率是多少？
Japanese|昨日ガザで何が起きましたか？
Japanese|どの国が協定から離脱しましたか
Japanese|英国首相は誰ですか？
Korean|어제 가자에서 무슨 일이 있었나요?
Greek|Τι συνέβη χθες στη Γάζα;
Greek|Ποια χώρα αποχώρησε από τη συμφωνία;
Greek|ποιος είναι ο πρωθυπουργός της βρετανίας
Hindi|कल गाज़ा में क्या हुआ?
Hindi|ब्रिटेन के प्रधानमंत्री कौन हैं?
Hindi|किस देश ने समझौता छोड़ा?
Hebrew|מה קרה אתמול בעזה?
Thai|เมื่อวานเกิดอะไรขึ้นในกาซา
"""


def _foreign() -> list[tuple[str, str]]:
    lines = [line.split("|") for line in FOREIGN.strip().splitlines()]
    return [(language, question) for language, question in lines]


def test_other_languages_are_told_by_name() -> None:
    missed = [(q, language_of(q)) for name, q in _foreign() if language_of(q) != name]
    assert len({name for name, _ in _foreign()}) >= 12
    assert len(missed) <= 0.05 * len(_foreign()), missed


def test_no_question_in_another_language_is_called_english() -> None:
    assert [q for _, q in _foreign() if language_of(q) == "English"] == []


@pytest.mark.parametrize(
    "question",
    [
        "What is the meaning of 'La vie en rose'?",
        'Who sang "Ne me quitte pas"?',
        "Who is Jean-Noël Barrot?",
        "Who is 习近平?",
        "what does Слава Україні mean",
        "why?",
        "and what about Macron?",
        "how many people died",
        "What did Luiz Inácio Lula da Silva say about the Amazon?",
        "Who won the Tour de France?",
        "WHAT DID HEALEY SAY?",
        "Which team does Kylian Mbappé play for?",
    ],
)
def test_english_with_foreign_names_is_english(question: str) -> None:
    assert language_of(question) == "English"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NATO",
        "Barrot",
        "Healey Munich",
        "Ursula von der Leyen",
        "Luiz Inácio Lula da Silva",
        "luiz inácio lula da silva",
        "Was Scholz in Berlin?",
        "Is Giorgia Meloni prime minister?",
        "nato tanks ukraine",
        "asdfgh jkl qwer",
        "????",
        "😀😀",
        "12345",
    ],
)
def test_what_cannot_be_told_is_not_called_foreign(text: str) -> None:
    assert language_of(text) in (None, "English")


def test_an_english_title_does_not_make_a_question_english() -> None:
    assert language_of('¿Quién canta "The Winner Takes It All" en la película?') == "Spanish"
    assert language_of("Qui chante « What a Wonderful World » dans le film ?") == "French"


def test_english_needs_no_model() -> None:
    code = (
        "import sys; from assistant.understand.language import language_of;"
        "language_of('What did Healey say about NATO?');"
        "sys.exit('py3langid' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("asdfgh jkl", Typed.NOISE),
        ("asdf", Typed.NOISE),
        ("qwertyuiop", Typed.NOISE),
        ("sdkfjhsdkjfh", Typed.NOISE),
        ("lkjhgfdsa", Typed.NOISE),
        ("fghfghfgh", Typed.NOISE),
        ("aaaaaaaa", Typed.NOISE),
        ("????", Typed.NOISE),
        ("😀😀", Typed.NOISE),
        ("...", Typed.NOISE),
        ("You are stupid", Typed.INSULT),
        ("you're a useless bot!", Typed.INSULT),
        ("stupid bot", Typed.INSULT),
        ("This is crap", Typed.INSULT),
        ("shut up", Typed.INSULT),
        ("I hate you!!!", Typed.INSULT),
        ("I like trains", Typed.REMARK),
        ("i really love taylor swift.", Typed.REMARK),
        ("I'm so bored", Typed.REMARK),
        ("My name is Bob", Typed.REMARK),
    ],
)
def test_what_asks_nothing_is_told_apart(text: str, typed: Typed) -> None:
    assert what_is_it(text) is typed


@pytest.mark.parametrize(
    "text",
    [
        "NATO",
        "NFL MVP",
        "HMRC",
        "BRICS",
        "hmm",
        "poverty",
        "property",
        "rhythm",
        "were",
        "Krzyzewski",
        "12345",
        "9/11",
        "Healey Munich",
        "Are you stupid?",
        "who called Biden stupid",
        "Is this crap?",
        "Bad Robot",
        "I Love Lucy",
        "I like trains, which ones run to Munich?",
        "I am looking for articles on NATO",
        "I want to know about NATO",
        "I love Taylor Swift, tell me more",
        "You are a reporter: what did Healey say?",
        "Carlos Alcaraz won the U.S. Open and became the first:",
        "谁赢得了总统选举？",
        "Путин",
        "",
    ],
)
def test_what_may_be_a_question_is_one(text: str) -> None:
    assert what_is_it(text) is (Typed.QUESTION if text else Typed.NOISE)


@pytest.mark.parametrize(
    "unit",
    ["asdf ", "you are so ", "i really ", "é", "'a ", '"', "«a ", "a", "😀", "那", "a'", "very "],
)
def test_hostile_texts_take_no_time(unit: str) -> None:
    text = (unit * 2000)[:2000]
    language_of("wer hat das gesagt und warum")  # the model is loaded once
    began = time.thread_time()
    language_of(text)
    what_is_it(text)
    assert time.thread_time() - began < 0.25
