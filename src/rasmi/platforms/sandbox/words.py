"""Every sentence of the platform, in Arabic and English."""

PROBLEMS = {
    "ar": {
        "malformed": "تعذّرت قراءة الطلب.",
        "too_large": "المرسَل أكبر من المسموح به.",
        "length_is_missing": "لم يُذكر طول المرسَل.",
        "unauthorized": "رمز الدخول غير صحيح أو انتهى.",
        "forbidden": "هذا لا يخص هذا الحساب.",
        "other_site": "لا يُقبل تعليق أُرسل من موقع آخر.",
        "other_host": "تعمل هذه المنصة داخل هذا الجهاز فقط.",
        "not_found": "لا يوجد شيء في هذا العنوان.",
        "method": "لا يُقبل هذا النوع من الطلبات هنا.",
        "empty": "اكتب شيئًا أولًا.",
        "no_text": "هذا ليس نصًّا مقروءًا.",
        "too_long": "النص أطول من المسموح به.",
        "handle": "معرّف الحساب حروف لاتينية وأرقام وشرطة سفلية، حتى 30.",
        "too_many_pictures": "لا يحمل المنشور أكثر من أربع صور.",
        "unknown_picture": "لا توجد صورة بهذا الرقم.",
        "no_picture": "الصور من نوع JPEG أو PNG فقط.",
        "key_is_used": "سبق نشر محتوى آخر بهذا المفتاح.",
        "other_post": "هذا التعليق تحت منشور آخر.",
    },
    "en": {
        "malformed": "The request could not be read.",
        "too_large": "What was sent is larger than allowed.",
        "length_is_missing": "The length of what was sent is missing.",
        "unauthorized": "The access token is wrong or has ended.",
        "forbidden": "This does not belong to this account.",
        "other_site": "A comment that another site sends is not accepted.",
        "other_host": "This platform runs inside this machine only.",
        "not_found": "There is nothing at this address.",
        "method": "This kind of request is not accepted here.",
        "empty": "Write something first.",
        "no_text": "This is not readable text.",
        "too_long": "The text is longer than allowed.",
        "handle": "A handle has Latin letters, digits and underscores, 30 at most.",
        "too_many_pictures": "A post carries four pictures at most.",
        "unknown_picture": "There is no picture of this id.",
        "no_picture": "Pictures are JPEG or PNG only.",
        "key_is_used": "Another content was posted under this key.",
        "other_post": "This comment stands beneath another post.",
    },
}

PAGES = {
    "ar": {
        "platform": "منصة التدريب",
        "banner": "منصة تدريب داخل هذا الجهاز: ليست شبكة حقيقية",
        "other_language": "English",
        "accounts": "الحسابات",
        "no_accounts": "لا توجد حسابات بعد. يظهر الحساب هنا مع أول منشور له.",
        "no_posts": "لم ينشر هذا الحساب شيئًا بعد.",
        "no_comments": "لا تعليقات بعد. كن أول من يعلّق.",
        "posts": "المنشورات",
        "comments": "التعليقات",
        "post_by": "منشور من {name}",
        "edited": "عُدِّل",
        "official": "الحساب الرسمي",
        "hidden": "أخفى الحساب هذا التعليق.",
        "older": "منشورات أقدم",
        "older_comments": "تظهر هنا أحدث التعليقات فقط.",
        "your_comment": "أضف تعليقك",
        "name": "الاسم",
        "comment": "التعليق",
        "send": "إرسال التعليق",
        "hint": "تعليق للتدريب: لا تكتب بيانات شخصية حقيقية.",
        "back": "العودة إلى الحسابات",
        "excuse": "تعذّر إتمام الطلب",
        "skip": "انتقل إلى المحتوى",
    },
    "en": {
        "platform": "Training platform",
        "banner": "Training platform on this machine, not a real network",
        "other_language": "العربية",
        "accounts": "Accounts",
        "no_accounts": "No accounts yet. One appears here with its first post.",
        "no_posts": "This account has not posted anything yet.",
        "no_comments": "No comments yet. Be the first.",
        "posts": "Posts",
        "comments": "Comments",
        "post_by": "A post by {name}",
        "edited": "edited",
        "official": "Official account",
        "hidden": "Hidden by the account.",
        "older": "Older posts",
        "older_comments": "Only the newest comments are shown here.",
        "your_comment": "Add your comment",
        "name": "Name",
        "comment": "Comment",
        "send": "Send comment",
        "hint": "A comment for training: write no real personal data.",
        "back": "Back to the accounts",
        "excuse": "This could not be done",
        "skip": "Skip to content",
    },
}

_FORMS: dict[str, dict[str, tuple[str, ...]]] = {
    "ar": {
        "posts": (
            "لا منشورات",
            "منشور واحد",
            "منشوران",
            "{n} منشورات",
            "{n} منشورًا",
            "{n} منشور",
        ),
        "comments": (
            "لا تعليقات",
            "تعليق واحد",
            "تعليقان",
            "{n} تعليقات",
            "{n} تعليقًا",
            "{n} تعليق",
        ),
    },
    "en": {
        "posts": ("No posts", "1 post", *["{n} posts"] * 4),
        "comments": ("No comments", "1 comment", *["{n} comments"] * 4),
    },
}


def counted(what: str, number: int, language: str) -> str:
    """The number with its noun: the six plural forms of Arabic (CLDR)."""
    rest = number % 100
    form = number if number < 3 else 3 if 3 <= rest <= 10 else 4 if rest > 10 else 5
    return _FORMS[language][what][form].format(n=number)
