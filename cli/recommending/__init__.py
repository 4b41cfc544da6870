"""What `mm recommend` does: choose from the stored lists, word them, explain them, save them."""
