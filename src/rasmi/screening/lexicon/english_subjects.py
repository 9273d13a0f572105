"""Accusations, incitement, promises, sales and complaints in English."""

from rasmi.screening.lexicon import SAFE

_ACCUSED = """
took bribes، takes bribes، taking bribes، accepts bribes، corrupt minister،
corrupt official، corrupt officials، corrupt manager، corrupt dean،
corrupt professor، stole public money، stole the money، stealing public money،
embezzled، embezzler، embezzlers، thief، thieves، fake degree holder،
his degree is fake، her degree is fake، forged his، forged her، plagiarised his،
plagiarized his، plagiarised her، plagiarized her، adulterer، adulteress،
child molester، sexual predator، sexually harassed me، he harassed،
she slept with، slept her way، drug addict، is a drunk، is a criminal، is a fraud،
are frauds، swindler، con artist، scam artist، fraudster، fraudsters
"""
_UNLAWFUL = """
kill them all، kill all، burn it down، burn down the، burn the building،
storm the building، take to the streets، overthrow، riot now، start a riot،
break the windows، smash the، bomb the، shoot them، buy a degree، buy your degree،
degrees for sale، degree for sale، fake degrees for sale، fake diploma،
fake certificates for sale، certificates for sale، certificate for sale،
leaked exam، leaked exams، leaked exam questions، exam answers for sale،
we write your thesis، write your thesis for، write your assignment for،
we do your assignments، take your exam for you، essay writing service،
drugs for sale، weed for sale، guns for sale، weapons for sale، hack into،
hack the account، hack an account، hacked accounts for sale،
money laundering service، join the jihad، evade tax، how to make a bomb
"""
_RIGHTS = """
publication ban، sub judice، pending before the court، case before the court،
name of the accused، name of the victim، identity of the victim، suspect is named،
under police investigation، cracked software، cracked version، cracked copy،
pirated، pirated copy، pirated copies، free torrent، torrent download،
photo from google، image from google، without the author permission،
without permission of the owner، full movie free
"""
_PROMISES = """
guaranteed admission، admission guaranteed، admission is guaranteed،
guaranteed acceptance، guaranteed job، guaranteed jobs، guaranteed scholarship،
job guaranteed، jobs guaranteed، jobs are guaranteed، guaranteed results،
we guarantee، we promise، i promise، all applications accepted،
all applications are accepted، all applications will be accepted،
all applicants will be accepted، all applicants are accepted،
everyone will be accepted، everybody will be accepted،
every applicant will be accepted، every applicant will be admitted،
everyone is accepted، everyone gets a scholarship، everyone will get،
every graduate will get a job، every student will get، no one will be rejected،
nobody will be rejected، no application will be rejected،
no application is rejected، 100 guaranteed، 100 acceptance،
100 percent guaranteed، will never happen again
"""
_ABSOLUTE = """
best in the world، the best university in the world، best ministry in the world،
number one in the world، world's best، second to none، never fails،
completely free of errors، without any error، cures all، cures completely
"""
_RUMOURS = """
rumor has it، rumour has it، word is that، we heard that، i heard that،
sources say، sources tell us، insider tells، insiders say، unconfirmed reports،
unconfirmed report، not confirmed yet، leaked، leaked document، leaked decision،
leaks suggest، share before it is deleted، share before deleted،
before they delete، forwarded as received، forward to everyone،
send to everyone you know، allegedly، supposedly، breaking leaked
"""
_NO_SOURCE = """
studies prove، studies show، research proves، science proves، scientists agree،
experts say، statistics show، everyone knows that، it is well known that
"""
_REFERRALS = """
promo code، discount code، coupon code، referral code، referral link، my referral،
use my code، use code، my link، affiliate link، sign up with my،
commission on every
"""
_OWN = """
=for sale، my shop، my store، my business، my brand، my startup، my company،
my book is، my new book، my channel، my personal account، my instagram،
my snapchat، my tiktok، my youtube، my private account، my wife's shop،
my brother's، my father's company، follow me on، follow me at، dm me، dm to order،
dm for orders، whatsapp me، call me on، contact me privately،
order now via whatsapp، vote for me، vote for my، buy me a coffee، my paid course،
support my، sponsored post، paid partnership، apartment for rent، car for sale
"""
_SPAM = """
make money fast، make money online، earn money online، earn from home،
work from home and earn، passive income، double your money،
double your investment، click here to win، click to win، you have won، you won a،
claim your prize، claim your reward، free iphone، free gift card،
gift card giveaway، forex، forex signals، binary options، crypto giveaway،
bitcoin giveaway، crypto signals، invest and earn، casino، online betting،
betting tips، viagra، cialis، weight loss pills، lose weight fast، instant loan،
instant loans، loans without، payday loan، cheap followers، buy followers،
get followers، follow for follow، follow back، f4f، l4l، sub4sub، spell caster،
love spell، limited time offer، act now، 100 free، congratulations you won،
onlyfans
"""
_GRIEVANCES = """
my manager، my boss، my supervisor at work، my salary، our salaries، my promotion،
my pay، unpaid overtime، denied promotion، denied my promotion،
was denied a promotion، passed over for promotion، as an employee of the ministry،
as a ministry employee، we the staff، we employees، we the employees،
staff are mistreated، employees are mistreated، mistreats employees،
mistreats staff، toxic workplace، toxic work environment، toxic management،
hostile workplace، unfair dismissal، unfairly dismissed، fired me،
transferred me against، my annual appraisal، my appraisal، my allowance،
our allowances، my leave was rejected، rejected my leave، complaint against my،
complaint against the director، complaint against our director،
nepotism in promotions، nepotism in hiring، my colleagues at work، my coworkers،
staff grievance، my grievance، dispute between employees
"""
_SAFE = """
case studies show، leaked water، water leaked، oil leaked، we promise to read،
promise of، leaked gas، gas leaked، leaked information is not true،
kill all bacteria، kill all germs، kill all viruses، smash the record،
smash the stereotype، not for sale، fit for sale، offered for sale by،
hack into the future، overthrown، experts say in the link
"""
TERMS = (
    ("lexicon.defamation", 0.75, _ACCUSED),
    ("lexicon.illegal", 0.8, _UNLAWFUL),
    ("lexicon.rights", 0.7, _RIGHTS),
    ("claim.promise", 0.8, _PROMISES),
    ("claim.absolute", 0.6, _ABSOLUTE),
    ("claim.rumour", 0.7, _RUMOURS),
    ("claim.no_source", 0.6, _NO_SOURCE),
    ("benefit.referral", 0.85, _REFERRALS),
    ("benefit.own_account", 0.75, _OWN),
    ("spam.offer", 0.85, _SPAM),
    ("grievance.work", 0.75, _GRIEVANCES),
    (SAFE, 0.0, _SAFE),
)
