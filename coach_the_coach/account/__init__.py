"""Signing in and out, invitations, one's own account; single sign-on has its place here too."""
