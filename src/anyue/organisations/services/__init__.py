"""What can be done with units, people, invitations and sign-in; one module per noun."""
