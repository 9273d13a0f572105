from rasmi.engagement.views.acts import ask, close, reply, review, sort
from rasmi.engagement.views.asked import asked
from rasmi.engagement.views.inbox import conversation, inbox

__all__ = ["ask", "asked", "close", "conversation", "inbox", "reply", "review", "sort"]
