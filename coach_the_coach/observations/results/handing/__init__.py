"""Where the handing over of one observation stands, and what came of it."""
