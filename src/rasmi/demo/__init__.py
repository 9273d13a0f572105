"""The demonstration ministry: people who do not exist, in a database of their own."""
