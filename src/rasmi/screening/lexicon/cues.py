"""Words that call for a closer look by another rule; they are nothing by themselves."""

_MARKING = """
سري، سريه، محدود، مكتوم، =للغايه، داخلي، نشر، ينشر، مسوده، خاص، شخصي، محضر، مذكره،
موضوع، مرفقات، محترم، مرجع، اشاره، secret، confidential، restricted، draft،
internal، publication، publish، distribute، distribution، release، official،
minutes، subject
"""
_CREDENTIAL = """
مرور، السر، السري، باسورد، باسوورد، رمز، password، passwd، pass، passcode،
passphrase، pwd، pin، otp، code، begin، bearer، key، token، secret
"""
_PASSPORT = "جواز، passport"
_IDENTIFIER = """
مدني، مدنيه، بطاقه، بطاقتي، بطاقته، بطاقتها، هويه، هويتي، شخصيه، مقيم، اقامه،
جواز، طالب، طالبه، جامعي، جلوس، قيد، اكاديمي، هاتف، جوال، نقال، منزل، موبايل،
civil، national، resident، identity، passport، student، seat، university، id،
phone، number، mobile، card
"""
_PLATE = "لوحه، مركبه، سياره، plate"
TERMS = (
    ("cue.marking", 0.0, _MARKING),
    ("cue.credential", 0.0, _CREDENTIAL),
    ("cue.passport", 0.0, _PASSPORT),
    ("cue.identifier", 0.0, _IDENTIFIER),
    ("cue.plate", 0.0, _PLATE),
)
