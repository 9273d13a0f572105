"""The people of the body: users, units with history, offices and who acts for whom."""
