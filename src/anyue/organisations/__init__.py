"""Who is there: units in a tree, people, roles, sign-in."""
