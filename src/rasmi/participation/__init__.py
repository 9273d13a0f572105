"""What people said, what was decided on it and why, for everybody to read."""
