"""The colours and type that Gradio's components take; `assets/page.css` does the rest.

Every pair of text and ground below has a contrast of at least 4.5 to 1 (WCAG AA).
"""

from __future__ import annotations

import gradio as gr

# Fonts of the reader's system: none is downloaded.
_SANS = (
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Helvetica Neue",
    "Noto Sans",
    "Liberation Sans",
    "Arial",
    "sans-serif",
)
_MONO = ("ui-monospace", "Menlo", "Consolas", "Liberation Mono", "monospace")

_PAPER, _SHEET, _INK, _GREY, _RULE, _ACCENT = (
    ("#fbfaf6", "#171614"),
    ("#ffffff", "#1f1e1b"),
    ("#1c1b19", "#ebe7df"),
    ("#5e5a53", "#aaa499"),
    ("#dcd7cc", "#3a3732"),
    ("#8c1d18", "#f0a191"),
)


def newsprint() -> gr.themes.Base:
    """The theme: black on paper, one accent; the second of each pair is for dark mode."""
    colours = {
        "body_background_fill": _PAPER,
        "background_fill_primary": _PAPER,
        "background_fill_secondary": _PAPER,
        "block_background_fill": _PAPER,
        "input_background_fill": _SHEET,
        "input_background_fill_focus": _SHEET,
        "body_text_color": _INK,
        "body_text_color_subdued": _GREY,
        "input_placeholder_color": _GREY,
        "border_color_primary": _RULE,
        "input_border_color": _RULE,
        "input_border_color_focus": _ACCENT,
        "link_text_color": _ACCENT,
        "button_primary_background_fill": _ACCENT,
        "button_primary_background_fill_hover": ("#6f1512", "#f7bdb1"),
        "button_primary_text_color": ("#ffffff", "#171614"),
        "button_secondary_background_fill": ("transparent", "transparent"),
        "button_secondary_background_fill_hover": ("#f0ede5", "#2a2824"),
        "button_secondary_text_color": _INK,
        "button_cancel_background_fill": _INK,
        "button_cancel_background_fill_hover": _GREY,
        "button_cancel_text_color": _PAPER,
    }
    values = {name: light for name, (light, _) in colours.items()}
    values |= {f"{name}_dark": dark for name, (_, dark) in colours.items()}
    theme = gr.themes.Base(font=_SANS, font_mono=_MONO, radius_size=gr.themes.sizes.radius_sm)
    return theme.set(**values, block_border_width="0px", block_shadow="none", shadow_drop="none")
