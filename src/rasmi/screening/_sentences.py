"""What each rule says: found (ar, en), and what to do now (ar, en)."""

_REWORD = (
    "أعيدوا صياغة العبارة بلغة لائقة.",
    "Say it again in seemly words.",
)
_REMOVE = (
    "احذفوا هذه البيانات أو أخفوا جزءاً منها قبل النشر.",
    "Remove the data, or mask it, before it is published.",
)
_FULL_LINK = (
    "ضعوا العنوان الرسمي الكامل للصفحة.",
    "Give the full official address of the page.",
)

OF = {
    "lexicon.insult": (
        "في النص إهانة صريحة.",
        "The text contains a plain insult.",
        *_REWORD,
    ),
    "lexicon.insult_mild": (
        "في النص عبارة قد تُفهم إهانةً.",
        "The text contains words that may be taken as an insult.",
        *_REWORD,
    ),
    "lexicon.improper": (
        "في النص لفظ بذيء.",
        "The text contains an obscene word.",
        *_REWORD,
    ),
    "lexicon.improper_mild": (
        "في النص عبارة قد لا تليق بحساب رسمي.",
        "The text contains words that may not be fit for an official account.",
        *_REWORD,
    ),
    "lexicon.discrimination": (
        "في النص ازدراء لفئة من الناس.",
        "The text shows contempt for a group of people.",
        "احذفوا العبارة، واذكروا الناس باحترام دون تمييز.",
        "Remove the words and speak of people with equal respect.",
    ),
    "lexicon.discrimination_mild": (
        "في النص عبارة قد تنطوي على تمييز.",
        "The text contains words that may discriminate.",
        "راجعوا العبارة، واختاروا صيغة تحترم الجميع.",
        "Look at the words again and choose some that respect everybody.",
    ),
    "lexicon.religion": (
        "في النص ما قد يسيء إلى معتقد ديني أو مذهبي.",
        "The text may offend a religious or sectarian belief.",
        "احذفوا العبارة، أو اعرضوها على المراجع قبل النشر.",
        "Remove the words, or show them to the reviewer first.",
    ),
    "lexicon.defamation": (
        "في النص اتهام قد يُعدّ تشهيراً أو قذفاً.",
        "The text contains an accusation that may be defamation or slander.",
        "احذفوا الاتهام؛ فالوقائع تثبتها الجهات المختصة لا المنشورات.",
        "Remove the accusation: the competent bodies establish facts, not posts.",
    ),
    "lexicon.illegal": (
        "في النص دعوة إلى فعل مخالف للقانون أو ترويج له.",
        "The text calls for, or advertises, something against the law.",
        "احذفوا العبارة، وأبلغوا المراجع إن كانت منقولة عن غيركم.",
        "Remove the words, and tell the reviewer if they are somebody else's.",
    ),
    "lexicon.rights": (
        "في النص ما قد يمس حقاً قانونياً أو حق مؤلف.",
        "The text may touch a legal right or a copyright.",
        "تحققوا من الإذن أو من جواز النشر قبل المتابعة.",
        "Make sure that there is permission, or that it may be published.",
    ),
    "claim.promise": (
        "في النص وعد أو تعميم لا تضمنه الجهة.",
        "The text promises, or says of all, what nobody can guarantee.",
        "اذكروا الشروط كما وردت في القرار أو الإعلان المعتمد.",
        "State the conditions as the approved decision or notice has them.",
    ),
    "claim.absolute": (
        "في النص مبالغة لا يسندها مصدر.",
        "The text makes a sweeping claim without a source.",
        "خففوا العبارة أو اذكروا مصدرها.",
        "Say less, or name the source.",
    ),
    "claim.rumour": (
        "في النص خبر غير منسوب إلى مصدر رسمي.",
        "The text passes on news that has no official source.",
        "تحققوا من الخبر لدى الجهة المعنية واذكروا مصدره.",
        "Verify the news with the body concerned, and name the source.",
    ),
    "claim.no_source": (
        "في النص معلومة منسوبة إلى دراسات غير مسماة.",
        "The text leans on studies that it does not name.",
        "اذكروا الدراسة أو الإحصاء وجهة إصداره.",
        "Name the study or the statistics and who issued them.",
    ),
    "benefit.referral": (
        "في النص رمز خصم أو إحالة يعود نفعه على شخص.",
        "The text carries a discount or referral code that serves a person.",
        "احذفوا الرمز؛ فالحساب الرسمي لا يخدم منفعة شخصية.",
        "Remove the code: an official account serves no personal benefit.",
    ),
    "benefit.own_account": (
        "في النص ترويج لحساب شخصي أو سلعة أو مصلحة خاصة.",
        "The text promotes a personal account, goods or a private interest.",
        "احذفوا العبارة؛ فالحساب الرسمي لا يخدم منفعة شخصية.",
        "Remove the words: an official account serves no personal benefit.",
    ),
    "spam.offer": (
        "في النص عبارة من عبارات الإعلانات المزعجة أو الاحتيالية.",
        "The text contains words of unwanted or fraudulent advertising.",
        "احذفوا العبارة، أو أخفوا المشاركة بعد النظر فيها.",
        "Remove the words, or hide the contribution after looking at it.",
    ),
    "grievance.work": (
        "يبدو أن النص شكوى أو تظلّم يخص موظفاً في عمله.",
        "The text seems to be a complaint or grievance of an employee about work.",
        "قدّموا التظلّم عبر المسار الداخلي، ولا تنشروه هنا.",
        "Take the grievance through the internal route; do not publish it here.",
    ),
    "id.iban": (
        "في النص رقم حساب مصرفي دولي (آيبان) صحيح.",
        "The text contains a valid bank account number (IBAN).",
        *_REMOVE,
    ),
    "id.card": (
        "في النص رقم بطاقة مصرفية صحيح.",
        "The text contains a valid bank card number.",
        *_REMOVE,
    ),
    "id.civil_number": (
        "في النص رقم مدني لشخص.",
        "The text contains a person's civil number.",
        *_REMOVE,
    ),
    "id.phone": (
        "في النص رقم هاتف لا يظهر بين أرقام الجهة المعلنة.",
        "The text contains a telephone number that is not among the published ones.",
        *_REMOVE,
    ),
    "id.email": (
        "في النص بريد إلكتروني لشخص.",
        "The text contains a person's e-mail address.",
        *_REMOVE,
    ),
    "id.passport": (
        "في النص رقم جواز سفر.",
        "The text contains a passport number.",
        *_REMOVE,
    ),
    "id.student": (
        "في النص رقم طالب أو رقم جلوس.",
        "The text contains a student or seat number.",
        *_REMOVE,
    ),
    "id.plate": (
        "في النص رقم لوحة مركبة.",
        "The text contains the number of a vehicle plate.",
        *_REMOVE,
    ),
    "id.coordinates": (
        "في النص إحداثيات موقع دقيق.",
        "The text contains the coordinates of an exact place.",
        *_REMOVE,
    ),
    "name.with_identifier": (
        "في النص اسم شخص مع ما يكشف عنه أو عن حاله.",
        "The text names a person together with what reveals them or their affairs.",
        "احذفوا الاسم أو المعلومة المقترنة به ما لم يأذن صاحبها.",
        "Remove the name, or what goes with it, unless the person has agreed.",
    ),
    "marking.legal": (
        "يحمل النص درجة تصنيف تمنع نشره.",
        "The text carries a classification that forbids publishing it.",
        "لا تنشروا النص، وأبلغوا المختص بأمن المعلومات.",
        "Do not publish the text, and tell information security.",
    ),
    "marking.office": (
        "يحمل النص علامة وثيقة داخلية أو غير مكتملة.",
        "The text carries the mark of an internal or unfinished document.",
        "تأكدوا من جواز نشر النص واحذفوا العلامة إن كانت زائدة.",
        "Make sure that the text may be published, and remove a stray mark.",
    ),
    "credential.password": (
        "في النص كلمة مرور.",
        "The text contains a password.",
        "احذفوا كلمة المرور وغيّروها فوراً.",
        "Remove the password, and change it at once.",
    ),
    "credential.code": (
        "في النص رمز تحقق.",
        "The text contains a verification code.",
        "احذفوا الرمز ولا تشاركوه مع أحد.",
        "Remove the code, and share it with nobody.",
    ),
    "credential.key": (
        "في النص مفتاح دخول إلى نظام أو منصة.",
        "The text contains a key to a system or platform.",
        "احذفوا المفتاح وألغوه فوراً.",
        "Remove the key, and revoke it at once.",
    ),
    "link.not_approved": (
        "الرابط إلى موقع غير مدرج في القائمة المعتمدة.",
        "The link leads to a site that is not on the approved list.",
        "يتطلب الرابط موافقة شخص آخر قبل نشره.",
        "Another person must agree to the link before it is published.",
    ),
    "link.not_https": (
        "الرابط غير مشفّر.",
        "The link is not encrypted.",
        "استخدموا عنواناً يبدأ بـ https.",
        "Use an address that begins with https.",
    ),
    "link.shortener": (
        "الرابط مختصر فلا يظهر الموقع الذي يؤدي إليه.",
        "The link is shortened, so nobody sees where it leads.",
        *_FULL_LINK,
    ),
    "link.userinfo": (
        "في الرابط اسم قبل علامة @ يخفي الموقع الحقيقي.",
        "A name before the @ in the link hides the true site.",
        *_FULL_LINK,
    ),
    "link.address_literal": (
        "الرابط رقم جهاز لا اسم موقع.",
        "The link names a machine by number, not a site.",
        *_FULL_LINK,
    ),
    "link.mixed_script": (
        "في اسم الموقع حروف من لغات مختلفة تتشابه رسماً.",
        "The name of the site mixes letters of several scripts that look alike.",
        *_FULL_LINK,
    ),
    "link.look_alike": (
        "اسم الموقع يشبه اسم موقع رسمي وليس إيّاه.",
        "The name of the site imitates an official one.",
        *_FULL_LINK,
    ),
    "link.suffix_trick": (
        "يتوسط الرابط عنوانٌ رسمي بينما يؤدي إلى موقع آخر.",
        "An official address stands inside the link, but it leads elsewhere.",
        *_FULL_LINK,
    ),
    "link.malformed": (
        "الرابط غير سليم الصياغة أو من نوع غير مسموح.",
        "The link is malformed, or of a kind that is not allowed.",
        *_FULL_LINK,
    ),
}
