"""Signing in and out, invitations, one's own account. Single sign-on will stand beside the password here."""
