"""What of the public's words is hidden, by which rule and why, and who appeals."""
