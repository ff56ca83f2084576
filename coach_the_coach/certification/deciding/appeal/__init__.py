"""An appeal against a decision, decided by somebody who took no part."""
