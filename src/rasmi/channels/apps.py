from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    name = "rasmi.channels"

    def ready(self) -> None:
        from rasmi.channels.selectors import owns_accounts
        from rasmi.people.selectors import hold_unit_open

        hold_unit_open(owns_accounts, _("official accounts"))
