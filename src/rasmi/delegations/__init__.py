"""Who may speak on which account, for which tasks and topics, and until when."""
