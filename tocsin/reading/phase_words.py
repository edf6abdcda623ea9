"""The words that tell whether an event happened, goes on, is planned, is feared, is over or is denied, by language.

Phrases are as `words.fold` leaves them, parted by '|', a trailing `*` takes every ending. Each row has its weight; 2.0
leaves no doubt. `GAPS` hold pairs that belong together across a few words: 'withdrew its earlier report'.
"""

from __future__ import annotations

from tocsin.reading.values import Phase

Rows = tuple[tuple[Phase, float, str], ...]
#: First words, last words, most words between, phase, weight.
Gap = tuple[str, str, int, Phase, float]

_DENIED, _OVER, _UNDER_WAY = Phase.DENIED, Phase.OVER, Phase.UNDER_WAY
_PLANNED, _FEARED, _HAPPENED = Phase.PLANNED, Phase.FEARED, Phase.HAPPENED

CUES: dict[str, Rows] = {
    "en": (
        (_DENIED, 2.0, "no truth in|no truth to|false rumour*|false rumor*|false report|false reports"
            "|false alarm*|false claim|false claims|hoax|hoaxes|hoax call|debunked|unfounded|baseless"
            "|groundless|fake news|is false|are false|was false|were false|is untrue|are untrue|was untrue"
            "|were untrue|not true|proved false|proved to be false|turned out to be false|did not happen"
            "|did not take place|never happened|never took place|no such attack|no such incident|no such event"
            "|no such explosion|no bomb was found|no bombs were found|no explosives were found"
            "|no explosive device was found|no device was found|no suspicious device"
            "|nothing suspicious was found|found nothing suspicious|found no explosives|found no bomb"
            "|found no explosive|found no evidence of a|harmless package|turned out to be harmless|was harmless"
            "|deemed harmless|no explosion occurred|there was no explosion|there was no attack"
            "|there was no shooting|there has been no attack|no shots were fired|no outbreak has been"
            "|has ruled out|ruled out terrorism"),
        (_DENIED, 1.0, "misinformation|disinformation|withdrawn|retracted|denied that|denies that|deny that"
            "|dismissed as|dismissed reports|dismissed rumours|dismissed rumors|rumour|rumours|rumors"),
        (_OVER, 2.0, "all clear|reopens|resumes|freed|calls off|call off|has ended|have ended|had ended"
            "|has now ended|have now ended|has been lifted|have been lifted|had been lifted|has now been lifted"
            "|has been called off|have been called off|has been contained|have been contained|has reopened"
            "|have reopened|had reopened|has been reopened|have been reopened|has resumed|have resumed"
            "|had resumed|was lifted|were lifted|was reopened|were reopened|called off|no longer in force"
            "|no longer in effect|no longer a threat|strike was suspended|strike is suspended|strike is over"
            "|strike has been suspended|strike has been postponed|is over|is now over|are over|was over"
            "|came to an end|comes to an end|has come to an end|curfew lifted|curfew ended|warning lifted"
            "|alert lifted|watch lifted|warning cancelled|warning canceled|watch cancelled|alert cancelled"
            "|cancelled the march|cancelled the rally|cancelled the protest|cancelled a planned|siege ended"
            "|strike ended|protest ended|ended the strike|ended their strike|end their strike|end strike"
            "|ended strike|ends strike|returned to normal|back to normal|returning to normal|return to normal"
            "|declared over|declared the end of|end of the outbreak|was extinguished|were extinguished"
            "|has been extinguished|been brought under control|brought under control|under control"
            "|fully contained|freed unharmed|released unharmed|have been freed|was freed|were freed"
            "|has been freed|have been released|were released|was released|power has been restored"
            "|been restored|was restored|were restored"),
        (_OVER, 1.0, "reopen|reopened|resume|resumed|ended|ends|end of the strike|end of the alert"
            "|end of the siege|subsided|subsides|downgraded|lifted|lifts|postponed|suspended their strike"
            "|restored|receded|receding|recede|dissipated|weakened to"),
        (_UNDER_WAY, 1.5, "under way|underway|ongoing|is continuing|are continuing|still burning|still fighting"
            "|still under|still blocked|still closed|still raging|still trapped|still without|still missing"
            "|still holding|still erupting|currently|is spreading|are spreading|is blocking|are blocking"
            "|is burning|are burning|is raging|are raging|is battering|is lashing|are lashing|is erupting"
            "|are erupting|is fighting|are fighting|are battling|is battling|battling to|are holding hostages"
            "|is holding|holding hostage*|being evacuated|in progress|out of control|right now|at this hour"
            "|rages|rage|has been without|have been without|are grounded|is grounded|are closed off|is cut off"
            "|are cut off|begin a|begins a|start a|starts a|began a|is advancing|are advancing|advances on"
            "|entered its second day|entered its third day|are searching for|is searching for|searching for"
            "|remain on strike|are on strike|is on strike|are without power|remain without power|are stranded"
            "|are trapped|gunfire continues|fighting continues|continues|standoff|stand off"),
        (_UNDER_WAY, 0.8, "spreads|is out|are out|is down|are down|are overwhelmed|is overwhelmed|search for"
            "|continues to|continue to|continued to|remains closed|remain closed|stay closed"
            "|stays closed|remains blocked|remain blocked|remains in force|remain in force|remains in place"
            "|remain in place|remains cut|remain cut|remains shut|remain shut|in effect|have been closed"
            "|have been suspended|have been blocked|continue|continued|since morning|since this morning"
            "|shelter in place|is closed|are closed|are blocked|is blocked|is under siege"),
        (_PLANNED, 1.5, "planned|scheduled|is due to|are due to|is due for|is set to|are set to|is set for"
            "|are set for|will take place|will be held|will begin|will start|will march|will gather|will strike"
            "|will stage|will walk out|will go on strike|will be closed|will close|will hold|will rally"
            "|will protest|to hold a|to hold protests|to stage|to walk out|to rally|to march|to protest"
            "|to strike|plans to march|plan to march|plans to strike|plan to strike|plans to protest"
            "|plan to protest|plans to rally|plan to rally|plans to hold|plan to hold|plans to stage"
            "|plan to stage|plan to walk out|plans to walk out|upcoming|to go on strike|to strike on"
            "|to march on|to be held on|to be held in|to be closed|have called a|has called a|called for a"
            "|have called for|has called for|call for a strike|call for protests|calls for protests"
            "|calling for protests|go to the polls|head to the polls|heads to the polls|will vote|to vote on"
            "|vote on sunday|goes to the polls"),
        (_PLANNED, 0.8, "will stop|will stay|will remain|will suspend|will refuse|organisers|organizers"
            "|announced a|announced an|announced that|notice of|intend to"
            "|intends to|will be"),
        (_FEARED, 2.2, "foiled|foil|foils|thwarted|thwart|thwarts|averted|avert|disrupted a plot|plot to"
            "|plotting to|plotted to|accused of planning|arrested for planning|planning an attack"
            "|planning attacks|planning to attack|planned to attack|defused|defuse|defuses"
            "|was found and destroyed|failed to explode|failed to detonate|did not explode|failed to go off"
            "|prevented an attack|prevented a|uncovered a plot|terror plot|bomb plot|coup plot"),
        (_FEARED, 1.5, "threat of|threats of|threat posed|threats posed|threat from|threats from|threat to"
            "|threats to|threat against|threats against|threatens|threaten|threatened to|is threatening"
            "|are threatening|risk of|risks of|at risk|fear of|fears of|fear that|fears that|fears grow|fear"
            "|concerns over|concern over|concerns about|concern about|concerns that|concern that|concerns of"
            "|feared|warn of|warns of|warned of|warning of|warnings of|warn that|warns that|warned that"
            "|warning that|warn against|warns against|warned against|warn about|warns about|warned about"
            "|forecast|forecasts|forecasters|expected to|is expected|are expected|anticipated|expected by"
            "|expected on|expected over|expected from|expected this|expected in|expected tonight"
            "|expected tomorrow|expected to|may be|may bring|may cause|may lead|may turn|may hit|may strike"
            "|may occur|may target|may affect|may come|may erupt|brace for|braces for|bracing for|braced for"
            "|likely to|increased risk|heightened|elevated risk|prepare for|prepares for|preparing for"
            "|prepared for|nears|imminent|watch issued|warning issued|warnings issued|watch was issued"
            "|warning was issued|warning is issued|warning has been issued|warnings have been issued"
            "|alert issued|alert was issued|red alert|orange alert|yellow alert|raised the alert"
            "|raised its alert|alert level|bearing down on|heading for|heads for|heading towards|closing in on"
            "|on course for|danger of|tsunami warning|storm warning|flood warning|bomb threat|bomb threats"
            "|signs of unrest"),
        (_FEARED, 1.1, "may become|may reach|may follow|may continue|may spread|may return|may also"
            "|may intensify|may flood|may overflow|warns|warn|warned|on the rise|could|might|approaches"
            "|approaching|is possible"
            "|are possible|possible attack|possible attacks|possible terrorist"),
        (_FEARED, 0.7, "possible|possibility|potential|potentially|threatening|expected|expects|expect|concern"
            "|concerns|warning|warnings|fears|threat|threats|preparing|predicted|suspected plot|plot|watch"
            "|alert"),
        (_HAPPENED, 1.2, "was killed|were killed|was injured|were injured|was wounded|were wounded|was attacked"
            "|were attacked|was hit|were hit|was struck|were struck|was destroyed|were destroyed|was damaged"
            "|were damaged|was arrested|were arrested|was kidnapped|were kidnapped|was shot|were shot"
            "|was stabbed|were stabbed|was abducted|were abducted|was cut|were cut|was murdered|were murdered"
            "|was robbed|were robbed|has been killed|have been killed|has been attacked|has been hit"
            "|have been hit|has been destroyed|have been destroyed|has been arrested|have been arrested"
            "|has been kidnapped|have been kidnapped|killed|killing|kills|kill|exploded|explodes|detonated"
            "|struck|strikes the|attacked|attacks|opened fire|crashed|crashes|capsized|capsizes|derailed"
            "|derails|collapsed|collapses|erupted|erupts|kidnapped|abducted|robbed|stabbed|shot dead|marched"
            "|rallied|took to the streets|fired tear gas|used tear gas|dispersed|arrested|stormed|looted"
            "|clashed|swept away|sank|sinks|blew up|went off|murdered|assassinated|stole|hacked|leaves"
            "|left dozens|hijacked|seized|rocked|rocks|ripped through|tore through|swept through|gunned down"
            "|died|dies|dead"),
        (_HAPPENED, 0.6, "caused|burned|burnt|demolished|gutted|caught fire|spread|disrupted|severed|was felt"
            "|were felt|felt|evacuated|captured|intercepted|apprehended|rescued|charged|indicted|responded"
            "|was found|were found|went down|broke|left|fell|lost|failed|hit|hits|claimed responsibility"
            "|took place|occurred|happened|were hurt|flooded|damaged|destroyed|reported|injured|wounded|injures"
            "|wounds|broke out|occurs|suffered"),
    ),
    "fr": (
        (_DENIED, 2.0, "dementi|dementie|dementis|a dementi|ont dementi|fausse rumeur|fausses rumeurs"
            "|fausse alerte|fausse information|fausses informations|fausse nouvelle|aucune bombe n a ete"
            "|aucun engin explosif n a ete|aucun explosif n a ete|canular|sans fondement"
            "|il n y a pas eu d attaque|n a pas eu lieu|n ont pas eu lieu|infondee|infondees|sont fausses"
            "|est fausse|etait fausse"),
        (_DENIED, 1.0, "dement|dementent|rumeur|rumeurs|intox|desinformation|nie|nient"),
        (_OVER, 2.0, "levee de l alerte|alerte levee|alerte a ete levee|a ete leve|a ete levee|ont ete leves"
            "|ont ete levees|est terminee|est termine|sont terminees|sont termines|a pris fin|ont pris fin"
            "|prend fin|fin de la greve|fin de l alerte|fin du couvre feu|couvre feu leve|leve le couvre feu"
            "|greve suspendue|greve levee|a ete annulee|a ete annule|ont ete annulees|est annulee|est annule"
            "|sont annulees|a rouvert|ont rouvert|rouverte|rouvert|retour a la normale|retabli|retablie"
            "|a repris|ont repris|maitrise|maitrisee|incendie maitrise|ont ete liberes|a ete libere"
            "|a ete liberee|circonscrit|reprennent le travail|reprennent les cours|reprend le travail"
            "|suspendent la greve|suspend la greve|levent leur mot d ordre|met fin"
            "|mettent fin|reouverture|reouvert"),
        (_OVER, 1.0, "leve|levee|suspendu|suspendue|reporte|reportee|termine|terminee|reprise|reprend|accalmie"),
        (_UNDER_WAY, 1.5, "en cours|se poursuit|se poursuivent|se poursuivaient|se poursuivre|continue de"
            "|continuent de|toujours en cours|toujours bloque|toujours bloquee|toujours bloquees"
            "|toujours bloques|hors de controle|est bloque|est bloquee|sont bloquees|sont bloques|fait rage"
            "|font rage|actuellement|en ce moment|brule toujours|luttent contre|toujours pas maitrise"
            "|deuxieme jour de|troisieme jour de|sont en greve|est en greve|retient|retiennent"),
        (_UNDER_WAY, 0.8, "reste ferme|reste fermee|restent fermes|restent fermees|restent bloquees"
            "|depuis ce matin|depuis ce lundi|toujours|continue"),
        (_PLANNED, 1.5, "prevue|prevu|prevues|prevus|prevoit|prevoient|annoncee|annoncees|annonce une greve"
            "|annoncent une greve|preavis|aura lieu|auront lieu|se tiendra|se tiendront|appellent a|appelle a"
            "|appel a la greve|appel a manifester|appelle a manifester|appele a la greve|appele a manifester"
            "|appellent a la greve|appellent a manifester|est appele|sont appeles aux urnes|sera ferme"
            "|seront fermes|debutera|sera organisee|defileront|manifesteront|feront greve|convoque"),
        (_PLANNED, 0.8, "organisateurs|organisent"),
        (_FEARED, 2.2, "dejoue|dejoues|dejouee|projet d attentat|projetait un attentat|projetaient un attentat"
            "|preparait un attentat|preparaient un attentat|neutralise|neutralisee|desamorcee|desamorce"
            "|n a pas explose|evite de justesse|complot"),
        (_FEARED, 1.5, "menace|menacent|menaces|risque|risques|crainte|craintes|craignent|craint|redoute"
            "|redoutent|redoutee|pourrait|pourraient|devrait|devraient|attendue|attendues|attendu|attendus"
            "|alerte|vigilance|previsions|prevoit des|s attend a|se prepare|se preparent|approche|s approche"
            "|mise en garde|met en garde|mettent en garde|a mis en garde|possible|possibles|imminent|imminente"
            "|danger"),
        (_HAPPENED, 1.2, "a tue|ont tue|a fait|ont fait|ont ete tues|a ete tue|a ete tuee|ont ete tuees|tues"
            "|tue|morts|mort|blesses|blesse|s est produit|s est produite|s est ecrase|a frappe|ont frappe"
            "|a explose|a ete enleve|ont ete enleves|a deraille|a chavire|se sont affrontes|ont manifeste"
            "|ont pille|a detruit|ont detruit|a touche|sont morts|est mort|a secoue|ont attaque|a attaque"
            "|ont ouvert le feu|s est effondre|s est effondree|ont defile|ont braque|a perturbe|ont perturbe"
            "|a paralyse|a provoque|ont provoque"),
        (_HAPPENED, 0.6, "a eu lieu|survenu|survenue|survenus|frappe|touche|detruit|degats"),
    ),
    "es": (
        (_DENIED, 2.0, "falsa alarma|rumor falso|rumores falsos|falso rumor|falsos rumores|es falso|es falsa"
            "|son falsos|son falsas|era falso|era falsa|noticia falsa|noticias falsas|desmintio|desmintieron"
            "|desmiente|desmienten|desmentido|desmentidos|no se encontro ninguna bomba"
            "|no se encontro ningun artefacto|no se encontraron explosivos|no hubo ataque|no hubo ningun ataque"
            "|no hubo explosion|sin fundamento|bulo|bulos|broma de mal gusto"),
        (_DENIED, 1.0, "nego|niega|niegan|negaron|rumor|rumores|desinformacion"),
        (_OVER, 2.0, "ha terminado|han terminado|termino|terminaron|ha finalizado|finalizo|finalizaron|concluyo"
            "|llego a su fin|fue levantado|fue levantada|fueron levantados|fueron levantadas|se levanto"
            "|se levantaron|levantan el toque de queda|levantan paro|levantan huelga|suspenden paro"
            "|suspenden huelga|suspenden la huelga|suspenden el paro|levantaron|levanto|levantan"
            "|levanta el paro|fin de la huelga|fin del paro|fin de la alerta|fue cancelada|fue suspendida"
            "|fue suspendido|huelga suspendida|paro suspendido|desconvocada|desconvocan|desconvoco|reabrio"
            "|reabrieron|reabierta|reabierto|reabre|reanudo|reanudaron|reanudan|reanuda|vuelve a la normalidad"
            "|volvio a la normalidad|restablecido|restablecida|se restablecio|controlado|bajo control"
            "|extinguido|fueron liberados|fue liberado|fue liberada|fueron liberadas|liberan a"),
        (_OVER, 1.0, "levantado|levantada|suspendido|suspendida|aplazada|aplazado|normalidad"),
        (_UNDER_WAY, 1.5, "en curso|continua|continuan|sigue activo|siguen activos|sigue activa|sigue bloqueada"
            "|siguen bloqueadas|siguen bloqueando|sigue ardiendo|sigue cerrado|sigue cerrada|siguen cerrados"
            "|siguen desaparecidos|sigue sin|siguen sin|permanecen en paro|permanece cerrado|permanece cerrada"
            "|permanecen bloqueadas|en este momento|en estos momentos|actualmente|fuera de control"
            "|esta bloqueada|estan bloqueadas|esta bloqueado|bloquean|mantienen|mantiene|se mantiene"
            "|se mantienen|luchan contra|combaten|segundo dia de|tercer dia de|avanza|prosiguen|prosigue"),
        (_UNDER_WAY, 0.8, "sigue|siguen|desde esta manana|todavia|aun"),
        (_PLANNED, 1.5, "convocada|convocado|convocadas|convocados|convocan|convoca|convoco|convocaron"
            "|convocatoria|prevista|previsto|previstas|previstos|anuncia huelga|anuncian huelga|anuncian paro"
            "|anuncia paro|anunciaron un paro|anunciaron una huelga|se realizara|se realizaran|se celebrara"
            "|se celebraran|se llevara a cabo|tendra lugar|tendran lugar|programada|programado|programadas"
            "|marcharan|iran a paro|iran a la huelga|iniciara|iniciaran|comenzara|sera cerrado"
            "|permanecera cerrado|acudiran a las urnas|votaran|llaman a|llama a|llamaron a"),
        (_PLANNED, 0.8, "organizadores"),
        (_FEARED, 2.2, "frustro|frustran|frustraron|frustrado|frustrada|desarticulan|desarticularon|desarticulo"
            "|planeaban|planeaba|planeaban atentar|complot|desactivan|desactivaron|desactivo|desactivada"
            "|no llego a explotar|no exploto|evitaron un|evito un"),
        (_FEARED, 1.5, "amenaza|amenazan|amenazas|amenaza con|riesgo|riesgos|temen|teme|temor|temores|podria"
            "|podrian|se espera|se esperan|se preve|se preven|alerta|alertan|alerto|alertas|aviso|avisos"
            "|prevision|pronostico|pronostica|pronostican|advierte|advierten|advirtio|advirtieron|posible"
            "|posibles|posibilidad|inminente|peligro|se acerca|se aproxima|se dirige|se prepara|se preparan"
            "|preparan|ante la llegada|declaran alerta"),
        (_HAPPENED, 1.2, "murieron|murio|mato|mataron|dejo|dejaron|deja|dejan|se produjo|se produjeron|sacudio"
            "|exploto|estallo|fueron asesinados|fue asesinado|asesinaron|hirio|hirieron|resultaron heridas"
            "|resultaron heridos|resulto herido|fueron secuestrados|fue secuestrado|secuestraron|descarrilo"
            "|volco|se estrello|naufrago|chocaron|marcharon|protestaron|se enfrentaron|atacaron|ataco|destruyo"
            "|destruyeron|afecto|afectaron|muertos|muerto|muerta|muertas|heridos|asaltaron|robaron|se derrumbo"
            "|colapso|azoto|golpeo|inundo|fallecieron|fallecio|arraso|paralizo|paralizaron|bloquearon"),
        (_HAPPENED, 0.6, "ocurrio|ocurrieron|tuvo lugar|registro|registraron|danos|destrozos"),
    ),
    "pt": (
        (_DENIED, 2.0, "alarme falso|falso alarme|falsos rumores|falso rumor|boato|boatos|e falso|e falsa"
            "|sao falsos|sao falsas|era falso|era falsa|noticia falsa|noticias falsas|fake news|desmentiu"
            "|desmentiram|desmente|desmentem|desmentido|desmentida|nenhuma bomba foi encontrada"
            "|nenhum explosivo foi encontrado|nada foi encontrado|nao houve ataque|nao houve qualquer ataque"
            "|nao houve explosao|sem fundamento|trote"),
        (_DENIED, 1.0, "negou|nega|negam|negaram|rumor|rumores|desinformacao"),
        (_OVER, 2.0, "terminou|terminaram|chegou ao fim|chega ao fim|foi encerrada|foi encerrado|foi suspensa"
            "|foi suspenso|foram suspensas|foi cancelada|foi levantado|foi levantada|foi desconvocada"
            "|desconvocada|desconvocam|greve suspensa|fim da greve|fim do alerta|fim do recolher"
            "|encerraram a greve|encerram a greve|encerra greve|suspendem greve|suspende greve|encerram greve"
            "|suspendem paralisacao|poem fim|poe fim|suspendem a greve|suspenderam a greve|reabriu|reabriram"
            "|reaberta|reaberto|reabre|retomou|retomaram|retomada|retomados|retomadas|voltou ao normal"
            "|regresso a normalidade|volta ao normal|normalizado|normalizada|restabelecida|restabelecido"
            "|foi dominado|dominado|extinto|controlado|sob controle|sob controlo|foram libertados|foi libertado"
            "|foi libertada|foram libertadas|foram soltos|libertados"),
        (_OVER, 1.0, "levantado|suspensa|suspenso|adiada|adiado|cancelada|cancelado|normalidade"),
        (_UNDER_WAY, 1.5, "em curso|em andamento|continua|continuam|prossegue|prosseguem|segue bloqueada"
            "|seguem bloqueadas|permanece fechado|permanece fechada|permanecem fechados|permanecem bloqueadas"
            "|permanecem em greve|mantem se|mantem|neste momento|atualmente|fora de controle|fora de controlo"
            "|esta bloqueada|estao bloqueadas|esta bloqueado|bloqueiam|combatem|lutam contra|segundo dia de"
            "|terceiro dia de|ainda desaparecidas|ainda desaparecidos|avanca|lavra|lavram|sem previsao de"),
        (_UNDER_WAY, 0.8, "segue|seguem|desde esta manha|ainda"),
        (_PLANNED, 1.5, "convocada|convocado|convocadas|convocam|convoca|convocou|convocaram|marcada|marcado"
            "|marcadas|esta marcada|esta marcado|prevista|previsto|previstas|previstos|agendada|agendado"
            "|anuncia greve|anunciam greve|anunciou greve|anunciaram greve|anunciaram uma greve"
            "|anunciou uma greve|vai realizar se|realiza se|sera realizada|sera realizado|serao realizadas"
            "|tera lugar|vao marchar|vao parar|vai parar|entram em greve|entrarao em greve|iniciam greve"
            "|tera inicio|comeca no|comecara|vao as urnas|ira as urnas|sera fechado|sera encerrado|apelam a"
            "|apela a"),
        (_PLANNED, 0.8, "organizadores"),
        (_FEARED, 2.2, "frustrou|frustraram|frustrado|frustrada|frustra|desmantelou|desmantela|planejava"
            "|planejavam|planeavam|planeava|complo|desativada|desativaram|desativou|nao chegou a explodir"
            "|nao explodiu|evitou um|impediu um"),
        (_FEARED, 1.5, "ameaca|ameacam|ameacas|ameacou|risco|riscos|temem|teme|temor|receio|receios|receia se"
            "|podera|poderao|pode|podem|preve se|preve|preveem|previsao|devem atingir|deve atingir|deve chegar"
            "|espera se|esperam se|alerta|alertas|alertam|alertou|aviso|avisos|possivel|possiveis|possibilidade"
            "|iminente|perigo|aproxima se|se aproxima|prepara se|preparam se|se prepara|se preparam"),
        (_HAPPENED, 1.2, "matou|mataram|morreram|morreu|deixou|deixaram|deixa|deixam|atingiu|atingiram|ocorreu"
            "|ocorreram|explodiu|explodiram|foram mortas|foram mortos|foi morto|foi morta|mortos|mortas|morto"
            "|feridos|feridas|ferido|foram raptados|foi raptado|foram raptadas|raptaram|sequestraram"
            "|foi sequestrado|foram sequestrados|descarrilou|capotou|caiu|naufragou|afundou|marcharam"
            "|protestaram|atacaram|atacou|destruiu|destruiram|provocou|provocaram|causou|causaram|assaltaram"
            "|roubaram|desabou|sacudiu|abalou|inundou|alagou|paralisou|bloquearam|foi assassinado"
            "|foram assassinados|assassinaram|faz|fez|fizeram|invadiram|invadiu"),
        (_HAPPENED, 0.6, "registou|registrou|registraram|danos|prejuizos|houve"),
    ),
    "ar": (
        (_DENIED, 2.0, "نفت|نفي|نفوا|ينفي|تنفي|نفيا|شائعة|شائعات|لا صحة|لا صحة له|لا صحة لما|عار عن صحة"
            "|عارية عن صحة|انذار كاذب|انذارا كاذبا|بلاغ كاذب|خبر كاذب|اخبار كاذبة|كاذبة|لم يقع|لم يعثر علي"),
        (_DENIED, 1.0, "تكذيب|كذبت|مزاعم"),
        (_OVER, 2.0, "انتهت|انتهي|انتهاء|رفع حظر|رفع حظر تجول|رفع حالة|رفعت سلطات حظر|الغاء حظر|الغاء تحذير"
            "|انهاء اضراب|علقوا اضرابهم|تعليق اضراب|الغيت مظاهرة|الغاء مسيرة|الغاء تظاهرة|اعادة فتح|اعيد فتح"
            "|اعادت فتح|استئناف|استانفت|استؤنفت|عودة حركة|عادت حركة|عودة تيار|عاد تيار|عودة هدوء|افرج عن"
            "|افراج عن|اطلاق سراح|اطلق سراح|تحرير رهائن|تحرير مختطفين|سيطرة علي حريق|سيطرت علي حريق|اخماد حريق"
            "|اخمدت|تم اخماد"),
        (_OVER, 1.0, "رفع|علقت|تراجع|انحسار"),
        (_UNDER_WAY, 1.5, "مستمر|مستمرة|مستمرا|تتواصل|يتواصل|تواصلت|متواصلة|متواصل|لا تزال|لا يزال|لا زالت"
            "|ما زال|ما زالت|ما يزال|مازالت|مازال|جارية|جار|حاليا|خارج سيطرة|تستمر|يستمر|يواصل|تواصل|يواصلون"
            "|لليوم ثاني|لليوم ثالث|يحتجزون|يحتجز|تخوض|يكافح"),
        (_UNDER_WAY, 0.8, "مغلق|مغلقة|منذ صباح"),
        (_PLANNED, 1.5, "تعتزم|يعتزم|يعتزمون|مقرر|مقررة|مقرر ان|من مقرر|دعت|دعا|دعوا|يدعون|دعوة|دعوات|ستنظم"
            "|سينظم|سينظمون|ستشهد|ستجري|ستجرى|ستقام|سيبدا|ستبدا|تستعد|يخططون|يخطط|تعلن اضراب|اعلنت اضراب"
            "|سيتظاهرون|سيضربون|سيغلق|ستغلق|تنظيم مسيرة|مرتقبة|مزمع"),
        (_FEARED, 2.2, "احباط|يحبط|تحبط|يفكك|تفكك|احبطت|احبط|احبطوا|افشال|افشلت|كانوا يخططون|كان يخطط"
            "|ابطال مفعول|ابطلت|تفكيك عبوة|فكك|فككت|تفكيك خلية|قبل تنفيذ|مخطط لتنفيذ|مخطط"),
        (_FEARED, 1.5, "تهديد|تهديدات|يهدد|تهدد|هددت|هدد|هددوا|خطر|مخاطر|تحذر|يحذر|تحذير|تحذيرات|حذرت|حذر|حذروا"
            "|مخاوف|مخاوف من|تخوف|يخشي|خشية|تخشي|متوقع|من متوقع|يتوقع|تتوقع|توقعات|توقعت|محتمل|محتملة|احتمال"
            "|قد يؤدي|قد تؤدي|قد يضرب|قد تستمر|قد يستمر|قد تتجاوز|قد تضرب|تاهب|حالة تاهب|استعداد|تستعد ل|يقترب"
            "|تقترب|وشيك|وشيكة|انذار"),
        (_HAPPENED, 1.2, "قتل|قتلوا|قتلت|مقتل|قتلي|قتيل|اصيب|اصيبوا|اصابة|جرح|جرحي|جريح|وقع|وقعت|ضرب|ضربت|انفجر"
            "|انفجرت|لقي|لقوا|مصرع|مصرعهم|اسفر|اسفرت|ادي الي|ادت الي|خطف|اختطف|اختطفت|خطفوا|تحطمت|غرق|غرقت"
            "|اعتقلت|اعتقل|تظاهر|تظاهروا|هاجم|هاجموا|اندلع|اندلعت|انهار|انهارت|دمر|دمرت|خلف|خلفت|اودي|اودت"
            "|اودي بحياة|شهدت|اطلق|اقتحم|سقط|سقوط|توفي|هز|خرج|احتج|سرق"),
        (_HAPPENED, 0.6, "حدث|سجلت|سجل|اضرار|نتيجة"),
    ),
}  # fmt: skip

GAPS: dict[str, tuple[Gap, ...]] = {
    "en": (
        (
            "withdraw withdraws withdrew withdrawn withdrawing retract retracts retracted",
            "report reports story stories article articles claim claims",
            3,
            _DENIED,
            2.0,
        ),
        (
            "deny denies denied dismiss dismisses dismissed reject rejects rejected",
            "report reports rumour rumours rumor rumors claim claims",
            3,
            _DENIED,
            2.0,
        ),
        (
            "rumour rumours rumor rumors report reports claim claims",
            "false untrue wrong unfounded baseless",
            7,
            _DENIED,
            2.0,
        ),
        (
            "call calls called calling",
            "strike strikes protest protests demonstration demonstrations march marches rally rallies walkout "
            "shutdown",
            4,
            _PLANNED,
            1.5,
        ),
        (
            "plan plans planning planned announce announces announced",
            "strike strikes protest protests demonstration demonstrations march marches rally rallies walkout vigil",
            4,
            _PLANNED,
            1.5,
        ),
        (
            "strike curfew protest protests march marches rally rallies walkout demonstration demonstrations "
            "siege alert warning watch blockade vigil",
            "lifted ended ends cancelled canceled suspended postponed",
            4,
            _OVER,
            2.0,
        ),
        (
            "suspends suspended ends ended halts halted",
            "protest protests strike walkout sit blockade march",
            2,
            _OVER,
            2.0,
        ),
        (
            "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth 11th 12th",
            "day night week",
            1,
            _UNDER_WAY,
            1.5,
        ),
        (
            "hold holds stage stages",
            "stoppage strike strikes protest protests rally march demonstration walkout",
            3,
            _PLANNED,
            1.0,
        ),
        ("watch warning warnings alert", "issued", 3, _FEARED, 1.5),
        # A fire that nears a town is burning; one that was abducted is not free because another is.
        (
            "wildfire wildfires bushfire fire fires blaze flames",
            "nears near approaches threatens",
            1,
            _UNDER_WAY,
            3.0,
        ),
        (
            "gunmen militants bandits assailants insurgents pirates kidnappers men",
            "abduct abducts abducted kidnap kidnaps kidnapped",
            1,
            _HAPPENED,
            4.0,
        ),
        ("under", "watch warning alert", 4, _FEARED, 1.5),
    ),
    "fr": (
        ("appelle appellent appele appel", "greve manifester manifestation marche", 4, _PLANNED, 1.5),
        ("greve manifestation marche alerte", "annulee levee suspendue reportee", 3, _OVER, 2.0),
        (
            "annonce annoncent annonces",
            "greve manifestation manifestations marche debrayage",
            4,
            _PLANNED,
            1.5,
        ),
        ("aucune aucun", "bombe explosif engin", 1, _DENIED, 2.0),
    ),
    "es": (
        (
            "huelga paro marcha protesta alerta",
            "suspendida suspendido cancelada cancelado levantada levantado",
            3,
            _OVER,
            2.0,
        ),
        (
            "anuncia anuncian anuncio anunciaron convoca convocan convoco convocaron",
            "huelga paro marcha protesta protestas manifestacion",
            4,
            _PLANNED,
            1.5,
        ),
        ("ninguna ningun", "bomba explosivo artefacto", 1, _DENIED, 2.0),
    ),
    "pt": (
        (
            "greve paralisacao marcha protesto alerta",
            "suspensa cancelada cancelado levantado",
            3,
            _OVER,
            2.0,
        ),
        (
            "anuncia anunciam anunciou anunciaram convoca convocam convocou convocaram marca marcam marcou marcaram",
            "greve paralisacao marcha protesto protestos manifestacao",
            4,
            _PLANNED,
            1.5,
        ),
        ("nenhuma nenhum", "bomba explosivo engenho", 1, _DENIED, 2.0),
    ),
    "ar": (),
}

#: Words before an ending that make what goes on ('are robbing'), and those of that form that do not.
PROGRESSIVE = {"en": ("is are remains remain", "ing")}
NOT_PROGRESSIVE = (
    "warning planning preparing considering investigating calling threatening going being saying seeking "
    "expecting according including "
    "asking urging hoping looking trying monitoring bracing meeting building nothing something anything king "
    "evening morning thing during "
    "missing living willing interesting outstanding"
)

#: Words that turn the cue after them round: 'not expected', 'sans menace'.
NEGATIONS = {
    "en": "no not without never neither nor any none t",
    "fr": "pas sans aucun aucune jamais ne n",
    "es": "no sin ningun ninguna nunca jamas",
    "pt": "nao sem nenhum nenhuma nunca",
    "ar": "لا لم لن غير دون بدون ليس",
}
