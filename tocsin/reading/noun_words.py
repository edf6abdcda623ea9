"""What figures count besides fates: people of every kind, things and measures, in the languages served."""

from __future__ import annotations

# unit / whose: plural words ; singular words ; Arabic duals
PEOPLE = """
people/: people|persons|individuals|others|personnes|individus|personas|individuos|pessoas|individuos|اشخاص|اخرين|اخرون|آخرين ; third|fourth|fifth|sixth|seventh|person|individual|personne|persona|pessoa|شخص|شخصا ; شخصان|شخصين|اخران
people/civilians: civilians|noncombatants|civils|civiles|civis|مدنيين|مدنيون ; civilian|civil|مدني|مدنيا ; مدنيان
people/children: children|kids|infants|babies|toddlers|boys|girls|teenagers|minors|youths|youngsters|schoolchildren|schoolgirls|schoolboys|sons|daughters|enfants|mineurs|adolescents|fillettes|ninos|ninas|menores|bebes|adolescentes|criancas|meninas|meninos|اطفال|قاصرين|تلميذات ; child|kid|infant|baby|toddler|boy|girl|teenager|minor|youth|schoolgirl|schoolboy|son|daughter|teen|enfant|mineur|fillette|adolescent|adolescente|bebe|nino|nina|menor|crianca|menina|menino|طفل|طفلا|طفلة ; طفلان|طفلين|طفلتان|طفلتين
people/women: women|females|mothers|wives|sisters|maids|nuns|femmes|mujeres|mulheres|نساء ; woman|female|mother|wife|sister|maid|nun|housewife|femme|mujer|mulher|esposa|امراة|سيدة ; امراتان|امراتين|سيدتان
people/men: men|males|brothers|fathers|hommes|hombres|homens|رجال ; man|male|brother|father|husband|homme|hombre|homem|رجل|رجلا ; رجلان|رجلين
people/foreigners: foreigners|expatriates|foreign nationals|nationals|westerners|citizens|compatriots|etrangers|ressortissants|ressortissants etrangers|extranjeros|ciudadanos|estrangeiros|cidadaos|اجانب|اجنبيا ; foreigner|expatriate|foreign national|westerner|citizen|etranger|ressortissant|extranjero|ciudadano|estrangeiro|cidadao|اجنبي ;
people/tourists: tourists|holidaymakers|travellers|travelers|visitors|pilgrims|touristes|voyageurs|pelerins|turistas|viajeros|viajantes|سياح|سائحا|حجاج|حاجا ; tourist|holidaymaker|traveller|traveler|visitor|pilgrim|touriste|voyageur|turista|سائح ; سائحان
people/passengers: passengers|commuters|motorists|drivers|crew|crew members|crewmen|sailors|seamen|fishermen aboard|pilots|passagers|marins|pasajeros|conductores|tripulantes|marineros|passageiros|motoristas|marinheiros|ركاب|راكبا|بحارة ; passenger|commuter|motorist|driver|crew member|crewman|sailor|pilot|chauffeur|passager|marin|pilote|piloto|pasajero|conductor|chofer|chauffeur|motard|tripulante|passageiro|motorista|راكب|سائق|سائقه|سائقا ; سائقان
people/residents: residents|villagers|inhabitants|locals|neighbours|neighbors|bystanders|passers-by|passersby|pedestrians|habitants|riverains|passants|villageois|vecinos|habitantes|residentes|transeuntes|pobladores|moradores|سكان|ساكنا ; resident|villager|passer-by|passerby|guide|inhabitant|neighbour|neighbor|bystander|passer-by|pedestrian|habitant|passant|vecino|residente|poblador|morador|transeunte|pedestre|guia ;
people/migrants: migrants|refugees|asylum seekers|displaced people|migrantes|inmigrantes|refugiados|مهاجرين|مهاجرا|لاجئا|لاجئين ; migrant|refugee|asylum seeker|migrante|inmigrante|refugiado|refugie|مهاجر|لاجئ ; مهاجران|لاجئان
people/students: students|pupils|schoolmates|university students|etudiants|eleves|lyceens|estudiantes|alumnos|estudantes|alunos|طلاب|طالبا|طلبة|تلاميذ ; student|pupil|etudiant|eleve|estudiante|alumno|estudante|aluno|طالب|طالبة ; طالبان
people/teachers: teachers|professors|lecturers|enseignants|professeurs|maestros|profesores|professores|معلمين ; teacher|headmaster|headmistress|professor|lecturer|enseignant|professeur|maestro|profesor|profesora|معلم|مدرس ; معلمان
people/journalists: journalists|reporters|correspondents|newsmen|photographers|cameramen|journalistes|periodistas|reporteros|jornalistas|صحفيين|صحافيين ; journalist|reporter|correspondent|newsman|photographer|cameraman|journaliste|periodista|reportero|jornalista|صحفي|صحافي|صحفيا|صحافيا ; صحفيان|صحافيان
people/health workers: doctors|nurses|medics|paramedics|health workers|physicians|medecins|infirmiers|infirmieres|medicos|enfermeros|enfermeras|enfermeiros|اطباء ; doctor|nurse|medic|paramedic|health worker|physician|medecin|infirmier|infirmiere|medico|enfermera|enfermeiro|طبيب|ممرض ; طبيبان
people/aid workers: aid workers|humanitarian workers|relief workers|humanitarians|volunteers|humanitaires|cooperantes|voluntarios|متطوعين|عمال اغاثة ; aid worker|humanitarian worker|relief worker|volunteer|humanitaire|cooperante|voluntario|متطوع ;
people/officials: officials|politicians|lawmakers|legislators|deputies|mayors|ministers|candidates|councillors|councilmen|governors|judges|prosecutors|diplomats|ambassadors|senators|congressmen|leaders|activists|organisers|magistrates|attorneys|lawyers|elus|maires|juges|responsables|diplomates|candidats|funcionarios|alcaldes|jueces|diputados|concejales|candidatos|diplomaticos|dirigentes|activistas|lideres|abogados|prefeitos|juizes|vereadores|deputados|مسؤولين|قضاة ; official|politician|lawmaker|legislator|mayor|minister|candidate|councillor|councilman|governor|judge|prosecutor|diplomat|ambassador|senator|congressman|congresswoman|leader|activist|organiser|magistrate|attorney|lawyer|inspector|president|premier|justice|hopeful|nominee|spokesman|spokeswoman|director|secretary|deputy|chairman|prefect|sheriff|king|queen|prince|commander|chief|consul|elu|maire|juge|responsable|diplomate|candidat|ministre|gouverneur|funcionario|alcalde|alcaldesa|juez|diputado|concejal|candidato|diplomatico|dirigente|activista|lider|abogado|gobernador|ministro|fiscal|prefeito|juiz|vereador|deputado|governador|مسؤول|قاض|قائد|وزير ;
people/clergy: priests|clergymen|imams|monks|pastors|missionaries|bishops|jesuits|pretres|moines|pretre|sacerdotes|religiosos|padres|monges|jesuitas ; priest|clergyman|imam|monk|pastor|missionary|bishop|archbishop|jesuit|monsignor|msgr|rabbi|cardinal|pretre|moine|eveque|sacerdote|obispo|arzobispo|padre|bispo ;
people/farmers: farmers|peasants|fishermen|herders|ranchers|campesinos|agriculteurs|paysans|pecheurs|bergers|agricultores|pescadores|camponeses|lavradores|مزارعين|صيادين ; farmer|peasant|fisherman|herder|rancher|landowner|campesino|agriculteur|paysan|pecheur|berger|agricultor|pescador|campones|lavrador|مزارع|صياد ; مزارعان
people/prisoners: prisoners|inmates|convicts|detenus|prisonniers|presos|reclusos|reos|prisioneros|prisioneiros|detentos|سجينا|سجناء|اسيرا|اسري ; prisoner|inmate|convict|detenu|prisonnier|recluso|prisionero|prisioneiro|سجين ; سجينان
people/relatives: relatives|family members|members of a family|members of the same family|familiares|parents|cousins|nieces|nephews ; relative|family member|brother-in-law|cousin|niece|nephew|grandson|grandmother|grandfather|companion|friend|girlfriend|colleague|والده|والدها|والدته|زوجته|زوجها|ابنه|ابنته|شقيقه|شقيقته ;
people/suspects: suspects|criminals|accomplices|perpetrators|drug traffickers|smugglers|traffickers|gang members|hooligans|suspects arretes|sospechosos|delincuentes|narcotraficantes|suspeitos|criminosos|traficantes|مشتبها|مشتبه بهم|متهما|متهمين ; suspect|criminal|accomplice|perpetrator|drug trafficker|smuggler|trafficker|gang member|sospechoso|delincuente|suspeito|criminoso ;
people/victims: victims|survivors|patients|shoppers|worshippers|worshipers|mourners|spectators|festivalgoers|fans|guests|diners|customers|members|participants|fideles|victimas|pacientes|vitimas|fieis|torcedores|مصلين|ضحايا|ضحية ; victim|survivor|patient|shopper|worshipper|mourner|spectator|guest|customer|member|participant|victime|victima|vitima ;
fighters/fighters: fighters|militants|combatants|insurgents|rebels|jihadists|jihadis|extremists|guerrillas|subversives|terrorists|islamists|militiamen|separatists|recruits|combattants|djihadistes|rebelles|terroristes|insurges|miliciens|combatientes|guerrilleros|rebeldes|terroristas|insurgentes|subversivos|milicianos|combatentes|guerrilheiros|مقاتلين|مقاتلا|مسلحين|مسلحا|مسلحون|ارهابيا|ارهابيين|متمردين|متمردا ; fighter|militant|combatant|insurgent|rebel|jihadist|extremist|guerrilla|subversive|terrorist|islamist|militiaman|separatist|combattant|djihadiste|rebelle|terroriste|insurge|combatiente|guerrillero|rebelde|terrorista|combatente|guerrilheiro|مقاتل|مسلح|ارهابي ; مقاتلان|مسلحان|ارهابيان
attackers/attackers: attackers|assailants|gunmen|bombers|suicide bombers|hijackers|kidnappers|robbers|bandits|armed men|assaillants|agresseurs|hommes armes|bandits|kamikazes|atacantes|agresores|hombres armados|pistoleros|encapuchados|sicarios|bandidos|atiradores|homens armados|مهاجمين|مهاجما|مهاجمون ; attacker|assailant|gunman|bomber|suicide bomber|hijacker|kidnapper|robber|bandit|assaillant|agresseur|kamikaze|atacante|agresor|pistolero|sicario|atirador|مهاجم|انتحاري ; مهاجمان|انتحاريان
soldiers/soldiers: soldiers|troops|peacekeepers|servicemen|airmen|marines|conscripts|paratroopers|army officers|soldats|militaires|casques bleus|soldados|militares|efectivos|infantes de marina|جنود|جنديا|عسكريين ; soldier|trooper|peacekeeper|serviceman|airman|marine|conscript|paratrooper|sergeant|lieutenant|captain|colonel|general|corporal|major|army officer|soldat|militaire|colonel|soldado|militar|coronel|teniente|sargento|جندي|ضابط|عسكري ; جنديان|جنديين|ضابطان|ضابطين
police officers/police: police officers|policemen|officers|gendarmes|police|agents|guards|security guards|bodyguards|constables|policiers|gendarmes|policias|agentes|guardias|escoltas|policiais|guardas|رجال شرطة|شرطيا|شرطيين|حراس ; police officer|policeman|policewoman|officer|gendarme|agent|guard|security guard|bodyguard|constable|policier|policia|agente|guardia|escolta|policial|guarda|شرطي|حارس ; شرطيان|حارسان
protesters/protesters: protesters|protestors|demonstrators|marchers|rioters|strikers|supporters|manifestants|emeutiers|manifestantes|متظاهرين|متظاهرا|متظاهرون|محتجين|محتجا ; protester|protestor|demonstrator|marcher|rioter|manifestant|manifestante|متظاهر|محتج ; متظاهران
workers/workers: workers|employees|staff|staffers|miners|labourers|laborers|engineers|technicians|builders|watchmen|cashiers|clerks|porters|mechanics|electricians|scientists|researchers|businessmen|firefighters|firemen|travailleurs|employes|ouvriers|mineurs de fond|ingenieurs|pompiers|trabajadores|empleados|obreros|mineros|ingenieros|bomberos|trabalhadores|funcionarios|operarios|mineiros|bombeiros|engenheiros|عمال|عاملا|موظفا|موظفين|مهندسين ; worker|employee|staffer|miner|labourer|laborer|engineer|technician|firefighter|fireman|watchman|cashier|clerk|porter|janitor|nanny|baker|butcher|barber|hairdresser|waiter|waitress|plumber|electrician|carpenter|mechanic|gardener|caretaker|banker|editor|columnist|broadcaster|announcer|actor|actress|singer|musician|artist|writer|poet|scientist|researcher|economist|businesswoman|businessman|shopkeeper|vendor|trader|merchant|cook|industrialist|trade unionist|travailleur|employe|ouvrier|ingenieur|pompier|trabajador|empleado|obrero|minero|ingeniero|bombero|empresario|comerciante|trabalhador|funcionario|operario|mineiro|bombeiro|engenheiro|empresario|عامل|موظف|مهندس ; عاملان|موظفان|مهندسان
"""
THINGS = """
cells: cells|terrorist cells|terror cells|militant cells|jihadist cells|extremist cells|cellules|cellules terroristes|celulas|خلايا ; cell|cellule|celula|خلية
families: families|households|familles|menages|foyers|familias|hogares|lares|عائلة|عائلات|اسرة|اسر ; family|household|famille|familia
houses: houses|homes|dwellings|huts|shacks|housing units|apartments|flats|maisons|habitations|logements|casas|viviendas|moradias|residencias|منزل|منزلا|منازل|بيت|بيتا|بيوت|مسكنا ; house|home|dwelling|maison|casa|vivienda|moradia
buildings: buildings|structures|properties|premises|batiments|immeubles|edificios|inmuebles|predios|مبني|مباني ; building
schools: schools|classrooms|ecoles|lycees|escuelas|colegios|escolas|مدرسة|مدارس ; school
hospitals: hospitals|clinics|hopitaux|hospitales|hospitais|مستشفي|مستشفيات
shops: shops|stores|businesses|commerces|magasins|tiendas|comercios|negocios|lojas|متجرا|متاجر
villages: villages|hamlets|towns|aldeas|pueblos|aldeias|قرية|قري
areas: countries|states|provinces|districts|regions|counties|municipalities|cities|departments|neighbourhoods|neighborhoods|islands|prefectures|pays|provinces|departements|paises|provincias|distritos|municipios|departamentos|barrios|ciudades|estados|bairros|cidades|دول|دولة|محافظات|محافظة|ولايات|ولاية|مدن
bridges: bridges|ponts|puentes|pontes|جسرا|جسور
flights: flights|vols|vuelos|voos|رحلة|رحلات ; flight
aircraft: aircraft|planes|airplanes|aeroplanes|helicopters|jets|drones|avions|helicopteres|aviones|helicopteros|avioes|طائرة|طائرات|مسيرة
vehicles: vehicles|cars|buses|trucks|lorries|motorcycles|tanks|trains|minibuses|vehicules|voitures|camions|vehiculos|autos|coches|camiones|autobuses|veiculos|carros|caminhoes|onibus|سيارة|سيارات|مركبة|مركبات
vessels: vessels|boats|ships|ferries|trawlers|bateaux|navires|barcos|buques|lanchas|embarcaciones|navios|embarcacoes|قاربا|قوارب|سفينة|سفن
attacks: attacks|bombings|incidents|explosions|blasts|air strikes|airstrikes|raids|clashes|attaques|attentats|explosions|ataques|atentados|explosiones|explosoes|هجوما|هجمات|تفجيرا|غارة|غارات
weapons: weapons|rifles|guns|grenades|missiles|rockets|bombs|explosive devices|shells|armes|fusils|roquettes|armas|fusiles|granadas|cohetes|misiles|foguetes|bombas|صاروخا|صواريخ|قذيفة|قذائف
animals: animals|birds|chickens|ducks|geese|turkeys|poultry|fowl|swans|cattle|cows|sheep|goats|pigs|horses|livestock|camels|buffaloes|fish|whales|dogs|cats|sharks|bats|animaux|oiseaux|poulets|canards|volailles|vaches|moutons|chevaux|porcs|animales|aves|pollos|gallinas|patos|vacas|ovejas|caballos|cerdos|animais|galinhas|frangos|ovelhas|cavalos|porcos|طيور|دواجن|ماشية|اغنام|حيوانات ; animal|bird|chicken|duck|cow|horse|dog
aftershocks: aftershocks|repliques|replicas|هزة ارتدادية|هزات ارتدادية
"""
MEASURES = """
magnitude: magnitude|magnitud|بقوة|درجات علي مقياس ريختر|درجة علي مقياس ريختر|درجات|on the richter scale|grados en la escala de richter|graus na escala richter|sur l echelle de richter
kilometres deep: km deep|kilometres deep|kilometers deep|km de profondeur|kilometres de profondeur|km de profundidad|kilometros de profundidad|km de profundidade|quilometros de profundidade
kilometres per hour: km/h|km h|kph|kmh|kilometres per hour|kilometers per hour|kilometres an hour|kilometers an hour|km per hour|km an hour|kilometres par heure|kilometres a l heure|kilometres heure|kilometros por hora|quilometros por hora|كيلومتر في الساعة|كيلومترا في الساعة|كم في الساعة
miles per hour: mph|miles per hour|miles an hour|millas por hora|milhas por hora
knots: knots|kt|kts|noeuds|nudos
kilometres: km|kilometres|kilometers|kilometre|kilometer|kms|kilometros|kilometro|quilometros|quilometro|كيلومتر|كيلومترا|كيلومترات|كم
nautical miles: nautical miles|nautical mile|nm|milles nautiques|millas nauticas|milhas nauticas|ميلا بحريا
miles: miles|mile|millas|milhas
metres: metres|meters|metre|meter|metros|metro|m|متر|مترا|امتار
feet: feet|foot|ft|pieds|pies|pes
millimetres: mm|millimetres|millimeters|milimetros|ملم|مليمتر|ميليمتر
centimetres: cm|centimetres|centimeters|centimetros|سم|سنتيمتر
inches: inches|inch|pouces|pulgadas|polegadas
hectares: hectares|hectare|ha|hectareas|هكتار|هكتارا|هكتارات
acres: acres|acre
square kilometres: square kilometres|square kilometers|sq km|kilometres carres|kilometros cuadrados|quilometros quadrados|كيلومتر مربع
degrees Fahrenheit: degrees fahrenheit|fahrenheit|°f
degrees Celsius: °c|degrees celsius|degrees centigrade|celsius|degrees|degres|degres celsius|grados|grados centigrados|grados celsius|graus|graus celsius|درجة مئوية|درجات مئوية
per cent: percent|per cent|pour cent|por ciento|por cento|بالمئة|بالمائة|في المئة|في المائة
tonnes: tonnes|tons|tonne|ton|toneladas|tonelada|طن|طنا|اطنان
kilograms: kilograms|kilogrammes|kg|kilos|kilogramos|quilos|كيلوغرام|كيلوغراما|كغ
litres: litres|liters|litros|barrels|لتر
hours: hours|hour|heures|heure|horas|hora|hrs|ساعة|ساعات
days: days|day|jours|jour|dias|dia|ايام|يوما|يوم
"""
MONEY = """
dollars USD: dollars|dollar|usd|us dollars|american dollars|dollars americains|dolares|dolares estadounidenses|دولار|دولارا|دولارات
euros EUR: euros|euro|eur|يورو
pounds GBP: pounds sterling|gbp|livres sterling|libras esterlinas|جنيه استرليني
yen JPY: yen
rupees : rupees|roupies|rupias|روبية
naira NGN: naira|nairas
francs : francs|francs cfa|cfa francs
reais BRL: reais
pesos : pesos|peso
shillings : shillings|shilling
dirhams : dirhams|dirham|درهم|درهما
riyals : riyals|ريال|ريالا
dinars : dinars|دينار|دينارا
roubles RUB: roubles|rubles|rublos
yuan CNY: yuan|yuans
rand ZAR: rand
soles PEN: nuevos soles|soles
bolivars : bolivares|bolivars
won KRW: korean won
lira TRY: turkish lira|liras
Swiss francs CHF: swiss francs
"""
