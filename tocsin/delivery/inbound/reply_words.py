"""What people write when they answer a mail or an SMS: whole lines that mean one thing, in four languages.

A line counts only as a whole, in lower case and without punctuation (replies.py). What may also be meant otherwise does
not belong here: in doubt nobody is taken for safe.
"""

from __future__ import annotations

SAFE = """
    safe
    i am safe
    im safe
    i'm safe
    we are safe
    i am safe and well
    i am ok
    i'm ok
    im ok
    i am okay
    i'm okay
    i am fine
    i'm fine
    im fine
    all ok
    all good
    yes i am safe
    yes safe
    yes i'm safe
    je suis en sécurité
    je suis en securite
    en sécurité
    en securite
    je vais bien
    je suis sain et sauf
    je suis saine et sauve
    sain et sauf
    saine et sauve
    tout va bien
    estoy a salvo
    a salvo
    estoy bien
    todo bien
    salvo
    sana y salva
    sano y salvo
    أنا بأمان
    انا بامان
    أنا في أمان
    أنا آمن
    أنا آمنة
    بأمان
    بخير
    أنا بخير
    آمن
    آمنة
    سالم
"""

NEED_HELP = """
    help
    help me
    please help
    please help me
    need help
    i need help
    i need help now
    i need help please
    we need help
    sos
    emergency
    not safe
    i am not safe
    i'm not safe
    aide
    à l'aide
    a l'aide
    au secours
    besoin d'aide
    j'ai besoin d'aide
    aidez-moi
    aidez moi
    secours
    urgence
    je ne suis pas en sécurité
    je ne suis pas en securite
    ayuda
    socorro
    auxilio
    necesito ayuda
    ayúdenme
    ayudenme
    ayúdame
    ayudame
    emergencia
    no estoy a salvo
    مساعدة
    أحتاج مساعدة
    أحتاج إلى مساعدة
    احتاج المساعدة
    أحتاج المساعدة
    ساعدوني
    ساعدني
    النجدة
    نجدة
    لست بأمان
    لست آمنا
"""

NOT_THERE = """
    not there
    i am not there
    i'm not there
    im not there
    not here
    i am not in the area
    i'm not in the area
    not in the area
    away
    i am away
    i have left
    i left
    je n'y suis pas
    je ne suis pas là
    je ne suis pas la
    je ne suis pas sur place
    pas sur place
    absent
    absente
    no estoy allí
    no estoy alli
    no estoy ahí
    no estoy ahi
    no estoy en la zona
    ya no estoy allí
    لست هناك
    أنا لست هناك
    لست في المنطقة
    غير موجود
"""

#: Says nothing of its own, before or after an answer.
COURTESY = """
    hi
    hello
    dear all
    good morning
    good afternoon
    good evening
    thanks
    thank you
    thank you very much
    many thanks
    thanks a lot
    cheers
    regards
    best regards
    kind regards
    bonjour
    bonsoir
    merci
    merci beaucoup
    cordialement
    hola
    buenos días
    buenos dias
    buenas tardes
    gracias
    muchas gracias
    saludos
    مرحبا
    السلام عليكم
    شكرا
    شكرا لكم
    شكرا جزيلا
    الحمد لله
    والحمد لله
"""

#: A line by which mail programmes lead over to what they quote ends so, after a date and a name.
QUOTE_LEADS = ("wrote:", "a écrit :", "a écrit:", "escribió:", "escribio:", "كتب:", "schrieb:", "scrisse:")
#: ... and begins so.
QUOTE_BEGINS = ("on ", "le ", "el ", "في ", "am ", "il ", "بتاريخ")
#: From such a line on everything is the message that is answered.
QUOTE_MARKS = (
    "-----original message-----",
    "----- original message -----",
    "-----message d'origine-----",
    "-----mensaje original-----",
    "-----ursprüngliche nachricht-----",
    "---------- forwarded message",
    "begin forwarded message:",
    "________________________________",
)
#: The first header of a message that Outlook quotes without any mark.
QUOTE_HEADERS = ("from:", "de :", "de:", "von:", "من:", "sent:", "envoyé :", "enviado:")
#: Signatures that programmes put there, which nobody wrote.
SIGNATURES = (
    "sent from my ",
    "get outlook for ",
    "envoyé de mon ",
    "envoyé depuis ",
    "enviado desde ",
    "enviado de ",
    "أرسلت من ",
    "تم الإرسال من ",
    "gesendet von ",
)
#: Subjects of out-of-office notes, where no header says so.
AUTOMATIC_SUBJECTS = (
    "out of office",
    "out of the office",
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "réponse automatique",
    "absence du bureau",
    "absent du bureau",
    "respuesta automática",
    "respuesta automatica",
    "fuera de la oficina",
    "رد تلقائي",
    "خارج المكتب",
    "automatische antwort",
    "abwesenheit",
)
