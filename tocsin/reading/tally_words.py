"""Small words around figures, in the languages served: what may stand between a fate and its number, and what parts them."""

from __future__ import annotations

from tocsin.reading.units import folded_row

BE = folded_row(
    "was were been being be is are am get got gets getting has have had ete etait etaient est sont a ont fue fueron sido siendo"
    " es son ha han resultaron resulto quedaron quedo foi foram sao e ficaram ficou havia tinham estao estan esta"
) - folded_row("has have had a e ha han ont est")
SINGULAR_BE = folded_row("was is fue foi resulto")
ADVERBS = folded_row(
    "also later reportedly allegedly then all both still now already since just initially seriously slightly badly critically severely"
    " fatally lightly being been either feared believed confirmed reported thought presumed subsequently either grievement"
    " legerement gravement gravemente levemente mortellement"
)
# Between a fate and the number after it.
GAP = folded_row(
    "at least about around approximately roughly some nearly almost more than over as many up to the a an of to another other others further"
    " least no fewer less between from below under an estimated additional all only just these those this both and his her their its close"
    " au moins environ pres plus de d des les la le un une quelque quelques a jusqu moins"
    " al menos unos unas mas casi cerca alrededor aproximadamente hasta los las el otros otras otro por lo minimo como un una"
    " pelo ao menos mais quase uns umas ate os as o outros outras"
    " ما لا يقل عن نحو حوالي أكثر من قرابة زهاء على الأقل إلى حتى أقل"
) - folded_row("and y et e")
STOP = folded_row(
    "in at on by with from for to of after before during while when as who which that whom whose and or but than into near over"
    " was were is are be been has have had will would could may said says the since because if where against under between"
    " dans en sur par avec pour apres avant pendant qui que et ou mais ont sont est etait de d du des"
    " con para despues antes durante quien y o pero fue fueron han del por segun cuando"
    " em no na nos nas com depois foi foram ou mas e um"
    " في من على عن بعد قبل خلال الى إلى الذي التي ان أن مع منذ عند"
)
SUBORDINATE = folded_row(
    "when after as because although whereas if before until lorsque quand apres cuando tras despues porque quando apos depois عندما بعد لان"
)
AFTER_REDUCED = folded_row(
    "in by at on near during when after as while and from since today yesterday so over this last during before or with across under amid"
    " following tonight monday tuesday wednesday thursday friday saturday sunday early late overnight earlier according but outside inside"
    " between around along for"
)
INCLUDING = (
    folded_row(
        "including dont incluidos incluidas incluido incluida incluyendo incluindo inclusive بينهم بينها"
    )
    | {
        ("among", "them"),
        ("of", "whom"),
        ("of", "them"),
        ("of", "which"),
        ("among", "whom"),
        ("entre", "ellos"),
        ("entre", "ellas"),
    }
    | {
        ("entre", "eles"),
        ("entre", "elas"),
        ("parmi", "lesquels"),
        ("dos", "quais"),
        ("de", "ellos"),
        ("los", "cuales"),
        ("las", "cuales"),
        ("y", "compris"),
        ("parmi", "eux"),
    }
    | {("among", "the"), ("of", "those")}
)
OF_THEM = frozenset(
    {
        ("of", "them"),
        ("of", "whom"),
        ("of", "which"),
        ("of", "those"),
        ("d", "entre"),
        ("de", "ellos"),
        ("de", "ellas"),
    }
    | {("dos", "quais"), ("delas", ""), ("among", "them")}
) | folded_row("deles delas منهم منها")
ARTICLES = folded_row(
    "a an the his her their another one un une le la l son sa leur una el su otro otra um uma o seu sua outro outra"
)
NO_DETERMINERS = folded_row(
    "no any every each neither either aucun aucune ningun ninguna nenhum nenhuma my your our"
)
NOT_SINGULAR = folded_row(
    "if when nobody none no noone anyone anybody everyone everybody whoever it which that this what there family group patrol convoy column battalion"
    " unit crowd population peace process bill project plan idea hope and or he she they we you i him her house car bus building"
    " dog animal cow personne nadie ninguem rien et y e il elle plan who's"
)
TIME_NOUNS = folded_row(
    "year years month months week weeks day days hour hours minute minutes times decades ans mois semaines jours heures anos meses semanas dias"
    " horas minutos سنوات اشهر ايام ساعات"
)
OBJECT_WORDS = ARTICLES | folded_row(
    "him them us me you himself herself themselves many several some more dozens hundreds scores innocent"
)
