"""Names of all kinds, invented."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = [
    "أم لُؤلُؤة",
    "תזמורת הכפר",
    "🦊🎺",
    "👩‍🚀 Crew",
    "<b>Bold</b> & Co",
    "]]> <!-- x --> &amp;",
    "n" * 300,
    "=SUM(A1:A9)",
    '=HYPERLINK("http://example.org","x")',
    "+1",
    "-Minus",
    "@home",
    "＝wide",
    "\tTab",
    "#EXTINF:1,Trap",
    "#1 Hit",
    'Quote "and", comma',
    "Two\nlines",
    "Return\r\nfeed",
    "Paragraph\u2029break\u2028here",
    "Zero\x00byte \x1b[31mred",
    "Lone \ud800 half",
    "No \ufffe character",
    "  spaces  ",
    "A - B – C",
    "",
]

names = st.one_of(st.sampled_from(NAMES), st.text(st.characters(codec=None), max_size=40))
"""Also lone surrogates and characters that are none."""
