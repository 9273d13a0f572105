from django.apps import AppConfig

from rasmi.records import kinds


class PublishingConfig(AppConfig):
    name = "rasmi.publishing"

    def ready(self) -> None:
        from rasmi.publishing import selectors

        kinds.register("publishing.post", selectors.channels_of)
