"""All cases of the corpus."""

from collections.abc import Iterator
from itertools import chain

from tests.reading.corpus import docx, html, pdf, text
from tests.reading.corpus.case import Case


def every_case() -> Iterator[Case]:
    """Yield the cases of all groups."""
    yield from chain(docx.cases(), pdf.cases(), html.cases(), text.cases())
