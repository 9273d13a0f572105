"""The only door out: intents, the gates asked before each, and what became of them."""
