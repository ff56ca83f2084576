"""Writes the map of who may call what anew: `python -m tests.identity.handlers`."""

from tests.identity.test_guard import MAP, handlers_and_routes

if __name__ == "__main__":
    MAP.write_text("\n".join(handlers_and_routes()) + "\n")
