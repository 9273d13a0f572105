from rasmi.moderation.models.appeals import Appeal
from rasmi.moderation.models.judgements import Judgement

__all__ = ["Appeal", "Judgement"]
