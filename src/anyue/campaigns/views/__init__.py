"""Pages of the plan: the desk's five steps, and what the public sees."""
