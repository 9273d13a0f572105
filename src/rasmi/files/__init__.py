"""Files kept byte for byte under the name of their own digest."""
