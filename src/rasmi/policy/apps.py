from django.apps import AppConfig

from rasmi.rules import explained_by


class PolicyConfig(AppConfig):
    name = "rasmi.policy"

    def ready(self) -> None:
        from rasmi.core.calendar import week_by
        from rasmi.policy.selectors import explain, working_weeks

        explained_by(explain)
        week_by(working_weeks)
