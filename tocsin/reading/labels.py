"""What vendors and embassies write over the parts of a bulletin, in the languages served, and what Tocsin calls it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tocsin.reading.words import fold

#: The names that parts have in a reading.
PARTS = ("Event", "Context", "Advice", "Timeframe", "Area", "Sources", "Summary")
# Labels whose part is no part of a reading: they say who published it, how it is filed, or whom to call.
LEVEL, PUBLISHED, TITLE, ASIDE = "Level", "Published", "Title", "Aside"

_LABELS = {
    "Event": """
        event|events|the event|what|what happened|what has happened|what is happening|what's happening|what we know|incident|incidents|the incident
        |incident details|details|situation|current situation|the situation|situation update|description|development|developments|key developments
        |latest developments|latest|impact|impacts|expected impact|potential impact|likely impact|what to expect|alert details|additional details|issue
        |evenement|evenements|l'evenement|ce qui s'est passe|que s'est-il passe|qu'est-il arrive|les faits|faits|incident|situation|la situation|impact|impacts|details
        |evento|suceso|el suceso|que ha pasado|que paso|que ocurrio|que ha ocurrido|lo ocurrido|hechos|los hechos|incidente|situacion|situacion actual|impacto|detalles
        |ocorrencia|o que aconteceu|o que ocorreu|factos|fatos|os factos|situacao|situacao atual|detalhes
        |الحدث|ماذا حدث|ما حدث|ما الذي حدث|الحادث|الحادثة|الوضع|الوضع الحالي|التفاصيل|تفاصيل|الوقائع|التأثير|الأثر""",
    "Context": """
        context|background|why|so what|background information|analysis|assessment|our assessment|threat assessment|security assessment|comment|commentary|outlook
        |implications|why it matters|forecast and outlook|history|further background
        |contexte|le contexte|analyse|notre analyse|evaluation|appreciation|perspectives|rappel|historique
        |contexto|antecedentes|analisis|evaluacion|valoracion|perspectivas|perspectiva
        |analise|avaliacao|enquadramento|historico
        |السياق|الخلفية|خلفية|تحليل|التحليل|التقييم|تقييم|خلفية عن الحدث""",
    "Advice": """
        advice|our advice|travel advice|safety advice|security advice|action|actions|actions to take|actions to be taken|action to take|recommended action
        |recommended actions|recommendation|recommendations|our recommendations|what to do|what you should do|what should i do|what you can do|guidance
        |precautions|recommended precautions|protective measures|safety measures|security measures|mitigation|mitigation measures|instructions|instruction
        |actions for u.s. citizens|advice for travellers|advice for travelers|advice to travellers|advice to travelers|steps to take|precautionary/preparedness actions
        |conseil|conseils|nos conseils|conseils aux voyageurs|recommandation|recommandations|consigne|consignes|consignes de securite|que faire|mesures a prendre
        |actions a entreprendre|actions a prendre|precautions|instructions|conduite a tenir
        |consejo|consejos|recomendacion|recomendaciones|que hacer|medidas|medidas a tomar|acciones a tomar|acciones recomendadas|acciones|precauciones|instrucciones|indicaciones
        |conselho|conselhos|recomendacao|recomendacoes|o que fazer|medidas a adotar|acoes a tomar|acoes recomendadas|precaucoes|instrucoes|orientacoes
        |النصيحة|النصائح|نصائح|نصيحة|التوصيات|توصيات|الإرشادات|إرشادات|ماذا تفعل|ما العمل|ما يجب فعله|ما يجب القيام به|الإجراءات الواجب اتخاذها|الإجراءات المطلوبة
        |الإجراءات|التعليمات|إجراءات السلامة""",
    "Timeframe": """
        timeframe|time frame|time-frame|timing|when|date and time|date/time|date & time|event date|dates|period|duration|validity|valid|valid until|effective|effective dates|time
        |periode|calendrier|duree|quand|date et heure|dates et heures|horaire|horaires|delai
        |periodo|plazo|cuando|fecha y hora|fechas|duracion|vigencia|horario
        |quando|data e hora|datas|duracao|prazo
        |الإطار الزمني|المدة|الفترة|الفترة الزمنية|متى|الوقت|الزمان|الموعد|التوقيت""",
    "Area": """
        area|areas|area affected|areas affected|affected area|affected areas|location|locations|location affected|locations affected|affected locations
        |country/region|country / region|region/country|country|countries|region|regions|place|where|city|country/city|city/country|country/territory|affected regions|locality
        |lieu|lieux|ou|zone|zones|zone concernee|zones concernees|zones touchees|localisation|pays|pays/region|region|secteur|endroit
        |lugar|lugares|donde|ubicacion|zona|zonas|zona afectada|zonas afectadas|area afectada|areas afectadas|localizacion|pais|pais/region|region
        |local|locais|onde|localizacao|area afetada|areas afetadas|zona afetada|pais/regiao|regiao
        |المكان|الموقع|المواقع|المنطقة|المناطق|المناطق المتأثرة|المنطقة المتأثرة|البلد|الدولة|البلد/المنطقة|أين""",
    "Sources": """
        source|sources|our sources|reporting|references|evidence
        |les sources|fuente|fuentes|fonte|fontes|references|referencias
        |المصدر|المصادر|مصادر""",
    "Summary": """
        summary|executive summary|key points|key point|key messages|key takeaways|key information|key facts|overview|at a glance|in brief|bottom line|bluf|highlights|synopsis|headlines
        |resume|en bref|points cles|points essentiels|l'essentiel|synthese|a retenir
        |resumen|puntos clave|puntos principales|en breve|sintesis|claves
        |resumo|pontos-chave|pontos chave|pontos principais|em resumo|destaques
        |الملخص|ملخص|النقاط الرئيسية|أهم النقاط|أبرز النقاط|موجز|الخلاصة""",
    LEVEL: """
        level|alert level|severity|severity level|risk level|risk rating|risk|threat level|security level|rating|priority|warning level|travel advisory level|advisory level
        |niveau|niveau d'alerte|niveau de risque|niveau de menace|gravite|severite|vigilance
        |nivel|nivel de alerta|nivel de riesgo|gravedad|severidad|nivel de risco|gravidade|severidade
        |المستوى|مستوى الخطورة|مستوى التحذير|مستوى الخطر|درجة الخطورة|الشدة|مستوى الإنذار""",
    PUBLISHED: """
        date|published|published on|date published|publication date|issued|issued on|date issued|date of issue|posted|posted on|updated|last updated|report date|released
        |publie le|publie|date de publication|mis a jour|mis a jour le|emis le
        |fecha|publicado|publicado el|fecha de publicacion|actualizado
        |data|publicado em|data de publicacao|atualizado
        |التاريخ|تاريخ النشر|نشر في|آخر تحديث""",
    TITLE: """
        headline|title|subject|alert title|titre|objet|titulo|asunto|assunto|العنوان|الموضوع""",
    ASIDE: """
        assistance|for assistance|for further assistance|for more information|for further information|further information|more information|additional information|contact
        |contacts|contact information|contact us|emergency contact|emergency contacts|useful links|links|related links|resources|category|categories|alert category|type|alert type
        |hazard|hazard type|event type|incident type|subcategory|sub-category|classification|id|alert id|reference|reference number|report id|disclaimer|status|confidence|author
        |distribution|tags|keywords|latitude|longitude|coordinates|credibility|sectors|sector|risk category|threat type|issued by|prepared by|issuing office|attachments
        |contact|contacts|categorie|assistance consulaire|informations complementaires|pour plus d'informations|liens utiles|type d'alerte
        |contacto|contactos|categoria|asistencia|mas informacion|para mas informacion|enlaces|tipo de alerta|tipo
        |contato|contatos|assistencia|mais informacoes|para mais informacoes|ligacoes
        |المساعدة|للمساعدة|للمزيد من المعلومات|لمزيد من المعلومات|معلومات الاتصال|الفئة|التصنيف|النوع|للتواصل|اتصل بنا|روابط""",
}  # fmt: skip
# Labels that begin no part when they stand alone on a line without a colon: they are everyday words.
_NEEDS_COLON = frozenset(
    [
        "latest",
        "issue",
        "history",
        "comment",
        "time",
        "when",
        "dates",
        "valid",
        "effective",
        "action",
        "instruction",
        "city",
        "place",
        "where",
        "country",
        "countries",
        "region",
        "local",
        "ou",
        "onde",
        "donde",
        "quando",
        "cuando",
        "quand",
        "highlights",
        "headlines",
        "risk",
        "rating",
        "priority",
        "date",
        "data",
        "fecha",
        "title",
        "subject",
        "type",
        "tipo",
        "id",
        "reference",
        "status",
        "author",
        "hazard",
        "tags",
        "links",
        "source",
        "reporting",
        "evidence",
        "zone",
        "zona",
        "medidas",
        "claves",
        "rappel",
        "متى",
        "الوقت",
        "النوع",
        "أين",
        "contact",
        "contacts",
        "resources",
        "published",
        "issued",
        "posted",
        "updated",
        "event",
        "details",
    ]
)
# Labels that may stand in capitals before their text with no colon, as in 'TIMEFRAME expected from ... COUNTRY/REGION ...'.
_BARE = (
    "TIMEFRAME|TIME FRAME|COUNTRY/REGION|COUNTRY|LOCATION|LOCATIONS|SITUATION|ASSESSMENT|RECOMMENDATIONS?|ADVICE|BACKGROUND|CONTEXT|EVENT|IMPACT|ACTIONS?"
    "|SUMMARY|SOURCES?|ANALYSIS|OUTLOOK|CATEGORY|SEVERITY|AREAS? AFFECTED|AFFECTED AREAS?|WHAT HAPPENED|WHAT TO DO|PÉRIODE|LIEU|CONSEILS|CONTEXTE"
    "|RECOMMANDATIONS?|SITUACIÓN|CONTEXTO|RECOMENDACIONES|UBICACIÓN|PERIODO|SITUAÇÃO|RECOMENDAÇÕES|LOCALIZAÇÃO|PERÍODO"
)
_BARE_LABEL = re.compile(rf"(?<![^\s|;.•])({_BARE})(?![\w/-])(?=\s+[^\s:=–—-])")
_COLON = re.compile(r"[:：]")
# Weather offices write '* WHAT...Southeast winds'.
_DOTS = re.compile(r"([A-Z][A-Z /&-]{2,40})\.{3}\s*")
_DASH = re.compile(r"\s[–—-]\s")
_ENDS = ".;!?)|،؛…0123456789"
_LONGEST = 44
_WORD = re.compile(r"[^\s/&-]+|/")
_TAIL = re.compile(r"[\s*_:：|#=–—-]+$")


def _key(said: str) -> str:
    """A label's words folded, so that case, accents, the article in Arabic and the kind of apostrophe do not count."""
    bare = said.replace("’", "'").strip(" \t*_#:：.?¿¡!()[]\"'|=–—-\u061f")
    return " ".join(fold(word) for word in _WORD.findall(bare))


_NAMES: dict[str, str] = {}
for _name, _rows in _LABELS.items():
    for _label in _rows.split("|"):
        _NAMES.setdefault(_key(_label.strip()), _name)
_COLON_ONLY = frozenset(map(_key, _NEEDS_COLON))


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a line: the name of its part, where the label begins, and where its text begins, in the line.

    `is_alone` says that the label fills the line; `is_plain` that it does so without a colon or other mark.
    """

    name: str
    start: int
    text_start: int
    is_alone: bool = False
    is_plain: bool = False


def labels_in(line: str) -> tuple[Label, ...]:
    """The labels of one line in order: alone on it, before a colon or dash, or in capitals before their text."""
    start = _begin(line)
    rest = line[start:]
    if not rest:
        return ()
    if len(rest) <= _LONGEST:
        alone = _TAIL.sub("", rest)
        name = _NAMES.get(_key(alone))
        if name is not None:
            is_marked = start > 0 or alone != rest or rest.isupper()
            if is_marked or _key(alone) not in _COLON_ONLY or name in ("Event", "Advice"):
                return (Label(name, 0, len(line), True, not is_marked),)
    found = _before_marks(line, start)
    return found or (_in_capitals(line) if line[start : start + 4].isupper() else ())


def starts_with_label(line: str) -> bool:
    """Whether a line is or begins with a label that carries its colon or stands alone."""
    found = labels_in(line)
    return bool(found) and found[0].start <= 4


def _begin(line: str) -> int:
    """Where a line's words begin behind bullets, marks of headings and emphasis."""
    index = 0
    while index < len(line) and not line[index].isalnum() and line[index] not in "¿¡([\"“'«":
        index += 1
    return index


def _before_marks(line: str, start: int) -> tuple[Label, ...]:
    found: list[Label] = []
    for mark in _COLON.finditer(line):
        if len(found) > 20:
            break
        at = mark.start()
        if not found:
            if at - start > _LONGEST + 4:
                break
            label = _named(line, start, at)
            if label is None:
                break
            found.append(label)
            continue
        label = _inner(line, found[-1].text_start, at)
        if label is not None:
            found.append(label)
    if not found and (dots := _DOTS.match(line, start)):
        name = _NAMES.get(_key(dots[1]))
        if name is not None:
            found.append(Label(name, 0, dots.end()))
    if not found and (dash := _DASH.search(line, start, start + _LONGEST)):
        name = _NAMES.get(_key(line[start : dash.start()]))
        if name in PARTS and line[start : dash.start()].isupper():
            found.append(Label(name, 0, dash.end()))
    return tuple(found)


def _named(line: str, start: int, colon: int) -> Label | None:
    name = _NAMES.get(_key(line[start:colon]))
    if name is None:
        return None
    after = colon + 1
    while after < len(line) and line[after] in " \t*_\xa0":
        after += 1
    return Label(name, 0, after)


def _inner(line: str, after: int, colon: int) -> Label | None:
    """A label inside a line that begins with one: 'Event: ... Location: ...'. It has a capital and follows an end."""
    window = max(after, colon - _LONGEST)
    begin = colon
    best: Label | None = None
    for _ in range(5):
        begin = max(line.rfind(" ", window, begin), window - 1)
        word = begin + 1
        name = _NAMES.get(_key(line[word:colon])) if _may_begin(line, word) else None
        before = line[:word].rstrip(" *|")[-1:]
        if name in PARTS or (name is not None and (word <= after or before in _ENDS)):
            text_start = colon + 1
            while text_start < len(line) and line[text_start] in " \t*_\xa0":
                text_start += 1
            best = Label(name, word, text_start)
        if begin < window:
            break
    return best


def _may_begin(line: str, at: int) -> bool:
    """Whether a label may begin here: with a capital, a letter of a script without them, or emphasis."""
    letter = line[at : at + 2].lstrip("*")[:1]
    return letter.isalpha() and not letter.islower()


def _in_capitals(line: str) -> tuple[Label, ...]:
    # In a line that is all capitals, a word in capitals is no label.
    if not any(map(str.islower, line[:400])) and not line[:1].isascii():
        return ()
    found: list[Label] = []
    for one in _BARE_LABEL.finditer(line):
        name = _NAMES.get(_key(one[1]))
        if name is None:
            continue
        follower = line[one.end() :].lstrip()
        if not found and (one.start() > 4 or not _is_text(follower)):
            break
        text_start = one.end() + len(line[one.end() :]) - len(follower)
        found.append(Label(name, one.start(), text_start))
    return tuple(found)


def _is_text(follower: str) -> bool:
    """Whether what stands behind a label in capitals is not itself the rest of a line in capitals."""
    words = follower.split(None, 3)[:3]
    return bool(words) and not all(word.isupper() for word in words)
