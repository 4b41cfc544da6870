"""Every colour of the pages, for a light and a dark background. No other module names one.

The categories start with those of Okabe and Ito, which people of all kinds of colour vision tell
apart; a test holds all of them to that, and to a contrast of 3 with the background. Categories keep
their place: the second is vermillion on both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one background."""

    background: str
    surface: str
    """Of what lies on the background: the sidebar, code, an empty day of a calendar."""
    text: str
    muted: str
    """Of axis labels and of what a chart says beside its data."""
    grid: str
    categorical: tuple[str, ...]
    """For series, in order; the first is also the accent of links, buttons and lone series."""
    sequential: tuple[str, ...]
    """From near the background (nothing) to the strongest (most)."""
    diverging: tuple[str, ...]
    """From the least through near the background to the most."""
    positive: str
    negative: str

    @property
    def accent(self) -> str:
        """The colour of a lone series, of links and of buttons."""
        return self.categorical[0]


LIGHT = Theme(
    background="#ffffff",
    surface="#f3f5f7",
    text="#1c2733",
    muted="#586573",
    grid="#e6eaee",
    categorical=("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#5a2d0c", "#24357a", "#8f82e2"),
    sequential=(
        *("#e9f2f7", "#bee0f6", "#96cdf1", "#72b9e9", "#51a4dd"),
        *("#338fce", "#147abc", "#0c65a2", "#065189", "#023f6f"),
    ),
    diverging=(
        *("#964101", "#b0663e", "#c58d70", "#d9b4a1", "#ebdbd4"),
        *("#d4e1eb", "#a2c1db", "#70a2ca", "#3a82b8", "#096399"),
    ),
    positive="#00785a",
    negative="#c14400",
)
DARK = Theme(
    background="#11161c",
    surface="#1b232c",
    text="#e6ebf0",
    muted="#9ba8b5",
    grid="#28323c",
    categorical=("#56b4e9", "#e66a1f", "#009e73", "#d683b0", "#f0e442", "#8d5fb4", "#a9d8c8"),
    sequential=(
        *("#1d2c38", "#1c4058", "#165576", "#0c6c91", "#0784aa"),
        *("#1b9cbf", "#39b4d2", "#5bcbe3", "#81e2f2", "#b0f6fe"),
    ),
    diverging=(
        *("#fda578", "#d4875e", "#a36e52", "#755545", "#4a3e38"),
        *("#38424b", "#456178", "#5182a9", "#5ca3dc", "#81c5fd"),
    ),
    positive="#2fc396",
    negative="#f0854a",
)


def theme(is_dark: bool) -> Theme:
    """Return the colours of the background that the reader chose."""
    return DARK if is_dark else LIGHT


def streamlit_theme_flags() -> list[str]:
    """Return the flags of `streamlit run` that give both of Streamlit's themes these colours.

    The font stays the one that Streamlit brings and serves from this machine.
    """
    return [
        flag
        for section, colours in (("light", LIGHT), ("dark", DARK))
        for option, value in _options(colours).items()
        for flag in (f"--theme.{section}.{option}", value)
    ]


def _options(colours: Theme) -> dict[str, str]:
    return {
        "primaryColor": colours.accent,
        "backgroundColor": colours.background,
        "secondaryBackgroundColor": colours.surface,
        "textColor": colours.text,
        "linkColor": colours.accent,
        "borderColor": colours.grid,
        # Deltas of figures: green and red alone would be alike to some.
        "greenColor": colours.positive,
        "greenTextColor": colours.positive,
        "redColor": colours.negative,
        "redTextColor": colours.negative,
        "chartCategoricalColors": json.dumps(colours.categorical),
        "chartSequentialColors": json.dumps(colours.sequential),
        "chartDivergingColors": json.dumps(colours.diverging),
    }
