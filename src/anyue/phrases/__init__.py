"""An office's own words for the reader, and the corrections it remembers."""
