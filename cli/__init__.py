"""`mm`: the command line that drives import, build and questions."""
