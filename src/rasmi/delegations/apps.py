from django.apps import AppConfig


class DelegationsConfig(AppConfig):
    name = "rasmi.delegations"

    def ready(self) -> None:
        from rasmi.delegations.selectors import speaks_or_will
        from rasmi.people.selectors import demand_second_factor

        demand_second_factor(speaks_or_will)
