"""Whether the policy is kept: every control is run, what it found is kept and shown."""
