from rasmi.outbox.models.intents import Intent, IntentPicture
from rasmi.outbox.models.sayings import Picture, Saying

__all__ = ["Intent", "IntentPicture", "Picture", "Saying"]
