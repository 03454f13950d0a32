"""The notice, the plan made of it, its activities and its public page."""
