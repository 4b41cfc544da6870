"""What SQL cannot do: engines from frames to frames, and the clients that look artists up."""
