from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RulesConfig(AppConfig):
    name = "rasmi.rules"

    def ready(self) -> None:
        autodiscover_modules("services", "duties", "controls", "notices")
