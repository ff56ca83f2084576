"""One customer call: the plan before it, the debrief after it."""
