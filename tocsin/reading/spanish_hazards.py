"""The Spanish words that speak of each hazard, and those that only sound like one. Form: see `hazard_words`."""

from __future__ import annotations

from tocsin.reading.hazard_words import Rows

HAZARDS: dict[str, Rows] = {
    "terrorism": (
        "atentado|atentados|atentado terrorista|atentado suicida|ataque terrorista|ataques terroristas"
        "|acto terrorista|amenaza terrorista|celula terrorista|coche bomba|coches bomba|carro bomba"
        "|carros bomba|camion bomba|carta bomba|paquete bomba|yihadista*|estado islamico|al qaeda|al qaida"
        "|boko haram|artefacto explosivo|artefactos explosivos|explosivo improvisado|amenaza de bomba"
        "|aviso de bomba|ataque suicida|terrorista suicida|se inmolo|se hizo estallar|estallo una bomba"
        "|exploto una bomba|bomba estallo|bomba exploto|toma de rehenes|ataque con granada|ataque con granadas"
        "|ataque con explosivos|atropello masivo|atropello multiple|dinamita|atentado con bomba"
        "|ataque guerrillero|sicarios",
        "terrorismo|terrorista*|bomba|bombas|explosivos|extremista*|granada|granadas|magnicidio|detonacion"
        "|atacantes|exploto|estallo|explosion|explosiones",
        "explosion*|ataque*|atacaron|ataco",
    ),
    "armed-conflict": (
        "conflicto armado|bombardeo|bombardeos|ataque aereo|ataques aereos|ataque con drones|ataques con drones"
        "|alto el fuego|cese el fuego|cese al fuego|combates|guerra civil|grupo armado|grupos armados"
        "|enfrentamiento armado|enfrentamientos armados|ofensiva militar|contraofensiva|linea de frente"
        "|ley marcial|fuego de artilleria|artilleria|fuego de mortero|misil|misiles|cohetes|emboscada"
        "|emboscadas|soldados muertos|minas antipersonal|mina antipersonal|paro armado|hostigamiento",
        "rebeldes|rebelde|paramilitar*|guerrilla|guerrillas|guerriller*|hombres armados|disidencias|milicia*"
        "|insurgentes|tropas|guerra|tregua|hostilidades|bombardeado*",
        "ejercito|soldados|enfrentamientos|militares|fuerzas armadas",
    ),
    "civil-unrest": (
        "protesta|protestas|manifestacion|manifestaciones|manifestantes|disturbios|gases lacrimogenos"
        "|gas lacrimogeno|saqueo*|saqueadores|bloqueo de carreteras|bloqueos de carreteras|bloqueo de vias"
        "|bloqueos de vias|bloqueo de carretera|bloqueos de carretera|cacerolazo*|estallido social"
        "|marcha de protesta|marcha contra|marchas contra|choques con la policia|enfrentamientos con la policia"
        "|violencia callejera|revuelta*|motin|motines|avalancha humana|estampida humana|protestaron"
        "|turba enfurecida|encapuchados|quemaron un bus|quemaron buses|quema de buses|queman buses"
        "|incendiaron un bus|incendiaron buses|vandalizaron|bombas molotov",
        "marcha|marchas|toque de queda|barricadas|concentracion|bloqueo|bloqueos|manifestarse|marcharon"
        "|plantones|planton|turba|piquetes|cortes de ruta|corte de ruta|tumulto*|estampida|protestar",
        "enfrentamientos|multitud|antidisturbios|opositores|activistas",
    ),
    "crime": (
        "robo a mano armada|robos a mano armada|asalto|asaltos|asaltante*|homicidio*|asesinato|asesinatos"
        "|asesinado a tiros|asesinada a tiros|muerto a tiros|muertos a tiros|fue asesinado|fueron asesinados"
        "|fue asesinada|fueron asesinadas|acribillad*|balacera*|tiroteo|tiroteos|narcotraficantes|extorsion"
        "|extorsiones|crimen organizado|delincuencia organizada|feminicidio*|apunalad*|ataque con cuchillo"
        "|ataque con arma blanca|violacion sexual|ajuste de cuentas|masacre*|linchamiento*|robo de vehiculos"
        "|secuestro expres|hurto*|escopolamina|burundanga|trata de personas|extorsionista*|extorsionadores"
        "|asaltada|asaltado|baleado|baleada|ejecutado a tiros|ejecutados a tiros",
        "robo|robos|pandilla*|cartel|carteles|narcotrafic*|asaltad*|sicario|delincuentes|ladrones|asesin*"
        "|estafa*|disparos|a tiros|vandalismo|criminalidad|inseguridad|linchado|narco|narcos",
        "sospechoso*|detenid*|policia|crimen",
    ),
    "kidnapping-and-piracy": (
        "secuestro|secuestros|secuestrad*|secuestraron|secuestro de|rehen|rehenes|pirateria maritima"
        "|piratas somalies|rescate exigido|exigen rescate|raptad*|rapto|secuestro masivo|secuestro de un avion"
        "|avion secuestrado|privados de su libertad|privado de su libertad",
        "pirateria|piratas|plagiad*|cautiverio|retienen a|retuvieron a|retenidos|retenido",
        "secuestradores|captores|liberad*",
    ),
    "politics-and-elections": (
        "elecciones|eleccion presidencial|elecciones presidenciales|elecciones legislativas"
        "|elecciones generales|referendum|referendo|plebiscito|golpe de estado|intento de golpe|golpistas"
        "|comicios|estado de excepcion|estado de sitio|segunda vuelta|mocion de censura"
        "|juicio politico|disolucion del congreso|vacancia presidencial|destitucion del presidente"
        "|jornada electoral|centros de votacion",
        "eleccion|votacion|electoral*|urnas|candidato*|voto|votantes|crisis politica|balotaje|estado de emergencia",
        "presidente|oposicion|gobierno|congreso|ministro",
    ),
    "labour-action": (
        "huelga|huelgas|huelguistas|huelga general|paro nacional|paro general|paro de transporte"
        "|paro de transportistas|paro indefinido|paro de 24 horas|paro de 48 horas|paro de maestros"
        "|paro de buses|paro de docentes|paro de taxistas|paro civico|en paro|convocatoria de huelga"
        "|paro de labores|suspension de labores",
        "sindicato*|paro|paros|gremio*|sindical*|transportistas",
        "trabajadores|salarios|maestros|aumento salarial",
    ),
    "transport": (
        "accidente de transito|accidente de trafico|accidente aereo|accidente de avion|accidente de autobus"
        "|accidente de bus|accidente de tren|accidente ferroviario|accidente vial|choque multiple"
        "|choque frontal|choque de trenes|descarrilamiento|descarrilo|vuelos cancelados|cancelacion de vuelos"
        "|vuelos suspendidos|cancelados los vuelos|aeropuerto cerrado|cierre del aeropuerto"
        "|cierre de aeropuertos|cierre de la frontera|frontera cerrada|cierre del espacio aereo|naufragio*"
        "|naufrago|volcadura|volcamiento|volco|se volco|se estrello|avion se estrello|avioneta|cayo a un abismo"
        "|cayo a un barranco|se precipito|carretera cerrada|carreteras cerradas|cierre de carreteras"
        "|cierre de carretera|autobus volco|aterrizaje de emergencia|hundimiento de un ferry|ferry se hundio"
        "|choco contra|cierran la frontera|cierra la frontera|cerro la frontera|cierran fronteras"
        "|cierra fronteras|cierran el aeropuerto|cierran aeropuerto|chocan contra|choca contra"
        "|volcadura de autobus|se desploma avioneta|se desplomo|atropello|atropella|atropellado|atropellados",
        "vuelos|trafico aereo|colision|retrasos|choque|accidente|embarcacion|espacio aereo|congestion vehicular"
        "|siniestro",
        "aeropuerto|carretera|pasajeros|tren|autobus|ruta|trafico",
    ),
    "earthquake": (
        "terremoto*|sismo|sismos|movimiento telurico|epicentro|actividad sismica|escala de richter"
        "|enjambre sismico|seismo*|temblor de tierra|fuerte temblor|temblor de magnitud",
        "sismic*|temblor*|magnitud|replica|replicas",
        "escombros|derrumbad*",
    ),
    "tsunami": ("tsunami*|maremoto*", "oleaje anomalo|olas gigantes", "costa|costas"),
    "volcano": (
        "volcan|volcanes|erupcion volcanica|erupcion del|actividad volcanica|lava|flujos piroclasticos"
        "|flujo piroclastico|ceniza volcanica|cenizas volcanicas|caida de ceniza|columna de ceniza|lahar*"
        "|volcanic*",
        "erupcion*|crater|magma|fumarola*",
        "ceniza*",
    ),
    "storm": (
        "tormenta|tormentas|tormenta tropical|tormenta electrica|tormenta invernal|tormenta de nieve"
        "|depresion tropical|huracan*|ciclon*|tifon*|tornado*|temporal|vendaval*|granizada*|nevada|nevadas"
        "|fuertes vientos|vientos huracanados|aguaceros|frente frio|ventisca|alerta roja por lluvias"
        "|alerta por lluvias|alerta por tormentas|alerta por vientos|alerta por nevadas|alerta meteorologica"
        "|aviso rojo por lluvias|alerta naranja por lluvias|alerta amarilla por lluvias",
        "rafagas|fuertes lluvias|lluvias torrenciales|lluvias intensas|granizo|rayos|nieve|intensas lluvias"
        "|alerta meteorologica|nevazon|alerta roja|alerta naranja|alerta amarilla|mal tiempo",
        "viento*|lluvia*|oleaje",
    ),
    "flood": (
        "inundacion|inundaciones|inundad*|inundo|inundaron|desbordamiento*|se desbordo|desborde|desbordes"
        "|crecida*|crecidas|riada*|anegad*|anegamientos|rotura de la presa|rotura de una presa|dana",
        "fuertes lluvias|lluvias torrenciales|lluvias intensas|intensas lluvias|bajo el agua|creciente",
        "rio|lluvias|agua|rios",
    ),
    "landslide": (
        "deslizamiento de tierra|deslizamientos de tierra|deslave*|derrumbe*|alud|aludes|huaico*|huayco*"
        "|avalancha de lodo|avalancha de nieve|avalancha de tierra|avalancha de barro|corrimiento de tierra"
        "|corrimientos de tierra|deslizamiento|deslizamientos|desprendimiento de rocas"
        "|desprendimiento de tierra|avalancha",
        "sepultad*|soterrad*",
        "lodo|cerro|ladera|barro",
    ),
    "heat-and-cold": (
        "ola de calor|olas de calor|ola de frio|calor extremo|frio extremo|golpe de calor|golpes de calor"
        "|sequia|heladas|temperaturas extremas|altas temperaturas|bajas temperaturas|ola polar",
        "temperaturas|grados centigrados|grados celsius|helada|hipotermia",
        "calor|frio|grados",
    ),
    "wildfire": (
        "incendio forestal|incendios forestales|incendio de pastizal|incendio de pastizales"
        "|incendios de pastizales|quema de pastizales|hectareas quemadas|hectareas calcinadas"
        "|hectareas arrasadas|incendio de vegetacion",
        "incendio*|hectareas|brigadistas",
        "bomberos|llamas|fuego|humo",
    ),
    "disease": (
        "brote de|brotes de|epidemia de|epidemia|epidemias|colera|dengue|ebola|sarampion|malaria|paludismo"
        "|fiebre amarilla|pandemia|gripe aviar|influenza|coronavirus|covid|zika|chikungunya|meningitis"
        "|hepatitis|viruela del mono|viruela simica|tuberculosis|intoxicacion alimentaria|hantavirus|difteria"
        "|tos ferina|rabia humana|emergencia sanitaria",
        "brote*|virus|contagio*|infectad*|vacunacion|casos confirmados|casos sospechosos|cuarentena|enfermedad*"
        "|ministerio de salud",
        "casos|enfermos|pacientes|sintomas",
    ),
    "hazardous-material": (
        "fuga de gas|fuga de amoniaco|fuga de cloro|explosion de gas|explosion de una pipa|derrame de petroleo"
        "|derrame de crudo|derrame quimico|derrame*|nube toxica|gases toxicos|humo toxico|sustancias quimicas"
        "|sustancia quimica|material radiactivo|fuente radiactiva|radiactiv*|accidente nuclear|armas quimicas"
        "|arma quimica|materiales peligrosos|material peligroso|monoxido de carbono|explosion de ducto"
        "|toma clandestina|metanol|alcohol adulterado|explosion en fabrica|explosion en una fabrica"
        "|fabrica de pirotecnia|pirotecnia|polvorin|explosion en polvorin|explosion en mina",
        "toxic*|contaminacion|quimic*|amoniaco|incendio en una fabrica|explosion en una planta"
        "|contingencia ambiental|refineria",
        "planta|fabrica|bodega",
    ),
    "infrastructure": (
        "apagon*|corte de luz|cortes de luz|corte de energia|cortes de energia|cortes de electricidad"
        "|corte de agua|cortes de agua|sin luz|sin electricidad|sin agua potable|sin energia electrica"
        "|sin servicio electrico|racionamiento|racionamiento electrico|desabastecimiento|escasez de combustible"
        "|escasez de gasolina|escasez de agua|escasez de alimentos|colapso de un puente|colapso del puente"
        "|colapso de un edificio|puente colapso|edificio colapso|derrumbe de un edificio|colapso de una mina"
        "|caida de internet|corte de internet",
        "cortes|escasez|suministro electrico|averia|colapso|torre electrica|torres electricas|oleoducto",
        "electricidad|puente|edificio|suministro",
    ),
    "cyber": (
        "ciberataque*|ataque cibernetico|ataques ciberneticos|ataque informatico|ransomware"
        "|pirateria informatica|hackeo|hackeado|hackearon|virus informatico|robo de datos|filtracion de datos"
        "|ciberdelincuentes|ciberseguridad|phishing",
        "hackers|hacker|piratas informaticos|sistemas informaticos|programa malicioso",
        "servidores|datos|red",
    ),
    "other": (
        "incendio en un mercado|incendio en un hospital|incendio en un edificio|incendio en una discoteca"
        "|incendio en una vivienda|incendio en una carcel|plaga de langostas|ataque de tiburon",
        "ahogad*|langostas",
        "fuego|bomberos|llamas",
    ),
}

#: Words that sound like a hazard and are none.
FIGURES_OF_SPEECH = (
    "lluvia de criticas|lluvia de goles|lluvia de ideas|lluvia de estrellas|tormenta de criticas"
    "|tormenta politica|tormenta perfecta|tormenta de ideas|tormenta mediatica|tormenta en un vaso de agua"
    "|avalancha de|aluvion de|ola de|oleada de|marea humana|marea roja de la seleccion|terremoto politico"
    "|terremoto en el partido|terremoto electoral|terremoto financiero|sismo politico|tsunami politico"
    "|tsunami de|huracan politico|temblor en los mercados|volcan de pasiones|epicentro de la crisis"
    "|epicentro del brote|epicentro de la pandemia|epicentro de las protestas|inundado de mensajes"
    "|inundo las redes|inundaron las redes|inundado de quejas|inundado de llamadas|magnitud del problema"
    "|magnitud de la crisis|de tal magnitud|de esta magnitud|la magnitud de|la magnitud del"
    "|ataque al corazon|ataque cardiaco|ataque de panico|ataque de risa|ataque de nervios|ataque epileptico"
    "|ataques verbales|ataque verbal|ataque personal|ataques personales|contraataque|linea de ataque|al ataque"
    "|ataque del equipo|guerra de palabras|guerra comercial|guerra de precios|guerra mundial"
    "|primera guerra mundial|segunda guerra mundial|posguerra|guerra fria|nombre de guerra|batalla legal"
    "|ofensiva del equipo"
    "|bomba de tiempo|bomba informativa|bomba de agua|bombas de agua|bomba de gasolina|bombas de gasolina"
    "|bomba de insulina|estacion de bombas|explosion de alegria|explosion demografica|explosion de ventas"
    "|explosion de creatividad|explosion de color|estallo en llanto|estallo en aplausos|estallo de alegria"
    "|estallo en risas|estallo la polemica|exploto en las redes|exploto de alegria"
    "|asesino de serie de television|asesino silencioso|novela de asesinatos"
    "|puesta en marcha|en marcha|poner en marcha|puso en marcha|marcha atras|sobre la marcha|marcha nupcial"
    "|huelga de hambre|paro cardiaco|paro respiratorio|paro cardiorrespiratorio|paro registrado|tasa de paro"
    "|cifras del paro|datos del paro|el paro baja|el paro sube|paro juvenil|robo del balon|robo de balon"
    "|robo el balon|robo de cable fiction|robo el show|robo la atencion|robo el corazon|roba corazones"
    "|rescate financiero|rescate bancario|rescate economico|rehen de la politica|rehenes de la politica"
    "|secuestro de carbono|secuestrar el debate|secuestro del debate|piratas del caribe|pirateria de musica"
    "|pirateria de peliculas|pirateria audiovisual|fuga de cerebros|fuga de capitales|fuga de jugadores"
    "|derrame cerebral|derroche"
    "|fiebre del oro|fiebre mundialista|fiebre del futbol|fiebre de compras|virus del futbol"
    "|epidemia de selfies|brotes verdes|brote de violencia|brote de optimismo|eleccion de miss"
    "|elecciones de miss|eleccion del mejor jugador|derrumbe de la bolsa|derrumbe bursatil"
    "|derrumbe de los precios|derrumbe del peso|derrumbe economico|derrumbe del equipo|derrumbe electoral"
    "|colapso financiero|colapso de la bolsa|crack bursatil|choque de opiniones|choque cultural"
    "|choque de trenes politico|choque entre ambos equipos|el choque ante|el choque contra el"
    "|descarrilo las negociaciones|descarrilar las negociaciones|descarrilamiento de las negociaciones"
    "|naufragio del equipo|naufragio electoral|naufragio politico|naufragio ante|sequia goleadora"
    "|sequia de goles|sequia de titulos|calor humano|calor de la aficion|guerra fria|escasez de ideas"
    "|escasez de talento|sin luz verde|tiroteo verbal|alud de votos|alud de criticas|mina de oro"
    "|carrera electoral estudiantil|gana la eleccion de"
)
