from rasmi.audit.models import Telling, Witness


def witness(*, hold: bool = False) -> Witness | None:
    """
    Who keeps checkpoints now.

    :param hold: until the transaction ends
    """
    found = Witness.objects.filter(ended_at=None)
    return (found.select_for_update() if hold else found).last()


def last_telling(found: Witness) -> Telling | None:
    """What the witness was sent last."""
    return found.tellings.select_related("checkpoint__log").last()
