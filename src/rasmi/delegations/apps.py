from django.apps import AppConfig


class DelegationsConfig(AppConfig):
    name = "rasmi.delegations"

    def ready(self) -> None:
        from rasmi.core.calendar import announce_by
        from rasmi.delegations.selectors import announced_hours, speaks_or_will
        from rasmi.people.selectors import demand_second_factor

        demand_second_factor(speaks_or_will)
        announce_by(announced_hours)
