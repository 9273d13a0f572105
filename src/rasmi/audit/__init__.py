"""What was done, by whom, and what was refused: entries that nobody can change."""
