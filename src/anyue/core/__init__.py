"""No nouns: settings from the environment, refusals, pages and their parts."""
