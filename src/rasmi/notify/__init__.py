"""Messages to people of the body: rows first, then e-mail, so that none is lost."""
