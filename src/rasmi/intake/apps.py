from django.apps import AppConfig

from rasmi.records import kinds


class IntakeConfig(AppConfig):
    name = "rasmi.intake"

    def ready(self) -> None:
        from rasmi.intake import selectors

        kinds.register("intake.remoteobject", selectors.channels_of)
