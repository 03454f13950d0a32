"""Template tags: assets, icons, fields, states."""
