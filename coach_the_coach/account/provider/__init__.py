"""Single sign-on: coming in by an OpenID provider, linking an account there, confirming by it."""
