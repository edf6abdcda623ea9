"""Lines of a page that say nothing: navigation, share buttons, cookies, footers, in the languages served."""

from __future__ import annotations

import re

_WHOLE = re.compile(
    r"""^[\W_]*(?:
      skip\ to\ (?:main\ )?(?:content|navigation)|skip\ navigation|jump\ to\ content|menu|main\ menu|home|share|tweet|e-?mail|print|copy\ link
    | (?:share|follow|find|join)\ (?:this|us|on|via|it)\b.{0,40}|facebook|twitter|linkedin|whatsapp|telegram|instagram|youtube|x|rss|pinterest
    | back\ to\ (?:top|alerts|list|all.{0,20})|top|log\ ?in|log\ ?out|sign\ (?:in|up|out)|register|my\ account|search|close|open|next|previous|prev
    | read\ (?:more|full\ (?:story|article|report)|also).{0,60}|see\ also.{0,60}|more|show\ more|view\ all|learn\ more|continue\ reading
    | (?:we|this\ (?:site|website|page))\ uses?\ cookies.*|.{0,60}\bcookies?\b.{0,60}(?:policy|settings|preferences|consent|experience|accept).*
    | accept(?:\ all)?(?:\ cookies)?|reject(?:\ all)?|manage\ (?:cookies|preferences)|cookie.*|privacy(?:\ (?:policy|notice|statement))?
    | terms(?:\ (?:of\ (?:use|service)|and\ conditions|&\ conditions))?|legal\ notice|disclaimer|accessibility|site\ ?map|contact\ us|about\ us|help|faqs?
    | (?:copyright\b|©|\(c\)\s*(?:19|20)\d\d).{0,120}|.{0,60}\ball\ rights\ reserved\.?|subscribe.{0,60}|(?:click|tap)\ here.{0,60}|unsubscribe.{0,80}
    | sign\ up\ (?:for|to).{0,60}|get\ (?:the\ app|alerts).{0,40}|advertisement|advert|sponsored|related(?:\ (?:articles|alerts|news|content|stories))?
    | (?:recent|latest|more|other)\ (?:alerts|articles|news|stories)|loading.{0,3}|\d+\ (?:comments?|shares?|views?)|leave\ a\ comment|tags?:.{0,80}
    | aller\ au\ contenu(?:\ principal)?|accueil|partager(?:\ .{0,30})?|imprimer|lire\ (?:la\ suite|aussi.{0,60}|plus)|haut\ de\ page|rechercher|connexion
    | mentions\ l[ée]gales|politique\ de\ confidentialit[ée]|tous\ droits\ r[ée]serv[ée]s.{0,40}|s['’]abonner.{0,40}|en\ savoir\ plus|retour(?:\ .{0,30})?
    | (?:ir|saltar|pasar)\ al\ contenido(?:\ principal)?|inicio|compartir(?:\ .{0,30})?|imprimir|leer\ m[áa]s|lea\ tambi[ée]n.{0,60}|volver(?:\ .{0,30})?|buscar
    | aviso\ legal|pol[íi]tica\ de\ privaci(?:dad|dade).{0,30}|todos\ (?:los\ derechos\ reservados|os\ direitos\ reservados).{0,40}|suscr[íi]b.{0,40}
    | (?:ir|saltar|pular)\ para\ o\ conte[úu]do(?:\ principal)?|in[íi]cio|compartilhar.{0,30}|partilhar.{0,30}|leia\ (?:mais|tamb[ée]m.{0,60})|voltar.{0,30}
    | (?:انتقل|تخط|تجاوز)\ إلى\ المحتوى.{0,20}|الرئيسية|القائمة|مشاركة|شارك|طباعة|اقرأ\ (?:المزيد|أيضا).{0,60}|بحث|تسجيل\ الدخول|اتصل\ بنا|جميع\ الحقوق\ محفوظة.{0,40}
    )[\W_]*$""",
    re.I | re.X,
)
_CRUMBS = re.compile(r"^[^.!?\n]{2,40}(?:\s*[>›»/]\s*[^.!?\n>›»/]{2,40}){2,6}$")
_LONGEST = 200


def is_noise(line: str) -> bool:
    """Whether a line of text is furniture of a page and says nothing of an event."""
    said = line.strip()
    if not said:
        return True
    if len(said) > _LONGEST:
        return False
    return _WHOLE.match(said) is not None or (
        (">" in said or "›" in said or "»" in said) and _CRUMBS.match(said) is not None
    )
