from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "rasmi.outbox"

    def ready(self) -> None:
        from rasmi.delegations.selectors import register_holding
        from rasmi.outbox.selectors import held_at_the_end

        register_holding(held_at_the_end)
