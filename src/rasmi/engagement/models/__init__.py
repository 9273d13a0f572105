from rasmi.engagement.models.conversations import Conversation, Message, Wait
from rasmi.engagement.models.replies import Reply
from rasmi.engagement.models.requests import InformationRequest

__all__ = ["Conversation", "InformationRequest", "Message", "Reply", "Wait"]
