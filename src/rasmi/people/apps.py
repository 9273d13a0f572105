from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rasmi.people"

    def ready(self) -> None:
        # django-allauth and Django tell of sign-ins by their own signals.
        from rasmi.people import signin_audit

        signin_audit.listen()
