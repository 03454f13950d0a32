"""An invented county, so that every page has something to look at."""
