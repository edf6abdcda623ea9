"""The demo's own pages."""

from __future__ import annotations

from django.urls import path

from tocsin.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/feeds/<slug:name>.xml", views.news, name="news"),
    path("demo/cap/<slug:name>.xml", views.cap_index, name="cap-index"),
    path("demo/cap/messages/<slug:name>.xml", views.cap_message, name="cap-message"),
    path("mailbox/", views.inbox, name="mailbox"),
    path("mailbox/<slug:name>/", views.mail, name="mail"),
    path("mailbox/<slug:name>/html", views.mail_html, name="mail-html"),
]
