"""Where the rooms are put together: settings, addresses, commands."""
