"""What the public sees, on a host of its own, without a staff route."""
