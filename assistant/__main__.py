"""`python -m assistant` is the same as `assistant`."""

from assistant.shell.cli import main

main()
