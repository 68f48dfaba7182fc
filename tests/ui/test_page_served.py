import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from assistant import Assistant, AssistantError
from ui import serve
from ui.listening import listen, url_of

_SERVE = """
import sys
from assistant import Assistant
from ui import serve
assistant = Assistant.open(corpus=sys.argv[1], index_dir=sys.argv[2])
serve(assistant, "127.0.0.1", 0, on_ready=lambda url: print(url, flush=True))
"""


def test_port_in_use_is_told_in_one_line_with_the_setting(assistant: Assistant) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AssistantError) as error:
            serve(assistant, "127.0.0.1", port)
    assert f"Port {port} is already in use" in str(error.value)
    assert "ASSISTANT_PORT" in str(error.value)
    assert "\n" not in str(error.value)


def test_listening_keeps_a_second_server_away() -> None:
    with listen("127.0.0.1", 0) as first, pytest.raises(AssistantError, match="already in use"):
        listen("127.0.0.1", first.getsockname()[1])


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_unusable_host_is_told_with_the_setting(host: str) -> None:
    with pytest.raises(AssistantError, match="ASSISTANT_HOST"):
        listen(host, 0)


def test_address_is_as_one_types_it() -> None:
    assert url_of("127.0.0.1", 7860) == "http://127.0.0.1:7860"
    assert url_of("::1", 7860) == "http://[::1]:7860"


def test_server_says_when_the_page_answers_and_stops_at_an_interrupt(
    assistant: Assistant, tmp_path: Path
) -> None:
    settings = assistant.settings
    command = [sys.executable, "-c", _SERVE, str(settings.corpus), str(settings.index_dir)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        with urllib.request.urlopen(url, timeout=10) as response:
            assert b"News Assistant" in response.read()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "Traceback" not in errors
