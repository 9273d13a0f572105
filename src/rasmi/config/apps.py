from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "rasmi.config"

    def ready(self) -> None:
        from rasmi.config import checks  # noqa: F401 — registers them
