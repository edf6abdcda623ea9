"""The words of times in the languages served, as tables.

A row is a kind (`time_kinds`), its value, and words. `_` joins the words of a phrase; `=` marks a word that counts only in
texts of its own language, because it means something else in another. Words are folded as `words.fold` does.
"""

from __future__ import annotations

_ENGLISH = """
MONTH 1 january jan
MONTH 2 february feb
MONTH_CASED 3 march mar
MONTH 4 april apr
MONTH_CASED 5 may
MONTH 6 june jun
MONTH 7 july jul
MONTH 8 august aug
MONTH 9 september sept sep
MONTH 10 october oct
MONTH 11 november nov
MONTH 12 december dec
WEEKDAY 0 monday
WEEKDAY 1 tuesday
WEEKDAY 2 wednesday
WEEKDAY 3 thursday
WEEKDAY 4 friday
WEEKDAY 5 saturday
WEEKDAY 6 sunday
WEEKDAY_CASED 0 mon
WEEKDAY_CASED 1 tue tues
WEEKDAY_CASED 2 wed weds
WEEKDAY_CASED 3 thu thur thurs
WEEKDAY_CASED 4 fri
WEEKDAY_CASED 5 sat
WEEKDAY_CASED 6 sun
REL -2 day_before_yesterday
REL -1 yesterday
REL 0 today
REL 1 tomorrow
REL 2 day_after_tomorrow
NIGHTLY tonight tonight
NIGHTLY last_night last_night
NIGHTLY overnight overnight
NIGHTLY before_last night_before_last
PART morning morning mornings
PART afternoon afternoon
PART evening evening
PART night night nighttime
PART dawn dawn daybreak sunrise
PART dusk dusk sunset nightfall
PART small early_hours small_hours wee_hours predawn
CLOCK 12 noon midday
CLOCK 0 midnight
UNIT minute minute minutes
UNIT hour hour hours
UNIT day day days
UNIT week week weeks
UNIT fortnight fortnight fortnights
UNIT month month months
UNIT quarter quarter quarters
UNIT year year years
UNIT decade decade decades
UNIT century century centuries
LAST past past
LAST last last
LAST previous previous preceding
LAST recent recent
NEXT next next
NEXT coming coming upcoming
NEXT following following
THIS 0 this current
AGO 0 ago
EARLIER 0 earlier
LATER 0 later
SINCE 0 since
UNTIL 0 until till through thru up_to
LEAST 0 at_least
FROM 0 from starting beginning commencing effective as_of
BETWEEN 0 between
BEFORE 0 before prior_to ahead_of
AFTER 0 after
BY 0 by no_later_than
ON 0 on
IN 0 in during throughout
OVER 0 over
WITHIN 0 within
AT 0 at
TO 0 to
AND 0 and
OF 0 of
THE 0 the
FOR 0 for lasting
ABOUT 0 about around approximately approx circa roughly some nearly almost
SHORTLY 0 shortly just soon
SOFT early early
SOFT mid mid middle
SOFT late late
SOFT end end
SOFT start beginning_of start_of
ORDWORD 1 first
ORDWORD 2 second
ORDWORD 3 third
ORDWORD 4 fourth
HALF 0 half
QUARTER 1 q1
QUARTER 2 q2
QUARTER 3 q3
QUARTER 4 q4
SEASON 3 spring
SEASON 6 summer
SEASON 9 autumn fall
SEASON 12 winter
WEEKEND 0 weekend
EVERY 0 every each
FURTHER 0 until_further_notice till_further_notice
DECADE 1950 fifties
DECADE 1960 sixties
DECADE 1970 seventies
DECADE 1980 eighties
DECADE 1990 nineties
COUNT 1 a an one
COUNT 2 two
COUNT 3 three
COUNT 4 four
COUNT 5 five
COUNT 6 six
COUNT 7 seven
COUNT 8 eight
COUNT 9 nine
COUNT 10 ten
COUNT 11 eleven
COUNT 12 twelve dozen a_dozen
COUNT 15 fifteen
COUNT 20 twenty
COUNT 24 twenty_four
COUNT 30 thirty
COUNT 36 thirty_six
COUNT 40 forty
COUNT 48 forty_eight
COUNT 50 fifty
COUNT 60 sixty
COUNT 72 seventy_two
COUNT 100 a_hundred
COUNT 2..3 couple couple_of a_couple_of a_couple
COUNT 2..5 few a_few
COUNT 3..7 several
OCLOCK 0 o_clock
DAYWORD 0 =dated
FEAST christmas christmas christmas_day xmas
FEAST christmas_eve christmas_eve
FEAST boxing boxing_day
FEAST new_year new_year_s_day new_years_day new_year_day
FEAST new_year_eve new_year_s_eve new_years_eve new_year_eve
FEAST easter easter easter_sunday
FEAST easter_monday easter_monday
FEAST good_friday good_friday
FEAST maundy maundy_thursday
FEAST palm_sunday palm_sunday
FEAST holy_week holy_week
FEAST ash_wednesday ash_wednesday
FEAST ascension ascension_day
FEAST pentecost pentecost whit_sunday
FEAST epiphany epiphany
FEAST valentine valentine_s_day valentines_day
FEAST patrick st_patrick_s_day
FEAST may_day may_day
FEAST bastille bastille_day
FEAST halloween halloween
FEAST all_saints all_saints_day
FEAST_MOVING 0 ramadan eid eid_al_fitr eid_al_adha diwali passover ashura hajj lunar_new_year chinese_new_year
"""

_FRENCH = """
MONTH 1 janvier janv
MONTH 2 février févr
MONTH 3 =mars
MONTH 4 avril =avr
MONTH 5 =mai
MONTH 6 juin
MONTH 7 juillet juil
MONTH 8 août
MONTH 9 septembre
MONTH 10 octobre
MONTH 11 novembre
MONTH 12 décembre =déc
WEEKDAY 0 lundi
WEEKDAY 1 mardi
WEEKDAY 2 mercredi
WEEKDAY 3 jeudi
WEEKDAY 4 vendredi
WEEKDAY 5 samedi
WEEKDAY 6 dimanche
REL -2 avant_hier
REL -1 =hier
REL 0 aujourd_hui
REL 1 =demain
REL 2 après_demain
NIGHTLY overnight cette_nuit
PART morning matin matinée
PART afternoon après_midi
PART evening soir soirée
PART night =nuit
PART dawn =aube
PART dusk =crépuscule
CLOCK 12 =midi
CLOCK 0 =minuit
UNIT minute minute minutes
UNIT hour heure heures
UNIT day jour jours journée journées
UNIT week semaine semaines
UNIT month =mois
UNIT quarter trimestre trimestres
UNIT year =an =ans année années
UNIT decade décennie décennies
UNIT century siècle siècles
LASTPOST last dernier dernière derniers dernières =passé =passée =passés =passées =écoulé =écoulée =écoulés
NEXTPOST next =prochain =prochaine =prochains =prochaines =à_venir
NEXTPOST following =suivant =suivante =suivants
THIS 0 =ce =cet =cette =ces
AGOPRE 0 il_y_a
EARLIER 0 =plus_tôt =auparavant
LATER 0 =plus_tard =après_l
SINCE 0 depuis
UNTIL 0 jusqu_au jusqu_à jusqu_en jusqu_aux =jusque
LEAST 0 au_moins
FROM 0 à_partir_du à_partir_de à_partir_d à_compter_du à_compter_de
BETWEEN 0 =entre
AND 0 =et
BEFORE 0 =avant
AFTER 0 =après
BY 0 d_ici d_ici_à d_ici_au
IN 0 =courant =en =dans =durant =pendant =lors =au_cours =sur
AT 0 =vers_les =à_l
TO_AT 0 =à =au
OF 0 =de =d =du =des
THE 0 =le =la =les =l
ABOUT 0 =vers =environ =près
FOR 0 =pour
SOFT start =début
SOFT mid =mi =milieu
SOFT end =fin
ORDWORD 1 =premier =première
ORDWORD 2 =deuxième =second =seconde
ORDWORD 3 =troisième
ORDWORD 4 =quatrième
HALF 0 =moitié =semestre
SEASON 3 =printemps
SEASON 6 =été
SEASON 9 =automne
SEASON 12 =hiver
WEEKEND 0 week_end
EVERY 0 =chaque =tous =toutes
FURTHER 0 jusqu_à_nouvel_ordre
COUNT 1 =un =une
COUNT 2 =deux
COUNT 3 =trois
COUNT 4 =quatre
COUNT 5 =cinq
COUNT 6 =six
COUNT 7 =sept
COUNT 8 =huit
COUNT 9 =neuf
COUNT 10 =dix
COUNT 11 =onze
COUNT 12 =douze
COUNT 15 =quinze =une_quinzaine
COUNT 20 =vingt
COUNT 24 =vingt_quatre
COUNT 30 =trente
COUNT 48 =quarante_huit
COUNT 72 =soixante_douze
COUNT 2..5 =quelques
COUNT 3..7 =plusieurs
DAYWORD 0 =daté
FEAST christmas =noël
FEAST christmas_eve =veille_de_noël =réveillon_de_noël
FEAST new_year =nouvel_an =jour_de_l_an
FEAST new_year_eve =saint_sylvestre
FEAST easter =pâques
FEAST easter_monday =lundi_de_pâques
FEAST good_friday =vendredi_saint
FEAST ascension =ascension
FEAST pentecost =pentecôte
FEAST all_saints =toussaint
FEAST_MOVING 0 =ramadan
"""

_SPANISH = """
MONTH 1 enero =ene
MONTH 2 febrero =feb
MONTH 3 marzo =mar
MONTH 4 abril =abr
MONTH 5 =mayo =may
MONTH 6 junio =jun
MONTH 7 julio =jul
MONTH 8 agosto =ago
MONTH 9 septiembre setiembre =sept =sep =set
MONTH 10 octubre =oct
MONTH 11 noviembre =nov
MONTH 12 diciembre =dic
WEEKDAY 0 lunes
WEEKDAY 1 martes
WEEKDAY 2 miércoles
WEEKDAY 3 jueves
WEEKDAY 4 viernes
WEEKDAY 5 sábado
WEEKDAY 6 =domingo
REL -2 anteayer antier antes_de_ayer
REL -1 ayer
REL 0 =hoy
REL 2 pasado_mañana
MANANA 0 =mañana
NIGHTLY last_night anoche
NIGHTLY before_last anteanoche
PART morning =mañanas
PART afternoon =tarde
PART evening =tarde_noche
PART night =noche
PART small =madrugada
PART dawn =amanecer
PART dusk =anochecer
CLOCK 12 mediodía
CLOCK 0 medianoche
UNIT minute minuto minutos
UNIT hour hora horas
UNIT day =días
DAY_OR_DATE day =día
UNIT week semana semanas
UNIT month =mes =meses
UNIT quarter trimestre
UNIT year =año =años
UNIT decade década décadas
UNIT century siglo siglos
LASTPOST last pasado pasada pasados pasadas último última últimos últimas =anterior
NEXTPOST next próximo próxima próximos próximas =entrante que_viene
NEXTPOST following =siguiente =siguientes
THIS 0 =este =esta =estos =estas
AGOPRE 0 =hace
AGO 0 =atrás
EARLIER 0 =antes
LATER 0 =después =más_tarde
SINCE 0 desde desde_hace
UNTIL 0 hasta
LEAST 0 al_menos por_lo_menos
FROM 0 a_partir_de a_partir_del a_partir_de_las desde_las
BETWEEN 0 entre
AND 0 =y =e
BEFORE 0 =antes_del =antes_de
AFTER 0 =tras =después_de =después_del =luego_de
IN 0 =en =durante
AT 0 =por =en_la
AT_HOUR 0 =a_las =a_la =las =alrededor_de_las =cerca_de_las =hacia_las =sobre_las =a_eso_de_las
TO_AT 0 =a =al
OF 0 de del
THE 0 el =la =los =las =lo
ABOUT 0 =hacia =sobre =alrededor_de =cerca_de =aproximadamente =unos =unas
FOR 0 =para =por_espacio_de
SOFT start =principios =inicios =comienzos
SOFT mid =mediados
SOFT end =fin =finales =fines
ORDWORD 1 =primer =primero =primera
ORDWORD 2 =segundo =segunda
ORDWORD 3 =tercer =tercero =tercera
ORDWORD 4 =cuarto
HALF 0 =mitad =semestre
SEASON 3 =primavera
SEASON 6 =verano
SEASON 9 =otoño
SEASON 12 =invierno
WEEKEND 0 fin_de_semana
EVERY 0 =cada =todos =todas
FURTHER 0 hasta_nuevo_aviso hasta_nueva_orden
COUNT 1 =un =una =uno
COUNT 2 =dos
COUNT 3 =tres
COUNT 4 =cuatro
COUNT 5 =cinco
COUNT 6 =seis
COUNT 7 =siete
COUNT 8 =ocho
COUNT 9 =nueve
COUNT 10 =diez
COUNT 11 =once
COUNT 12 =doce
COUNT 15 =quince
COUNT 20 =veinte
COUNT 24 =veinticuatro
COUNT 30 =treinta
COUNT 2..3 =un_par_de
COUNT 2..5 =unos_pocos =pocos =pocas =algunos =algunas
COUNT 3..7 =varios =varias
FEAST christmas =navidad =día_de_navidad
FEAST christmas_eve =nochebuena
FEAST new_year =año_nuevo
FEAST new_year_eve =nochevieja
FEAST easter =domingo_de_pascua =domingo_de_resurrección =pascua
FEAST good_friday =viernes_santo
FEAST maundy =jueves_santo
FEAST palm_sunday =domingo_de_ramos
FEAST holy_week =semana_santa
FEAST carnival =martes_de_carnaval
FEAST_MOVING 0 =ramadán
"""

_PORTUGUESE = """
MONTH 1 janeiro =jan
MONTH 2 fevereiro =fev
MONTH 3 =março
MONTH 4 abril =abr
MONTH 5 maio =mai
MONTH 6 junho =jun
MONTH 7 julho =jul
MONTH 8 agosto =ago
MONTH 9 setembro =set
MONTH 10 outubro =out
MONTH 11 novembro =nov
MONTH 12 dezembro =dez
WEEKDAY 0 segunda_feira
WEEKDAY 1 terça_feira
WEEKDAY 2 quarta_feira
WEEKDAY 3 quinta_feira
WEEKDAY 4 sexta_feira
WEEKDAY_UNSURE 0 =segunda
WEEKDAY_UNSURE 1 =terça
WEEKDAY_UNSURE 2 =quarta
WEEKDAY_UNSURE 3 =quinta
WEEKDAY_UNSURE 4 =sexta
WEEKDAY 5 sábado
WEEKDAY 6 =domingo
REL -2 anteontem
REL -1 ontem
REL 0 =hoje
REL 1 amanhã
REL 2 depois_de_amanhã
NIGHTLY overnight =esta_madrugada =nesta_madrugada
PART morning =manhã
PART afternoon =tarde
PART night =noite
PART small =madrugada
PART dawn =amanhecer
PART dusk =anoitecer
CLOCK 12 meio_dia
CLOCK 0 meia_noite
UNIT minute minuto minutos
UNIT hour hora horas
UNIT day =dias
DAY_OR_DATE day =dia
UNIT week semana semanas
UNIT month =mês =meses
UNIT quarter trimestre
UNIT year =ano =anos
UNIT decade década décadas
UNIT century século séculos
LASTPOST last passado passada passados passadas último última últimos últimas =anterior
NEXTPOST next próximo próxima próximos próximas que_vem
NEXTPOST following =seguinte =seguintes
THIS 0 =este =esta =neste =nesta =deste =desta =nestes =nestas
AGOPRE 0 =há =faz
AGO 0 =atrás
LATER 0 =depois =mais_tarde
SINCE 0 desde
UNTIL 0 até
LEAST 0 pelo_menos ao_menos
FROM 0 a_partir_de a_partir_do a_partir_da a_partir_das
BETWEEN 0 entre
AND 0 =e
BEFORE 0 =antes_de =antes_do =antes_da =antes_das
AFTER 0 =após =depois_de =depois_do =depois_da =depois_das
IN 0 =em =no =na =nos =nas =durante
AT 0 =pela =pelo
AT_HOUR 0 =às =pelas =por_volta_das =por_volta_da =cerca_das
TO_AT 0 =a =à =ao
OF 0 de =do =da =dos =das
THE 0 =o =os
ABOUT 0 =por_volta_de =cerca_de =aproximadamente =uns =umas
FOR 0 =para =por
SOFT start =início =começo
SOFT mid =meados
SOFT end =fim =final
ORDWORD 1 =primeiro =primeira
ORDWORD 2 =segundo
ORDWORD 3 =terceiro =terceira
ORDWORD 4 =quarto
HALF 0 =metade =semestre
SEASON 3 =primavera
SEASON 6 =verão
SEASON 9 =outono
SEASON 12 =inverno
WEEKEND 0 fim_de_semana final_de_semana
EVERY 0 =cada =todos =todas
FURTHER 0 até_novo_aviso até_nova_ordem até_segunda_ordem
COUNT 1 =um =uma
COUNT 2 =dois =duas
COUNT 3 =três
COUNT 4 =quatro
COUNT 5 =cinco
COUNT 6 =seis
COUNT 7 =sete
COUNT 8 =oito
COUNT 9 =nove
COUNT 10 =dez
COUNT 11 =onze
COUNT 12 =doze
COUNT 15 =quinze
COUNT 20 =vinte
COUNT 30 =trinta
COUNT 2..5 =poucos =poucas =alguns =algumas
COUNT 3..7 =vários =várias
FEAST christmas =no_natal =dia_de_natal
FEAST christmas_eve =véspera_de_natal
FEAST new_year =ano_novo
FEAST new_year_eve =véspera_de_ano_novo =réveillon
FEAST easter =páscoa =domingo_de_páscoa
FEAST good_friday =sexta_feira_santa
FEAST holy_week =semana_santa
FEAST carnival =terça_feira_de_carnaval
FEAST_MOVING 0 =ramadã
"""

_ARABIC = """
MONTH 1 يناير كانون_الثاني جانفي
MONTH 2 فبراير شباط فيفري
MONTH 3 مارس آذار
MONTH 4 أبريل نيسان أفريل إبريل
MONTH 5 مايو أيار
MONTH_UNSURE 5 ماي
MONTH 6 يونيو حزيران
MONTH_UNSURE 6 جوان
MONTH 7 يوليو تموز يوليوز جويلية
MONTH 8 أغسطس غشت
MONTH_UNSURE 8 آب أوت
MONTH 9 سبتمبر أيلول شتنبر
MONTH 10 أكتوبر تشرين_الأول
MONTH 11 نوفمبر تشرين_الثاني نونبر
MONTH 12 ديسمبر كانون_الأول دجنبر
WEEKDAY_ARTICLE 0 الاثنين الإثنين
WEEKDAY_ARTICLE 1 الثلاثاء
WEEKDAY_ARTICLE 2 الأربعاء
WEEKDAY_ARTICLE 3 الخميس
WEEKDAY_ARTICLE 4 الجمعة
WEEKDAY_ARTICLE 5 السبت
WEEKDAY_ARTICLE 6 الأحد
REL -2 أول_أمس أول_من_أمس
REL -1 أمس البارحة
REL 1 غدا غد
REL 2 بعد_غد
DAY_ARTICLE 0 اليوم
NIGHTLY last_night الليلة_الماضية ليلة_أمس
NIGHTLY tonight هذه_الليلة
PART morning صباح صباحا
PART noon ظهر ظهرا
PART afternoon عصر عصرا بعد_الظهر بعد_ظهر
PART evening مساء
PART night ليل ليلا ليلة
PART dawn فجر فجرا
CLOCK 0 منتصف_الليل
UNIT minute دقيقة دقائق
UNIT day أيام
UNIT week أسبوع أسابيع
UNIT month شهر أشهر شهور
UNIT year عام أعوام سنة سنوات سنين
UNIT decade عقد عقود
UNIT hour ساعات
HOUR_ARTICLE hour ساعة
DUAL day يومين
DUAL week أسبوعين
DUAL month شهرين
DUAL year عامين سنتين
DUAL hour ساعتين
LASTPOST last الماضي الماضية الأخير الأخيرة السابق السابقة الفائت الفائتة المنصرم المنصرمة الماضيين
NEXTPOST next المقبل المقبلة القادم القادمة المقبلين
NEXTPOST following التالي التالية
THIS 0 هذا هذه
AGOPRE 0 قبل
LATER 0 لاحقا
BY 0 بحلول
SINCE 0 منذ
UNTIL 0 حتى لغاية
FROM 0 من ابتداء_من اعتبارا_من بدءا_من
BETWEEN 0 بين
AND 0 و
AFTER 0 بعد
IN 0 في خلال أثناء
TO 0 إلى
AT 0 عند
HALF 0 النصف
UNIT quarter الربع
ABOUT 0 نحو حوالي قرابة
SOFT start أوائل مطلع بداية
SOFT mid منتصف
SOFT end أواخر نهاية
ORDWORD 1 الأول الأولى الواحدة
ORDWORD 2 الثاني الثانية
ORDWORD 3 الثالث الثالثة
ORDWORD 4 الرابع الرابعة
ORDWORD 5 الخامسة
ORDWORD 6 السادسة
ORDWORD 7 السابعة
ORDWORD 8 الثامنة
ORDWORD 9 التاسعة
ORDWORD 10 العاشرة
DECADE 1960 الستينيات الستينات
DECADE 1970 السبعينيات السبعينات
DECADE 1980 الثمانينيات الثمانينات
DECADE 1990 التسعينيات التسعينات
WEEKEND 0 عطلة_نهاية_الأسبوع نهاية_الأسبوع
EVERY 0 كل
FURTHER 0 حتى_إشعار_آخر
COUNT 3 ثلاثة ثلاث
COUNT 4 أربعة أربع
COUNT 5 خمسة خمس
COUNT 6 ستة ست
COUNT 7 سبعة سبع
COUNT 8 ثمانية ثماني
COUNT 9 تسعة تسع
COUNT 10 عشرة عشر
COUNT 3..7 عدة بضعة بضع
FEAST christmas عيد_الميلاد
FEAST new_year رأس_السنة
FEAST_MOVING 0 رمضان عيد_الفطر عيد_الأضحى
"""

TABLES: dict[str, str] = {"en": _ENGLISH, "fr": _FRENCH, "es": _SPANISH, "pt": _PORTUGUESE, "ar": _ARABIC}
