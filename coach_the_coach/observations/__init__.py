"""An observer's rated view of one coaching session."""
