"""Runs a public body's official social media presence under its own policy."""
