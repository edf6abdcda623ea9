"""The words that say what a figure counts, in the languages served: what became of people, things, and measures.

A row is `unit: words`. How a word stands to its number is the letter of its table: see `Kind`.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """How a word stands to the number it counts."""

    PAST = "past"  # 'killed': after its number when passive, before it when active
    ACTIVE = "active"  # 'killing', 'murder of': before its number
    AFTER = "after"  # 'died', 'missing': after its number
    NOMINAL = "nominal"  # 'deaths', 'muertos': right after its number
    TOLL = "toll"  # 'death toll': before its number, at some distance
    EITHER = "either"  # 'murieron', 'قتل': on either side
    NOUN = "noun"  # 'houses', 'soldiers': what is counted
    MEASURE = "measure"  # 'km/h', 'dollars'


FATES: dict[Kind, str] = {
    Kind.PAST: """
killed: killed|slain|murdered|assassinated|massacred|executed|shot dead|shot to death|stabbed to death|hacked to death|beaten to death|gunned down|burned to death|burnt to death|crushed to death|lynched|beheaded|electrocuted|shot and killed|fatally shot|fatally stabbed|fatally wounded|mortally wounded|martyred|found dead|found murdered|found hanged|machinegunned|machine gunned
injured: injured|wounded|hurt|hospitalised|hospitalized|maimed|shot and wounded|stabbed|treated for|treated at|treated in
missing: reported missing
arrested: arrested|detained|captured|apprehended|imprisoned|jailed|taken into custody|rounded up|placed under arrest
kidnapped: kidnapped|abducted|taken hostage|held hostage|taken captive|held captive|kidnaped
displaced: displaced|uprooted|made homeless|rendered homeless|left homeless|forced from their homes|forced to flee|driven from their homes|forced out of their homes
evacuated: evacuated|relocated|moved to safety|moved to shelters|airlifted|ordered to evacuate|ordered to leave|told to evacuate
rescued: rescued|brought out alive|found alive|brought to safety|pulled alive|pulled from the rubble|saved|plucked
trapped: trapped|buried alive|buried under|pinned
stranded: stranded|cut off|marooned
affected: affected
infected: infected|sickened
casualties: shot
recruited: recruited
released: released|freed|liberated|set free
charged: charged|convicted|sentenced|indicted
""",
    Kind.ACTIVE: """
killed: killing|kills|kill|murdering|murders|assassinating|massacring|executing|claiming the lives of|claimed the lives of|claims the lives of|took the lives of|taking the lives of|taken the lives of|cost the lives of|costing the lives of|deaths of|death of|murder of|murders of|assassination of|assassinations of|killing of|killings of|massacre of|slaying of|execution of|bodies of|body of|corpses of|corpse of
injured: injuring|injures|injure|wounding|wounds|wound|hurting|maiming|injuries to|wounding of
arrested: arresting|arrests|detaining|detains|capturing|arrest of|arrests of|detention of|capture of|rounding up|arrest
kidnapped: kidnapping|abducting|kidnaps|abducts|kidnap|abduct|kidnapping of|abduction of|abductions of|kidnappings of|kidnaping of
displaced: displacing|displaces|displacement of
evacuated: evacuating|evacuates|evacuation of|evacuate
rescued: rescuing|rescue of|rescues|rescue
trapped: trapping|traps
stranded: stranding
affected: affecting|affects|affect
infected: infecting
without power: cut power to|knocked out power to|knocking out power to|cutting power to|knocked out electricity to
recruited: recruiting|recruits
released: releasing|freeing|release of|liberation of|releases|frees
charged: charging|sentencing
""",
    Kind.AFTER: """
killed: dead|among those killed|among the dead|among the killed|died|dies|die|dying|perished|perish|succumbed|lost their lives|lost his life|lost her life|lose their lives|drowned|drown
injured: among those injured|among those wounded|among the injured|among the wounded|taken to hospital|to hospital|to hospitals|to the hospital|rushed to hospital|sustained injuries|suffered injuries|sustained burns|suffered burns|suffered wounds|in hospital|suffered minor injuries|sustained minor injuries|suffered serious injuries
missing: missing|unaccounted for|disappeared|vanished|feared dead|went missing|feared drowned
arrested: in custody|under arrest|behind bars
kidnapped: in captivity
displaced: homeless|fled|have fled|fled their homes|flee|fled the area
evacuated: in shelters|moved to higher ground|to evacuate
returned: returned|returning|come back|came back|have returned
travelled: travelled|traveled|travelling|traveling|left to join|gone to
without power: without power|without electricity|lost power|lost electricity|lose power
protesters: protested|rallied|marched|demonstrated|took to the streets|people gathered
infected: fell ill|fallen ill
casualties: killed or injured|killed or wounded|dead or injured|dead or wounded|injured or killed|wounded or killed
""",
    Kind.NOMINAL: """
killed: deaths|death|fatalities|fatality|bodies|corpses|lives|killings|murder|assassination|assassinations|lives lost
injured: injuries|injury
missing: disappearances
arrested: arrests|detentions|detainees|detainee
kidnapped: hostages|hostage|kidnappings|abductions|abduction|captives|kidnaped
displaced: displacements|homeless people
evacuated: evacuees|evacuations
returned: returnees
infected: infections|cases|confirmed cases|suspected cases|new cases|positive cases|cas|casos|new infections
recruited: recruits
casualties: casualties|casualty
""",
    Kind.TOLL: """
killed: death toll|toll|body count|number of dead|number of deaths|number of people killed|number of fatalities|number killed|number of victims|bilan|saldo|numero de muertos|cifra de muertos|numero de mortos|saldo de mortos|numero de fallecidos|nombre de morts|حصيلة|حصيلة القتلى|عدد القتلى|عدد الضحايا|عدد الوفيات
injured: number of injured|number of wounded|number of people injured|numero de heridos|cifra de heridos|numero de feridos|nombre de blesses|عدد الجرحى|عدد المصابين|عدد الإصابات
missing: number of missing|number of people missing|numero de desaparecidos
infected: number of cases|number of infections
casualties: casualty toll
""",
    Kind.EITHER: """
killed: tues|abatio|abatieron|abatidos|abatido|dio de baja a|abateu|abateram|tue|tuees|tuee|assassine|assassines|assassinee|assassinees|decedes|decede|decedees|decedee|abattu|abattus|abattue|ont peri|a peri|peri|perdu la vie|noyes|trouve la mort|sont morts|sont mortes|est mort|est morte|executes
killed: tuant|murieron|murio|mueren|muere|muriendo|fallecieron|fallecio|fallecen|fallece|matando|mataron|mato|matan|mata|asesinados|asesinado|asesinadas|asesinada|asesinaron|asesino a|asesinan|muertas en|perdieron la vida|perdio la vida|muerte de|asesinato de|asesinatos de|ahogados|ejecutados|ultimaron|acribillados|cobrado la vida de|cobro la vida de|costado la vida a|costo la vida a|cadaveres de|cadaver de|coute la vie a|mort de|assassinat de|meurtre de|corps de
killed: han muerto|ha muerto|hayan muerto|matado a|han matado a|ha matado a
injured: han resultado heridas|han resultado heridos|ha resultado herido|ha resultado herida
infected: ha infectado a|han infectado a|infecto a|infectou|infectaram|a contamine
killed: morreram|morreu|morrem|morre|matou|mataram|mata|matam|assassinados|assassinado|assassinadas|assassinada|assassinou|assassinaram|perderam a vida|perdeu a vida|foram mortos|foram mortas|foi morto|foi morta|morte de|assassinato de|assassinio de|corpos de|corpo de|afogados|executados
killed: قتل|قتلت|قتلوا|مقتل|بمقتل|استشهد|استشهاد|مصرع|مصرعهم|لقي|لقوا|توفي|توفيت|وفاة|اغتيال|اغتيل|يقتل|تقتل|قتله|أودى بحياة|اودت بحياة|أودت بحياة|بحياة|اعدام
injured: blesses|blesse|blessees|blessee|blessant|ont ete blesses
injured: hiriendo|hirieron|hirio|hieren|hiere|lesionados|lesionado|lesionadas|resultaron heridos|resultaron heridas|resulto herido|resulto herida
injured: ferindo|feriu|feriram|ficaram feridos|ficaram feridas|ficou ferido|ficou ferida
injured: اصيب|أصيبت|اصابة|باصابة|اصيبوا|جرح|بجرح|جرحوا|جرحت|اصابت
missing: introuvables|introuvable|في عداد المفقودين|disparus|portes disparus|portees disparues|disparu|desaparecieron|desaparecio|desapareceram|desapareceu|فقدان|فقد
arrested: arretes|arretees|arrete|arretee|interpelles|interpelle|interpellees|arrestation de|a arrete|detuvo|detuvieron|detenidos|detenidas|detenido|detenida|arrestados|arrestado|arrestadas|arresto|arrestaron|capturados|capturado|capturaron|capturo|detencion de|arresto de|presos|preso|presas|detidos|detidas|detido|detida|prendeu|prenderam|deteve|detiveram|prisao de|اعتقال|باعتقال|اعتقلت|اعتقل|اعتقلوا|توقيف|اوقفت|اوقف|احتجاز|احتجزت|القبض علي|القت القبض علي
kidnapped: enleves|enlevees|enleve|enlevee|enlevement de|pris en otage|retenus en otage|kidnappes|secuestrados|secuestradas|secuestrado|secuestrada|secuestraron|secuestro|secuestro de|raptaron|plagiados|sequestrados|sequestradas|sequestrado|sequestraram|sequestrou|sequestro de|raptados|raptadas|raptou|raptaram|خطف|اختطاف|اختطف|اختطفت|خطفت|خطفوا|بخطف|باختطاف
displaced: deplaces|deplacees|ont fui|fuient|desplazados|desplazadas|desplazo|desplazaron|deslocados|deslocadas|desalojados|desalojadas|desabrigados|desabrigadas|desabrigado|deslocou|huyeron|huido|fugiram|نزوح|نزح|نزحت|تشريد|تهجير|بتشريد
evacuated: evacues|evacuees|evacue|evacuation de|ont evacue|evacuados|evacuadas|evacuado|evacuaron|evacuo|evacuacion de|evacuar a|retirados|retiradas|retirou|evacuaram|اجلاء|باجلاء|اجلي|اخلاء|اجلت
rescued: secourus|secourues|sauves|sauvees|sauve|rescatados|rescatadas|rescatado|rescataron|rescato|rescate de|resgatados|resgatadas|resgatado|resgataram|resgatou|انقاذ|انقذت|بانقاذ|انقذ
trapped: pieges|coinces|ensevelis|atrapados|atrapadas|presos nos escombros|presos na mina|presos sob os escombros|soterrados|soterradas|محاصرون|محاصرين
stranded: bloques|bloquees|varados|varadas|retidos|retidas|isolados|ilhados|عالقون|عالقين
affected: a touche|ont touche|touchant|touches|touchees|affectes|affectees|sinistres|sinistrees|affectant|afectados|afectadas|afecto a|damnificados|damnificadas|afetados|afetadas|afetou|متضرر|متضررا|متضررين|تضرر|تضرروا|تضررت
returned: rentres|rentrees|revenus|revenues|sont rentres|regresado|regresaron|han regresado|regressaram|regressado|voltaram|عاد|عادوا|عودة
travelled: partis|partis rejoindre|viajado|viajaron|viajaram|سافر|سافروا
infected: contamines|infectes|infectados|infectadas|contagiados|contagiadas
without power: prives d electricite|prives de courant|sans electricite|sin electricidad|sin luz|sem energia|sem luz|بدون كهرباء|دون كهرباء
released: liberes|liberees|libere|liberados|liberadas|liberado|libertados|libertadas|libertado|اطلاق سراح|الافراج عن|افرج عن
charged: condamnes|inculpes|condenados|condenadas|imputados|acusados
recruited: recrutes|reclutados|recrutados
protesters: ont manifeste|protestaron|marcharon|se manifestaron|protestaram|marcharam|manifestaram|تظاهر|احتج
""",
}

# Nominal words of the other languages: a determiner before one is a count of one ('un mort'), an Arabic dual is two.
NOMINALS = """
killed: corps sans vie|corps|depouilles|mort|morts|mortes|deces|victimes mortelles|muertos|muertas|muerto|muerta|fallecidos|fallecidas|fallecido|fallecida|victimas mortales|victima mortal|victimas fatales|victima fatal|decesos|cadaveres|asesinatos|mortos|mortas|morto|morta|vitimas mortais|vitima mortal|vitimas fatais|vitima fatal|obitos|corpos|قتلي|قتيل|قتيلا|وفيات|شهيدا|شهداء|شهيد|جثة|جثث|حالة وفاة|حالات وفاة
injured: blesses|blesse|blessees|blessee|heridos|heridas|herido|herida|lesionados|feridos|feridas|ferido|ferida|جرحي|جريح|جريحا|مصاب|مصابا|مصابين|مصابون|اصابات
missing: disparus|disparues|disparu|desaparecidos|desaparecidas|desaparecido|desaparecida|مفقود|مفقودا|مفقودين|مفقودون
arrested: arrestations|interpellations|detenidos|detenidas|arrestos|detenciones|capturados|detidos|prisoes|detencoes|معتقل|معتقلا|معتقلين|معتقلون|موقوفا
kidnapped: otages|otage|enlevements|secuestrados|rehenes|secuestros|plagiados|refens|sequestros|raptos|رهينة|رهائن|مختطف|مختطفا|مختطفين
displaced: deplaces|sans-abri|refugies|desplazados|damnificados|desabrigados|desalojados|deslocados|نازح|نازحا|نازحين|مشرد|مشردا
evacuated: evacues|evacuados|evacuadas
infected: contaminations|infections|contagios|contagiados|infecciones|infectados|infeccoes|cas confirmes|casos confirmados|nouveaux cas|nuevos casos|novos casos|اصابة جديدة|حالة|حالات|حالة مؤكدة|حالات مؤكدة
casualties: victimes|bajas
"""
DUALS = """
killed: قتيلان|قتيلين|شهيدان|شهيدين|جثتان|جثتين
injured: جريحان|جريحين|مصابان
missing: مفقودان
arrested: معتقلان
kidnapped: رهينتان|رهينتين|مختطفان
"""
