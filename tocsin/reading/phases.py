"""Whether an event happened, goes on, is planned, is feared, is over or is denied."""

from __future__ import annotations

import re
from collections import defaultdict

from tocsin.reading.focus import Parts
from tocsin.reading.spans import Span
from tocsin.reading.values import Phase
from tocsin.reading.words import word_set

# Weight, English phrases, and phrases of French, Spanish, Portuguese and Arabic, by phase. Denied and over need words that leave no doubt.
_CUES: dict[Phase, tuple[tuple[float, str] | tuple[float, str, str], ...]] = {
    Phase.DENIED: (
        (2.0, r"no truth (?:in|to)|false (?:rumou?rs?|reports?|alarm|claims?)|hoax(?:es)?|debunked|unfounded|baseless|fake news"
              r"|(?:rumou?rs?|reports?) (?:\w+ ){0,6}(?:is|are|were|was) (?:false|untrue|wrong)|did not (?:happen|take place)|no such (?:attack|incident|event)"
              r"|(?:withdr(?:ew|aws?|awn)|retract(?:s|ed)?):? (?:our|its|their|this|the|that|an?) (?:\w+ )?(?:reports?|story|stories|articles?|claims?)|(?:it|this|that) was false",
            r"dementi\w*|démenti\w*|fausse (?:rumeur|alerte|information)|falsa alarma|rumor falso|desmint\w+|desment\w+|boato|alarme falso|نفت|نفى|شائعة|شائعات"),
        (1.0, r"den(?:y|ied|ies) (?:\w+ ){0,3}(?:reports?|rumou?rs?|claims?|that)|misinformation|withdrawn|retracted"),
    ),
    Phase.OVER: (
        (2.0, r"all[- ]clear|(?:has|have|had) (?:now )?(?:ended|been lifted|been called off|been contained|reopened|resumed)"
              r"|(?:was|were) (?:lifted|called off|reopened)|called off|no longer (?:in force|in effect|a threat)|strike (?:is|was) suspended"
              r"|(?:curfew|alert|warning|watch|siege|strike|walkout|protest|march|rally) (?:was |is |has been )?(?:lifted|ended|cancelled)|returned to normal|back to normal|declared over",
            r"levée? de l['’]alerte|(?:est|sont) terminée?s?|ha (?:terminado|finalizado)|foi (?:suspensa|cancelada)|terminou|انتهت|انتهاء|رفع حظر"),
        (1.0, r"reopen(?:s|ed)|resum(?:es|ed)|ended|end of the (?:strike|alert|siege)|subsided|downgraded"),
    ),
    Phase.UNDER_WAY: (
        (1.5, r"under ?way|ongoing|is continuing|are continuing|continues? to|still (?:burning|fighting|under|blocked|closed|raging)|currently"
              r"|(?:is|are) (?:spreading|blocking|burning|raging|battering|lashing|erupting|fighting|holding hostages|being evacuated)|in progress",
            r"en cours|se poursui(?:t|vent)|en curso|continúan?|continua[m]?|em curso|está bloquead\w+|مستمر|مستمرة|تتواصل|يتواصل|لا تزال|لا يزال"),
        (0.8, r"remains? (?:closed|blocked|in force|in place|cut|shut)|in effect|have been (?:closed|suspended)|continue[sd]?|since (?:this )?morning|shelter in place"),
    ),
    Phase.PLANNED: (
        (1.5, r"planned|scheduled|(?:is|are) (?:due|set) (?:to|for)|will (?:take place|be held|begin|start|march|gather|strike|stage|walk out|go on strike)"
              r"|plan (?:an? )?(?:[\w-]+ ){0,2}(?:strike|protest|march|rally|walkout)|plans? to (?:march|strike|protest|rally|hold|stage)|call(?:s|ed|ing) (?:for )?(?:an? )?(?:[\w-]+ ){0,3}(?:strike|protests?|demonstrations?|march|rally|walkout)"
              r"|upcoming",
            r"prévue?s?|prévoi(?:t|ent)|annoncée?s?|préavis|aura lieu|auront lieu|appel(?:lent|le)? à (?:la |une )?(?:grève|manifest\w+)|convocad[ao]s?|prevista?s?|previsto|marcada?|está marcad[ao]"
              r"|تعتزم|مقرر|المقررة|دعت|دعا"),
        (0.8, r"organi[sz]ers|announced (?:a|an|that)|notice of|intend(?:s)? to"),
    ),
    Phase.FEARED: (
        (1.5, r"threats? (?:of|posed|from|to|against)|risk of|fears? (?:of|that)|concerns? (?:over|about|that|of)|feared|warn(?:s|ed|ing|ings) (?:of|that|against|about)"
              r"|forecast|expected to|is expected|are expected|anticipated|could|may (?:be|bring|cause|lead|turn|hit|strike|occur|target|affect)|might|possible|possibility"
              r"|potential(?:ly)?|brac(?:e|es|ing) for|likely to|increased risk|heightened|elevated risk|prepar(?:e|es|ed|ing) for|approach(?:es|ing)|imminent"
              r"|(?:watch|warning) (?:is |has been |was )?issued|under (?:a |an )?(?:[\w-]+ ){0,3}(?:watch|warning)",
            r"menace|risque|crainte|pourrai(?:t|ent)|devrai(?:t|ent)|attendue?s?|alerte|vigilance|amenaza|riesgo|podrían?|se espera|se prevé|alerta|previsión"
              r"|ameaça|risco|poderá|poderão|prevê-se|تهديد|خطر|تحذر|تحذير|حذرت|مخاوف|متوقع|يتوقع|محتمل"),
        (0.8, r"expected|expects?|concerns?|warning|fears|threat|preparing|predicted|suspected plot|plot"),
    ),
    Phase.HAPPENED: (
        (1.2, r"(?:was|were|has been|have been) (?:killed|injured|wounded|attacked|hit|struck|destroyed|damaged|arrested|kidnapped|shot|stabbed|abducted|cut|closed)"
              r"|killed|killing|exploded|detonated|struck|attacked|opened fire|crashed|capsized|derailed|collapsed|erupted|kidnapped|abducted|robbed|stabbed|shot dead"
              r"|marched|rallied|took to the streets|fired tear gas|used tear gas|dispersed|arrested|stormed|looted|clashed|swept away|sank",
            r"a (?:tué|fait)|ont (?:été tués|tué)|s['’]est produit\w*|a frappé|murieron|mató|dejó|dejaron|se produjo|sacudió|explotó"
              r"|matou|morreram|deixou|atingiu|ocorreu|قتل|قتلوا|اصيب|أصيب|وقع|ضرب|انفجر|مقتل"),
        (0.6, r"hit|claimed responsibility|took place|occurred|happened|left \w+ (?:dead|injured)|died|were injured|flooded|damaged|destroyed|reported"),
    ),
}  # fmt: skip


def _rules(column: int) -> tuple[tuple[Phase, float, re.Pattern[str]], ...]:
    return tuple(
        (phase, row[0], re.compile(rf"\b(?:{row[column]})(?!\w)"))
        for phase, rows in _CUES.items()
        for row in rows
        if len(row) > column
    )


_ENGLISH_RULES, _OTHER_RULES = _rules(1), _rules(2)
_NEGATED = re.compile(r"\b(?:no|not|without|never|n't|any)\s+(?:\w+\s+)?$", re.I)
_LONGEST = 3_000
_ORDER = (Phase.DENIED, Phase.OVER, Phase.UNDER_WAY, Phase.PLANNED, Phase.FEARED, Phase.HAPPENED)
_DOUBTLESS = 4.0
# What nobody plans cannot be planned.
_PLANNED_HAZARDS = word_set("civil-unrest labour-action politics-and-elections transport infrastructure")


def read_phase(text: str, language: str, parts: Parts, hazards: tuple[str, ...]) -> tuple[Phase, str]:
    """The phase and the words that decided, as a reason in plain English. Context and advice do not count."""
    points: dict[Phase, float] = defaultdict(float)
    words: dict[Phase, list[str]] = defaultdict(list)
    small = text.lower() if len(text.lower()) == len(text) else text
    for phase, weight, rule in _ENGLISH_RULES if language == "en" else _OTHER_RULES:
        for match in rule.finditer(small, 0, _LONGEST):
            where = parts.weight(Span(*match.span()))
            if where < 0.5 or _NEGATED.search(text[max(0, match.start() - 16) : match.start()]):
                continue
            said = match.group()
            repeated = said in words[phase]
            points[phase] += weight * where * (0.25 if repeated else 1.0)
            if not repeated:
                words[phase].append(said)
    if Phase.PLANNED in points and not _PLANNED_HAZARDS.intersection(hazards):
        points[Phase.FEARED] += points.pop(Phase.PLANNED)
        words[Phase.FEARED] += words.pop(Phase.PLANNED)
    for sure in (Phase.DENIED, Phase.OVER):
        if points.get(sure, 0.0) < _DOUBTLESS:
            points.pop(sure, None)
        else:
            points[sure] *= 1.5
    if not points:
        return Phase.HAPPENED, "No word says otherwise, so it is read as a report of what happened."
    best = max(_ORDER, key=lambda phase: points.get(phase, 0.0))
    quoted = ", ".join(f"'{word}'" for word in words[best][:5])
    return best, f"Read as {best.value} because of {quoted}."
