"""What is kept of everything said and heard: each stage adds its part, for good."""
