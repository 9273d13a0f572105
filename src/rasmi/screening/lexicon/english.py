"""Insult, indecent speech and contempt for groups in English."""

from rasmi.screening.lexicon import SAFE

_INSULTS = """
idiot، idiots، idiotic، moron، moronic، imbecile، dumbass، dumb ass، dumbfuck،
jackass، scumbag، scum، stupid bitch، stupid people، you are stupid،
you're stupid، ur stupid، so stupid، stupid ass، shut up، shut the hell، stfu،
shut your mouth، screw you، go to hell، go die، kill yourself، kys، drop dead،
piece of garbage، piece of trash، human garbage، white trash، trailer trash،
pathetic، retard، retarded، retards، libtard، fucktard، wanker، tosser، twat،
prick، bastard، bastards، douche، douchebag، son of a bitch، sons of bitches،
sonofabitch، shithead، dickhead، asshat، cretin، halfwit، half wit، dimwit،
nitwit، numbskull، numskull، airhead، birdbrain، blockhead، braindead،
brain dead idiot، crook، crooks، swindlers، con artists، fraudsters all، liar،
liars، lying scum، fat ass، fatass، ugly bitch، ugly ass، ugly pig، you pig،
you dog، filthy، filthy animals، disgusting people، disgusting person، vermin،
subhuman، savages، animals like you، skank، skanky، trashy، ratchet ass، bum ass،
lame ass، weak ass، dumb bitch، clowns
"""
_INSULTS_MILD = """
stupid، dumb، dumber، dumbest، foolish، garbage people، creepy، weirdo، coward،
cowards، bullshit، shame on you، incompetent، useless ministry، useless people،
useless staff، psycho، maniac، fake ass، ratchet، sucker، suckers، broke ass،
thirsty ass
"""
_INDECENT = """
fuck، fucks، fucked، fucker، fuckers، fucking، fuckin، fuk، fukin، fking، fck،
fcking، fkn، fucc، phuck، motherfucker، motherfuckers، motherfucking، muthafucka،
mothafucka، wtaf، shit، shits، shitty، shitting، bullshit، horseshit، apeshit،
batshit، dipshit، shithole، shitholes، bitch، bitches، bitching، bitchy، biatch،
biotch، beotch، cunt، cunts، cunty، cock sucker، cocksucker، cocksuckers،
suck my dick، suck my cock، sucking dick، sucked my dick، dick، dicks، dickhead،
pussy، pussies، pussys، ass، asses، asshole، assholes، arse، arsehole، bigass،
hoe، hoes، hoez، whore، whores، slut، sluts، slutty، thot، thots، tits، titties،
titty، boobs، blowjob، blow job، handjob، cumming، jizz، jerk off، jerking off،
masturbate، dildo، porn، porno، pornhub، nudes، send nudes، horny، milf، anal sex،
gangbang، deepthroat، cumshot، clit، booty call، poontang، punani، cooch، coochie،
twerk on my، titfuck، rimjob، bukkake، buttplug، butt plug، fellatio، cunnilingus،
bollocks، bugger off، piss off، pissed off at you، bloody hell، boner، hooker،
hookers، milfs، jackoff، wank، arses، fucktoy
"""
_INDECENT_MILD = """
pissed، balls deep، orgasm، ballsack، fart، farted، hell no، side chick، bang her،
smash her، kinky، erotic، nipple، nipples، camel toe، hoeing
"""
_GROUPS = """
nigger، niggers، nigga، niggas، niggah، niggaz، nigguh، nig، nigs، niglet،
nigglet، nicca، niccas، negro، negroes، coon، coons، darkie، darky، jigaboo،
porch monkey، sandnigger، sand nigger، sand monkey، camel jockey، camel fucker،
raghead، ragheads، towelhead، towel head، towelheads، muzzie، muzzies، mudslime،
kike، kikes، dirty jew، dirty jews، filthy jew، fucking jew، jew boy، chink،
chinks، chinky، gook، gooks، ching chong، chingchong، zipperhead، spic، spics،
spick، wetback، wetbacks، beaner، beaners، paki، pakis، gypsy scum، pikey، faggot،
faggots، fagot، fag، fags، faggy، dyke، dykes، tranny، trannies، shemale، lesbo،
homo، homos، mongoloid، mongoloids، spastic، spaz، redneck، rednecks، honky،
honkey، honkies، hillbilly، feminazi، feminazis، golliwog، wog، wogs، gringo،
white power، heil hitler، gas the، go back to your country، go back to where،
go back to africa، go back to mexico، third world shithole، shithole country،
shithole countries، no women allowed، no blacks، no indians، indians are dirty،
dirty indian، dirty bengali، dirty foreigner، dirty foreigners، dirty arab،
dirty arabs، women belong in the kitchen، belong in the kitchen،
make me a sandwich، twinks، queers، house nigger، cunt muslim، muscum، inbred،
inbreds
"""
_GROUPS_MILD = """
queer، queers، midget، midgets، illegal aliens، muslim terrorist،
muslim terrorists، islamist terrorists، third world people، bimbo، old maid،
like a girl، fatso، colored people، trailer park، white bitch، black bitch،
libtards، sjw، muzrat، pedo، pedophile، pedophiles، rapist، rapists، rapefugee،
rapefugees
"""
_BELIEFS = """
islam is cancer، islam is a cancer، islam is evil، islam is a cult، fuck islam،
fuck allah، fuck muhammad، fuck jesus، fuck god، death cult،
muslims are terrorists، all muslims are، religion of terror،
religion of peace my ass، kill all muslims، ban islam، ban all muslims،
ban muslims، infidel، infidels، kafir، kuffar، heathens، your god is fake،
false prophet، your fake god، stupid religion، stupid religious، goat worshippers،
cow worshippers، goat fucker، goat fuckers، goatfucker
"""
_SAFE = """
dick cheney، moby dick، philip k dick، cock and bull، sex education،
sexual health، sex ratio، both sexes، by sex and age، age and sex، male sex،
sex disaggregated، fat content، fat acids، saturated fat، body fat، low fat،
full fat، fat free، body fat percentage، trash bin، trash can، trash bins،
recycling trash، retarded growth، growth retarded، naked eye، the naked eye،
savage garden، butt joint، virgin olive، virgin atlantic، extra virgin،
virgin galactic، virgin forest، nip and tuck، monkey pox، monkeypox، monkeys in،
apes and، great apes، suck air، idiot proof، porn addiction، booty of war،
tramp freight، filthy conditions، the savages of، dumb terminal،
dyke construction، crab، hoe the soil، hoe and rake، rake and hoe، garden hoe،
coon cat، cum laude، magna cum laude، summa cum laude، maine coon،
colored pencils، chink in the armor، chink in the armour، niggardly، ass. prof،
ass prof، ass professor، spastic paralysis، spastic diplegia، mong kok،
bastard saffron، prick test، skin prick، skin prick test، prick of، rio negro،
boob tube، terrorist financing، counter terrorist، terrorist attack،
terrorist attacks، terrorist groups، terrorist acts، anti terrorist
"""
_WEAK = """
fat، lame، ugly، ugliest، i hate، hate you، crap، crappy، damn، dammit، goddamn،
wtf، lmfao، suck، sucks، sucking، creep، jerk، thug، thugs، ghetto، nonsense،
fool، fools، ignorant، disgusting، lunatic، bum، bums، trash، clown، sissy، sex،
sexy، booty، naked، piss، butt، butts، poop، screwing، stripper، strippers،
panties، crotch، hump، xxx، illegals، jihad، monkeys، monkey، oreo، ape، apes،
savage، jap، japs، loser، losers، tramp، mf، mfs، cum، hell، kill you، slap،
tryna، bruh، niccas، jihadi، redneck
"""
TERMS = (
    ("lexicon.insult", 0.9, _INSULTS),
    ("lexicon.insult_mild", 0.55, _INSULTS_MILD),
    ("lexicon.improper", 0.95, _INDECENT),
    ("lexicon.improper_mild", 0.55, _INDECENT_MILD),
    ("lexicon.discrimination", 0.95, _GROUPS),
    ("lexicon.discrimination_mild", 0.55, _GROUPS_MILD),
    ("lexicon.religion", 0.85, _BELIEFS),
    ("weak", 0.3, _WEAK),
    (SAFE, 0.0, _SAFE),
)
