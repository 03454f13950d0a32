"""One module for each file format; each has ``load(data) -> Source``."""
