"""A suggested plan for the talk after an observation: rules propose, the observer decides."""
