"""What each platform is. A pure library: no Django, no network, no database."""
