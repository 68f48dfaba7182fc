"""A web server on loopback whose answers a test sets, one a path."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TEXT = "The council voted on Thursday to build a new bridge over the river after long dispute. "


@dataclass
class Answer:
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    write: Callable[[BaseHTTPRequestHandler], None] | None = None


class Site:
    """Its `answers` by path, and the requests it got."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.at_once = 0
        self.most_at_once = 0
        self.delay = 0.0
        self.company = 1  # a request waits, a second at most, until so many are there
        self.lock = threading.Condition()

    def page(self, path: str, html: str | bytes, content_type: str | None = None) -> str:
        body = html.encode() if isinstance(html, str) else html
        self.answers[path] = Answer(body, content_type or "text/html; charset=utf-8")
        return self.url + path


def story(title: str, length: int = 6, extra: str = "") -> str:
    """A page with an article of so many paragraphs."""
    body = "".join(f"<p>Part {number} of it. {TEXT}</p>" for number in range(length))
    return (
        f"<html><head><title>{title}</title><meta property='og:type' content='article'></head>"
        f"<body><article><h1>{title}</h1>{body}{extra}</article></body></html>"
    )


def item(link: str, title: str = "A title", text: str = "Short.") -> str:
    """An entry of a feed."""
    return (
        f"<item><title>{title}</title><link>{link}</link><description>{text}</description>"
        "<pubDate>Thu, 13 Feb 2025 10:00:00 GMT</pubDate></item>"
    )


def feed(site: Site, items: str) -> str:
    """Have `site` serve a feed, and give its address."""
    xml = f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>"
    return site.page("/feed.xml", xml, "application/rss+xml")


@contextlib.contextmanager
def serve(host: str = "127.0.0.1") -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with site.lock:
                site.requests.append((self.command, self.path, dict(self.headers)))
                site.at_once += 1
                site.most_at_once = max(site.most_at_once, site.at_once)
                site.lock.notify_all()
                site.lock.wait_for(lambda: site.most_at_once >= site.company, timeout=1)
            time.sleep(site.delay)
            answer = site.answers.get(self.path, Answer(b"nothing here", status=404))
            with contextlib.suppress(OSError):
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.write is None:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
                if answer.write is not None:
                    answer.write(self)
            with site.lock:
                site.at_once -= 1

        def log_message(self, *arguments: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        daemon_threads = True

    server = Server((host, 0), Handler)
    port = server.server_address[1]
    site = Site(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
