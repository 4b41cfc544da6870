"""The only part that speaks with services: polite, bounded, and careful with keys."""
