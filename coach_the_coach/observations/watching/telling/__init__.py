"""Who is told of a step, in the program, by mail and in the calendar."""
