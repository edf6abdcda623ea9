"""The pages that a person opens by a signed link, and the doors where receipts and replies come in."""

from __future__ import annotations

from django.urls import path

from tocsin.delivery.inbound.door import receipts, replies
from tocsin.delivery.leave_links import PAGE as LEAVE_PAGE
from tocsin.delivery.leave_page import leave_page
from tocsin.delivery.links import PAGE
from tocsin.delivery.own_links import PAGE as OWN_PAGE
from tocsin.delivery.own_page import own_file, own_page
from tocsin.delivery.views import answer

app_name = "delivery"
urlpatterns = [
    path(PAGE.format(token="<str:token>"), answer, name="answer"),
    path(LEAVE_PAGE.format(token="<str:token>"), leave_page, name="leave"),
    path("in/receipts/", receipts, name="receipts"),
    path("in/replies/", replies, name="replies"),
    path(OWN_PAGE.format(token="<str:token>"), own_page, name="own-page"),
    path(OWN_PAGE.format(token="<str:token>") + "held-on-me.json", own_file, name="own-file"),
]
