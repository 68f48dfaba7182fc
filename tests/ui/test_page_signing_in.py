"""The token, asked for by a form in a real browser."""

from __future__ import annotations

from playwright.sync_api import Browser, expect
from serving import serving

from assistant import Assistant
from assistant.service import Policy
from ui import create_app

TOKEN = "a-token-for-the-tests-of-the-page"


def test_a_reader_comes_in_with_the_token(browser: Browser, assistant: Assistant) -> None:
    policy = Policy(token=TOKEN, per_minute=0)
    with serving(create_app(assistant, policy), policy) as url, browser.new_context() as context:
        page = context.new_page()
        page.goto(url)
        page.get_by_label("asks for its token").fill("not the token")
        page.get_by_role("button").click()
        expect(page.get_by_role("alert")).to_have_text("That is not the token.")
        page.get_by_label("asks for its token").fill(TOKEN)
        page.get_by_role("button").click()
        expect(page.locator("#masthead")).to_be_visible()
        (cookie,) = context.cookies()
        assert cookie["httpOnly"] and cookie["sameSite"] == "Strict"
        assert page.evaluate("document.cookie") == ""
