"""What the other packages share: paths, atomic writes, the lock, the warehouse."""
