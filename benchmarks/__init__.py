"""Measurements beside peers, in one run; see README.md."""
