from rasmi.rules import notice

GRIEVANCE_ROUTE = notice("compliance.grievance_route_is_shown")
NO_WATCHING = notice("compliance.personal_accounts_are_not_watched")
