"""One practice as it is led on a phone: attempt, debrief, another attempt, and its end."""
