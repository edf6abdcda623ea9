"""Which language a text is in: headlines of the languages served, sentences of many others, and what is no language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading.language_model import language_model
from tocsin.reading.languages import guess_language
from tocsin.reading.tests.snippets import SNIPPETS
from tocsin.reading.words import words

HEADLINES = {
    "en": ("Train derails near Pune", "Flights cancelled as storm nears", "BOMB EXPLODES NEAR MARKET", "Quake hits Nepal", "Police arrest five suspects"),
    "fr": ("Explosion à Kaboul", "Grève à la SNCF jeudi", "Séisme au Népal : 12 morts", "INONDATIONS À NIAMEY", "Manifestation à Paris samedi"),
    "es": ("Explosión en Kabul", "Terremoto en Nepal: 12 muertos", "Huelga de trenes el jueves", "INUNDACIONES EN LIMA", "Protestas en Bogotá"),
    "pt": ("Explosão em Cabul", "Terremoto no Nepal: 12 mortos", "Greve de comboios na quinta-feira", "CHEIAS EM MAPUTO", "Protestos em São Paulo"),
    "ar": ("انفجار في كابول", "زلزال في نيبال", "إضراب القطارات الخميس", "فيضانات في نيامي"),
}  # fmt: skip
OTHERS = {
    "de": "Die Polizei nahm nach der Explosion fünf Verdächtige fest.",
    "it": "La polizia ha arrestato cinque sospetti dopo l'esplosione.",
    "nl": "De politie heeft vijf verdachten aangehouden.",
    "sv": "Polisen grep fem misstänkta efter explosionen i Malmö.",
    "da": "Politiet anholdt fem mistænkte efter eksplosionen i København.",
    "no": "Politiet pågrep fem mistenkte etter eksplosjonen i Bergen.",
    "fi": "Poliisi pidätti viisi epäiltyä räjähdyksen jälkeen.",
    "pl": "Policja zatrzymała pięciu podejrzanych po wybuchu w Warszawie.",
    "cs": "Policie po výbuchu v Praze zadržela pět podezřelých.",
    "hu": "A rendőrség öt gyanúsítottat vett őrizetbe a robbanás után.",
    "ro": "Poliția a reținut cinci suspecți după explozia de la București.",
    "tr": "Polis patlamanın ardından beş şüpheliyi gözaltına aldı.",
    "id": "Polisi menangkap lima tersangka setelah ledakan di Jakarta.",
    "vi": "Cảnh sát bắt năm nghi phạm sau vụ nổ ở Hà Nội.",
    "sw": "Polisi wamewakamata watuhumiwa watano baada ya mlipuko mjini Nairobi.",
    "so": "Qarax ka dhacay magaalada Muqdisho ayaa lagu dilay shan qof.",
    "ha": "'Yan sanda sun kama mutane biyar bayan fashewar bam a Kano.",
    "tl": "Inaresto ng pulisya ang limang suspek matapos ang pagsabog sa Maynila.",
    "ru": "Полиция задержала пятерых подозреваемых после взрыва.",
    "uk": "Поліція затримала п'ятьох підозрюваних після вибуху в Києві.",
    "bg": "Полицията задържа петима заподозрени след взрива в София.",
    "sr": "Полиција је ухапсила петоро осумњичених после експлозије у Београду.",
    "fa": "پلیس پس از انفجار در تهران پنج مظنون را دستگیر کرد.",
    "ur": "پولیس نے کراچی میں دھماکے کے بعد پانچ مشتبہ افراد کو گرفتار کر لیا۔",
    "hi": "पुलिस ने विस्फोट के बाद पांच संदिग्धों को गिरफ्तार किया है।",
    "el": "Η αστυνομία συνέλαβε πέντε υπόπτους μετά την έκρηξη.",
    "he": "המשטרה עצרה חמישה חשודים לאחר הפיצוץ.",
    "zh": "警方在爆炸后逮捕了五名嫌疑人。",
    "ja": "警察は爆発の後、五人の容疑者を逮捕した。",
    "ko": "경찰은 폭발 후 용의자 다섯 명을 체포했다.",
    "th": "ตำรวจจับกุมผู้ต้องสงสัยห้าคนหลังเกิดระเบิด",
    "bn": "বিস্ফোরণের পর পুলিশ পাঁচ সন্দেহভাজনকে গ্রেপ্তার করেছে।",
    "am": "ፖሊስ ከፍንዳታው በኋላ አምስት ተጠርጣሪዎችን አሰረ።",
}


def guess(text):
    return guess_language(text, words(text))


@pytest.mark.parametrize("code", HEADLINES)
def test_short_headlines_of_the_languages_served(code):
    assert [text for text in HEADLINES[code] if guess(text).code != code] == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_sentence_of_another_language(code):
    assert guess(OTHERS[code]).code == code


@pytest.mark.parametrize("code", SNIPPETS)
def test_short_reports_of_the_languages_served(code):
    texts = [text for text, _, _ in SNIPPETS[code]]
    assert sum(guess(text).code == code for text in texts) / len(texts) >= 0.98


@pytest.mark.parametrize(
    "text", ["", "  \n", "12 345 67", "Kabul", "xq zvw qqrt", "Lagos Lima Oslo Hanoi Quito", "... !?", "انفجار بغداد explosion in Baghdad"]
)  # fmt: skip
def test_names_numbers_and_mixed_scripts_have_no_language_and_low_confidence(text):
    found = guess(text)
    assert found.code == ""
    assert found.confidence < 0.5


def test_a_longer_text_is_surer_than_a_headline():
    sentence = OTHERS["de"]
    assert (
        guess(sentence * 8).confidence >= guess(sentence).confidence > guess("Erdbeben in Nepal").confidence
    )


def test_a_name_in_another_script_does_not_change_the_language():
    assert guess("The newspaper الوطن said on Monday that the road was closed after the storm.").code == "en"


def test_the_model_knows_only_the_languages_asked_for():
    shares = language_model().probabilities("Le chat dort sur la table", ("fr", "en", "xx"))
    assert set(shares) == {"fr", "en"}
    assert shares["fr"] > 0.5
    assert language_model().probabilities("", ("fr", "en")) == {}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_no_text_stops_the_guess(text):
    found = guess(text)
    assert 0.0 <= found.confidence <= 1.0
    assert found == guess(text)
