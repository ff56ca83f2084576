"""The credential: what somebody holds once they are certified, and anybody can verify."""
