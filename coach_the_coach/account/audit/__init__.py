"""The audit log as an administrator searches it."""
