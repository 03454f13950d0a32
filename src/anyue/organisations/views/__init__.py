"""Pages about units, people, invitations and sign-in."""
