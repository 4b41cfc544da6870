"""One module per tag: its props, and how it is drawn."""
