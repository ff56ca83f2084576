"""Whether observers agree: two score one session blind, and a third where they are far apart."""
