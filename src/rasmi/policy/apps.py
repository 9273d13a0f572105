from django.apps import AppConfig

from rasmi.rules import explained_by


class PolicyConfig(AppConfig):
    name = "rasmi.policy"

    def ready(self) -> None:
        from rasmi.policy.selectors import explain

        explained_by(explain)
