"""What the public said to the official accounts: the only door in."""
