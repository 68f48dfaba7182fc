"""Limits by date and outlet, and the chart of coverage."""
