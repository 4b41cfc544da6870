"""Documents, and what writes those that the program can tell itself."""
