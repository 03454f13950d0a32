"""Pages that read everything and own nothing."""
