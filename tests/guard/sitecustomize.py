"""Loaded by every Python process that a test starts: it may not leave this machine either."""

from loopback_only import forbid_network

forbid_network()
