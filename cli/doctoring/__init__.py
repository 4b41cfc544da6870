"""What `mm doctor` looks at: one module for each thing, facts first, then what they mean."""
