"""The cast for the tests of the live screen."""

from tests.cast import cast

__all__ = ["cast"]
