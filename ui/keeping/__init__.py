"""Conversations that are kept in the browser, shared or saved."""
