"""The sentences of the verifier, in both languages; it has no catalog to read."""

from collections.abc import Mapping
from unicodedata import category

from rasmi.ledger._findings import Finding, Kind, Note, Remark

Both = tuple[str, str]  # Arabic, English
AR, EN = "ar", "en"

FINDINGS: Mapping[Kind, Both] = {
    Kind.DAMAGED: (
        "تضرّر ملف في التصدير: {where}",
        "A file of the export is damaged: {where}",
    ),
    Kind.KEY: (
        "المفتاح ليس هو المفتاح الذي لديك.",
        "Its key is not the one that you hold.",
    ),
    Kind.CHANGED: ("غُيِّر القيد {where}.", "Entry {where} was changed."),
    Kind.REMOVED: ("حُذف القيد {where}.", "Entry {where} was removed."),
    Kind.STRIPPED: (
        "حُذف من القيد {where} من الفاعل وعلى ماذا.",
        "Who acted on what was taken out of entry {where}.",
    ),
    Kind.SWAPPED: (
        "بُدِّل مكان القيدين {where}.",
        "Entries {where} were swapped.",
    ),
    Kind.INSERTED: (
        "أُقحم قيد عند الرقم {where}.",
        "An entry was inserted at {where}.",
    ),
    Kind.REWRITTEN: (
        "غُيِّر شيء في القيود {where} أو حُذف أو أُقحم، وأُعيد الحساب لإخفائه.",
        "In the entries {where} something was changed, removed or inserted, and hidden "
        "by reckoning anew.",
    ),
    Kind.CUT: (
        "القيود {where} ناقصة من آخر السجل.",
        "The entries {where} are missing at the end.",
    ),
    Kind.UNSEALED: (
        "القيود {where} لا يشملها أي ختم: أُقحمت في آخر السجل.",
        "The entries {where} are under no seal: they were inserted at the end.",
    ),
    Kind.FORGED: (
        "الختم رقم {where} لا يصح توقيعه.",
        "Checkpoint {where} is not signed by this log.",
    ),
    Kind.UNCHAINED: (
        "لا يذكر السجل الذي قبله كما كان.",
        "It does not name the log before it as that one was.",
    ),
    Kind.RESTORED: (
        "أُعيدت قاعدة بيانات أقدم من غير إعلان، أو قُطع آخر السجل. المفقود: {where}",
        "An older database took its place undeclared, or the end was cut off. "
        "Missing: {where}",
    ),
    Kind.WITNESS: (
        "ما لدى الشاهد لم يوقّعه هذا السجل: {where}",
        "What the witness holds was not signed by this log: {where}",
    ),
}
NOTES: Mapping[Remark, Both] = {
    Remark.OWN_KEY: (
        "أُخذ المفتاح من التصدير نفسه. قارنه بالمفتاح الذي وصلك من قبل: {keys}",
        "The key was taken from the export itself. Compare it with the one that you "
        "were given before: {keys}",
    ),
    Remark.NO_WITNESS: (
        "لم تُقدَّم نسخة شاهد، فلا يُعرف هل قُطع آخر السجل أو أُعيدت كتابته كله.",
        "No witness was heard, so nobody can say whether the end was cut off or all "
        "of it was written anew.",
    ),
    Remark.WITNESSED: (
        "يطابق نسخة الشاهد. عدد القيود: {size}، وخُتمت في {at}",
        "It agrees with the witness. Entries: {size}, sealed at {at}",
    ),
    Remark.DECLARED: (
        "استعادة معلنة في {at}: أجراها «{by}»، والسبب: {reason}. قيود فُقدت بها: {lost}",
        "A declared restore at {at}: by “{by}”, because: {reason}. Entries lost by it: "
        "{lost}",
    ),
    Remark.MOVED: (
        "نُقلت قاعدة البيانات أو نُسخت إلى مكان آخر، ولم يُفقد قيد.",
        "The database was moved or copied to another place; no entry was lost.",
    ),
    Remark.REKEYED: (
        "استمر السجل بمفتاح آخر، ولم يُفقد قيد. تأكد ممن يشغّل الخادم أنه غيّر المفتاح.",
        "The log goes on with another key; no entry was lost. Ask whoever runs the "
        "server whether they changed it.",
    ),
    Remark.LATE: (
        "قيود خُتمت بعد كتابتها بأكثر من ساعة: {entries}، أولها {first}",
        "Entries that were sealed more than an hour after they were written: "
        "{entries}, the first of them {first}",
    ),
}
SOUND: Both = ("السجل سليم ومتصل.", "The log is whole.")
BROKEN: Both = ("السجل ليس كما كان.", "The log is not as it was.")
LOG: Both = (
    "السجل {number} · {origin} · القيود: {size} · آخر ختم: {at}",
    "Log {number} · {origin} · entries: {size} · last sealed: {at}",
)
MORE: Both = ("ومن هذا النوع {count} أخرى.", "And {count} more of this kind.")
OF_LOG: Both = ("السجل {number}: ", "Log {number}: ")
NEVER: Both = ("لم يُختم", "never")
UNREADABLE: Both = (
    "هذا الملف ليس تصديراً لسجل من نظام «رسمي»، أو لا يمكن قراءته: {path}",
    "This file is no export of a log of Rasmi, or cannot be read: {path}",
)
NO_CHECKPOINT: Both = (
    "لا يوجد ختم في هذا الملف: {path}",
    "There is no checkpoint in this file: {path}",
)


def said(words: Both, language: str) -> str:
    return words[0] if language == AR else words[1]


def told(each: Finding | Note, language: str) -> str:
    """A finding or a note as a sentence."""
    if isinstance(each, Finding):
        count = each.where.removeprefix("+")
        is_count = each.where.startswith("+") and count.isdecimal()
        words = MORE if is_count else FINDINGS[each.kind]
        where = shown(each.where) or "—"
        sentence = said(words, language).format(where=where, count=count)
    else:
        facts = {name: shown(value) for name, value in each.facts.items()}
        sentence = said(NOTES[each.kind], language).format(**facts)
    prefix = said(OF_LOG, language).format(number=each.log) if each.log else ""
    return prefix + sentence


def sentence(kind: str, log: int, where: str, language: str) -> str:
    """A finding that was kept, as `told` tells it."""
    return told(Finding(Kind(kind), log, where), language)


def shown(value: object) -> str:
    """As it may be printed: what strangers wrote moves no cursor and turns no text."""
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return "".join("�" if category(each)[0] == "C" else each for each in words)
