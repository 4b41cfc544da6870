"""What the other packages share: paths, atomic writes, the lock, feedback, the warehouse."""
