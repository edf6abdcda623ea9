"""The Portuguese words that speak of each hazard, and those that only sound like one. Form: see `hazard_words`."""

from __future__ import annotations

from tocsin.reading.hazard_words import Rows

HAZARDS: dict[str, Rows] = {
    "terrorism": (
        "atentado|atentados|atentado terrorista|atentado suicida|ataque terrorista|ataques terroristas"
        "|ato terrorista|ameaca terrorista|celula terrorista|carro bomba|carros bomba|homem bomba|mulher bomba"
        "|jihadista*|estado islamico|al qaeda|al shabaab|boko haram|engenho explosivo|engenhos explosivos"
        "|artefato explosivo|artefatos explosivos|ameaca de bomba|ataque suicida|explodiu uma bomba"
        "|bomba explodiu|bombas explodiram|tomada de refens|ataque com granada|ataque a bomba|ataque insurgente"
        "|ataques insurgentes|fez se explodir|decapitad*|decapitacoes",
        "terrorismo|terrorista*|bomba|bombas|explosivos|extremista*|granada|granadas|detonacao|atacantes"
        "|explodiu|insurgentes atacaram|explosao|explosoes",
        "explosao|explosoes|ataque*|atacaram",
    ),
    "armed-conflict": (
        "conflito armado|bombardeio*|bombardeamento*|ataque aereo|ataques aereos|ataque com drones"
        "|ataques com drones|ataque de drone|cessar fogo|combates|guerra civil|grupo armado|grupos armados"
        "|confrontos armados|ofensiva militar|contraofensiva|linha da frente|lei marcial|artilharia"
        "|fogo de morteiro|missil|misseis|foguetes|emboscada|emboscadas|soldados mortos|minas terrestres"
        "|insurgentes|invasao militar",
        "rebeldes|milicia*|milicianos|homens armados|guerrilha*|insurgencia|tropas|guerra|tregua|hostilidades"
        "|paramilitar*|troca de tiros",
        "exercito|soldados|militares|forcas armadas|confrontos",
    ),
    "civil-unrest": (
        "protesto|protestos|manifestacao|manifestacoes|manifestantes|tumulto*|gas lacrimogeneo|saque|saques"
        "|saqueadores|saquead*|disturbios|motim|motins|passeata*|confrontos com a policia"
        "|confronto com a policia|bloqueio de estradas|bloqueios de estradas|bloqueio de rodovias"
        "|bloqueios de rodovias|marcha de protesto|marcha contra|pneus queimados|violencia pos eleitoral"
        "|desobediencia civil|balas de borracha|canhao de agua|quebra quebra|protestaram|incendiaram onibus"
        "|queimaram onibus|onibus incendiado|onibus incendiados",
        "marcha|marchas|recolher obrigatorio|barricadas|bloqueio|bloqueios|concentracao|manifestar se|vigilia"
        "|turba|debandada|pisoteamento|protestar|revolta popular",
        "confrontos|multidao|ativistas|opositores|tropa de choque",
    ),
    "crime": (
        "assalto|assaltos|assaltante*|homicidio*|assassinato|assassinatos|assassinad*|roubo a mao armada"
        "|roubos a mao armada|trafico de drogas|traficantes|tiroteio|tiroteios|morto a tiros|mortos a tiros"
        "|morta a tiros|baleado|baleados|baleada|bala perdida|balas perdidas|chacina*|arrastao|arrastoes"
        "|crime organizado|extorsao|esfaquead*|esfaqueamento|facadas|feminicidio*|estupro|estupros"
        "|sequestro relampago|latrocinio|ataque com faca|linchamento*|linchado|guerra de faccoes"
        "|faccao criminosa|faccoes criminosas|trafico humano",
        "roubo|roubos|gangue*|quadrilha*|ladroes|criminosos|burla*|golpe do pix|furto*|disparos|a tiros"
        "|vandalismo|violacao|raptores|faccao|faccoes|cartel",
        "suspeito*|detid*|policia|presos",
    ),
    "kidnapping-and-piracy": (
        "sequestro|sequestros|sequestrad*|sequestraram|rapto|raptos|raptad*|raptaram|refem|refens"
        "|pirataria maritima|ataque de piratas|piratas somalis|resgate exigido|pedido de resgate"
        "|sequestro de um aviao|feitos refens",
        "pirataria|piratas|cativeiro",
        "sequestradores|raptores|libertad*",
    ),
    "politics-and-elections": (
        "eleicao presidencial|eleicoes presidenciais|eleicoes legislativas|eleicoes gerais|eleicoes|eleicao"
        "|referendo|plebiscito|golpe de estado|tentativa de golpe|golpistas"
        "|estado de sitio|segundo turno|segunda volta|mocao de censura|impeachment|dissolucao do parlamento"
        "|destituicao do presidente|assembleias de voto|mesas de voto",
        "votacao|eleitoral|eleitorais|urnas|candidato*|eleitores|crise politica|voto|estado de emergencia",
        "presidente|oposicao|governo|parlamento|ministro|congresso",
    ),
    "labour-action": (
        "greve|greves|grevistas|greve geral|em greve|paralisacao|paralisacoes|pre aviso de greve|greve dos"
        "|greve de|greve nacional",
        "sindicato*|sindical*|paralisa*|reivindicacoes salariais",
        "trabalhadores|salarios|professores|funcionarios",
    ),
    "transport": (
        "voos cancelados|cancelamento de voos|voos suspensos|acidente rodoviario|acidente de viacao"
        "|acidente de transito|acidente aereo|acidente de aviao|acidente de onibus|acidente de autocarro"
        "|acidente ferroviario|acidente de comboio|descarrilamento|descarrilou|aeroporto fechado"
        "|aeroporto foi fechado|fechamento do aeroporto|encerramento do aeroporto|espaco aereo fechado"
        "|naufragio*|naufragou|afundou|virou se|barco virou|colisao frontal|choque frontal|engavetamento"
        "|capotou|capotamento|capotagem|despistou se|despiste|caiu numa ravina|caiu em uma ravina|aviao caiu"
        "|queda de um aviao|queda de aviao|queda de helicoptero|estrada cortada|estradas cortadas"
        "|rodovia interditada|rodovias interditadas|estrada interditada|pouso de emergencia"
        "|aterragem de emergencia|fronteira fechada|encerramento da fronteira|fecha fronteira|fecha fronteiras"
        "|fecham a fronteira|fechou a fronteira|fecha a fronteira|bate contra|bateu contra|colisao entre"
        "|atropela|atropelou|atropelamento|atropelados|atropelado",
        "voos|transito|colisao|atrasos|acidente|embarcacao|congestionamento|balsa|espaco aereo|tombou",
        "aeroporto|estrada|passageiros|comboio|trem|onibus|autocarro|rodovia",
    ),
    "earthquake": (
        "terremoto*|terramoto*|sismo|sismos|tremor de terra|tremores de terra|epicentro|atividade sismica"
        "|abalo sismico|escala de richter|forte tremor|abalos sismicos",
        "sismic*|tremor|tremores|magnitude|replica*",
        "escombros|desabou",
    ),
    "tsunami": ("tsunami*|maremoto*", "ondas gigantes", "costa|litoral"),
    "volcano": (
        "vulcao|vulcoes|erupcao vulcanica|erupcao do|atividade vulcanica|lava|cinzas vulcanicas|nuvem de cinzas"
        "|coluna de cinzas|fluxo piroclastico|vulcanic*",
        "erupcao|erupcoes|cratera|magma",
        "cinzas",
    ),
    "storm": (
        "tempestade|tempestades|tempestade tropical|depressao tropical|furacao|furacoes|ciclone*|tufao|tufoes"
        "|tornado*|temporal|temporais|vendaval|vendavais|trovoada*|granizo|nevao|nevoes|ventos fortes"
        "|fortes ventos|nevasca|tempestade de areia|mau tempo|ciclone extratropical",
        "rajadas|chuvas fortes|fortes chuvas|chuvas torrenciais|chuvas intensas|chuva forte|neve|raios"
        "|agitacao maritima|aviso laranja|aviso vermelho|aviso amarelo|alerta laranja|alerta vermelho",
        "vento*|chuva*|ondas",
    ),
    "flood": (
        "inundacao|inundacoes|inundad*|inundou|inundaram|enchente*|cheia|cheias|alagamento*|alagad*|alagou"
        "|transbordamento|transbordou|transbordaram|enxurrada*|rompimento da barragem|rompimento de barragem"
        "|rompimento de uma barragem|subida das aguas",
        "chuvas fortes|fortes chuvas|chuvas torrenciais|chuvas intensas|debaixo de agua|submers*",
        "rio|chuvas|agua|rios",
    ),
    "landslide": (
        "deslizamento de terra|deslizamentos de terra|deslizamento de terras|deslizamentos de terras"
        "|deslizamento|deslizamentos|desabamento de terra|desabamento de terras|desmoronamento*|desmoronou"
        "|aluimento*|avalanche*|queda de barreira|quedas de barreiras|derrocada*",
        "soterrad*",
        "lama|encosta|morro|barreira",
    ),
    "heat-and-cold": (
        "onda de calor|ondas de calor|onda de frio|vaga de calor|vaga de frio|calor extremo|frio extremo"
        "|golpe de calor|seca extrema|seca severa|estiagem|geada|geadas|temperaturas extremas"
        "|temperaturas elevadas|massa de ar polar",
        "temperaturas|graus celsius|seca|hipotermia",
        "calor|frio|graus",
    ),
    "wildfire": (
        "incendio florestal|incendios florestais|incendio rural|incendios rurais|fogo florestal"
        "|fogos florestais|queimada|queimadas|hectares ardidos|hectares queimados|area ardida|incendio em mata",
        "incendio*|hectares|meios aereos",
        "bombeiros|chamas|fogo|fumaca|fumo",
    ),
    "disease": (
        "surto de|surtos de|epidemia de|epidemia|epidemias|colera|dengue|ebola|sarampo|malaria|febre amarela"
        "|pandemia|gripe aviaria|gripe das aves|coronavirus|covid|zika|chikungunya|meningite|hepatite"
        "|variola dos macacos|mpox|tuberculose|leptospirose|intoxicacao alimentar|raiva humana|polio"
        "|poliomielite|emergencia sanitaria",
        "surto*|virus|contagio*|infetad*|infectad*|vacinacao|casos confirmados|casos suspeitos|quarentena"
        "|doenca*|febre|ministerio da saude",
        "casos|doentes|pacientes|sintomas",
    ),
    "hazardous-material": (
        "vazamento de gas|fuga de gas|vazamento de amonia|explosao de gas|vazamento de oleo|derrame de petroleo"
        "|derramamento de oleo|derrame*|nuvem toxica|gases toxicos|fumo toxico|fumaca toxica|produtos quimicos"
        "|produto quimico|substancia quimica|substancias quimicas|material radioativo|radioativ*"
        "|acidente nuclear|armas quimicas|arma quimica|monoxido de carbono|metanol|produtos perigosos"
        "|fabrica de fogos|explosao em fabrica|explosao numa fabrica|paiol",
        "toxic*|contaminacao|quimic*|vazamento|incendio numa fabrica|incendio em fabrica|explosao numa fabrica"
        "|explosao em fabrica|refinaria",
        "fabrica|armazem",
    ),
    "infrastructure": (
        "apagao|apagoes|falta de energia|falta de luz|falta de agua|falta de combustivel|corte de energia"
        "|cortes de energia|corte de luz|cortes de luz|corte de agua|cortes de agua|sem energia"
        "|sem energia eletrica|sem luz|sem eletricidade|sem agua potavel|escassez de combustivel"
        "|escassez de agua|racionamento|queda de ponte|queda da ponte|ponte desabou|predio desabou"
        "|edificio desabou|desabamento de um predio|desabamento do predio|desabamento de um edificio"
        "|desabamento de predio|queda de internet|corte da internet|desabastecimento",
        "cortes|desabamento*|escassez|desabou|avaria|rede eletrica",
        "eletricidade|energia|ponte|predio|edificio",
    ),
    "cyber": (
        "ciberataque*|ataque cibernetico|ataques ciberneticos|ataque informatico|ataques informaticos"
        "|ataque hacker|ransomware|pirataria informatica|virus informatico|vazamento de dados|roubo de dados"
        "|ciberseguranca|phishing|invasao de sistemas|cibercriminosos",
        "hackers|hacker|piratas informaticos|sistemas informaticos|malware|hackead*",
        "servidores|dados|rede",
    ),
    "other": (
        "incendio num mercado|incendio em hospital|incendio num hospital|incendio em boate"
        "|incendio numa discoteca|incendio num predio|incendio em predio|incendio atingiu um predio"
        "|praga de gafanhotos|ataque de tubarao|ataque de crocodilo",
        "afogad*|afogamento*|gafanhotos",
        "fogo|bombeiros|chamas",
    ),
}

#: Words that sound like a hazard and are none.
FIGURES_OF_SPEECH = (
    "chuva de criticas|chuva de golos|chuva de gols|chuva de estrelas|tempestade de criticas"
    "|tempestade politica|tempestade perfeita|tempestade de ideias|tempestade num copo de agua"
    "|tempestade em copo d agua|avalanche de|enxurrada de criticas|enxurrada de mensagens|enxurrada de queixas"
    "|enxurrada de reclamacoes|onda de|onda verde|vaga de|maremoto politico|terremoto politico"
    "|terramoto politico|sismo politico|tsunami politico|tsunami de|furacao politico|abalo politico"
    "|abalo nos mercados|epicentro da crise|epicentro do surto|epicentro da pandemia|epicentro dos protestos"
    "|inundado de mensagens|inundaram as redes|inundou as redes|inundado de queixas|a magnitude do"
    "|a magnitude da|magnitude do problema|desta magnitude|de tal magnitude"
    "|ataque cardiaco|ataque de panico|ataque de riso|ataque de nervos|ataque epileptico|ataque de asma"
    "|ataques verbais|ataque verbal|ataques pessoais|ataque pessoal|contra ataque|contra ataques"
    "|linha de ataque|ao ataque|no ataque|guerra de palavras|guerra comercial|guerra de precos|guerra mundial"
    "|primeira guerra mundial|segunda guerra mundial|pos guerra|guerra fria|batalha judicial"
    "|bomba relogio|bomba de agua|bombas de agua|bomba de gasolina|bombas de gasolina|bomba de combustivel"
    "|bombas de combustivel|bomba de insulina|explosao de alegria|explosao demografica|explosao de vendas"
    "|explosao de cores|explosao de cor|explodiu de alegria|explodiu nas redes|explodiu em aplausos"
    "|golpe de sorte|golpe de mestre|golpe baixo"
    "|em marcha|marcha atras|marcha nupcial|marcha popular|marchas populares|greve de fome|parada cardiaca"
    "|roubo de bola|roubou a cena|roubou a bola|resgate financeiro|resgate bancario|resgate economico"
    "|resgate da troika|refem da politica|refens da politica|refem do passado|sequestro de carbono"
    "|pirataria de filmes|pirataria de musica|piratas das caraibas|piratas do caribe|fuga de cerebros"
    "|fuga de capitais|vazamento de fotos|avc derrame|derrame cerebral"
    "|febre do ouro|febre do futebol|febre das compras|virus do futebol|epidemia de selfies|surto de violencia"
    "|surto de otimismo|surto de crescimento|surto psicotico|eleicao de miss|eleicoes de miss"
    "|eleicao do melhor jogador|eleito o melhor|derrocada da bolsa|derrocada eleitoral|derrocada da equipa"
    "|derrocada dos precos|desmoronamento da bolsa|desabamento da bolsa|choque de opinioes|choque cultural"
    "|queda da bolsa|queda nas bolsas|naufragio politico|naufragio eleitoral|naufragio da equipa"
    "|naufragou na copa|afundou se na tabela|afundou na tabela|descarrilou as negociacoes"
    "|descarrilar as negociacoes|descarrilamento das negociacoes|seca de golos|seca de gols|seca de titulos"
    "|jejum de gols|calor humano|calor da torcida|escassez de ideias|escassez de talento|terra seca|lei seca"
    "|carne seca|roupa seca|cheia de|cheias de|lua cheia|casa cheia|cheia de alegria|sala cheia|esta cheia"
    "|estava cheia|volta cheia|mao cheia"
)
