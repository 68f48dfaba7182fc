"""The page: a chat in the browser. Uses the assistant, and is used by nothing but the commands."""

from ui.serve import create_app, serve

__all__ = ["create_app", "serve"]
