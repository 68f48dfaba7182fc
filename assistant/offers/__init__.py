"""Questions that are offered to the reader."""
