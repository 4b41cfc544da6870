"""What is written down of the work: events, redacted, one a line, in a file that is rotated."""
