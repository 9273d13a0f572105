"""The policy in force: its clauses, its numbers, its decisions and who knows it."""
