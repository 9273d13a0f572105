from rasmi.people.models import Power
from rasmi.people.pages import for_power

for_keepers = for_power(Power.PEOPLE)
