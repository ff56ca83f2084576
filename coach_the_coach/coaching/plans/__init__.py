"""Before and after a customer call: plan, debrief, which calls matter, and a pilot."""
