"""Every component in every state: what the accessibility check and screenshots look at."""
