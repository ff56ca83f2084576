"""Going out: there as well as here, and here because of there."""
