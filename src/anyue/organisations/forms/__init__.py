"""What may be typed in about units, people, invitations and sign-in."""
