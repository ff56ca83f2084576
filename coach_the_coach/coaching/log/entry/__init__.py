"""One session in the log, as each of those who may read it sees it."""
