"""From rows to months: what a month of a coach came to, made anew whenever it changes."""
