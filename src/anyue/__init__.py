"""安月 Anyue: one notice, carried to its end."""
