"""The register of official accounts: proposed, consulted upon, decided, closed."""
