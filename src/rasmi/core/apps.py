from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "rasmi.core"

    def ready(self) -> None:
        # Each room brings its own sweeps; nobody keeps a list of them.
        autodiscover_modules("tasks")
