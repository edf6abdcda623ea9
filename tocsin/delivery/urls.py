"""The answer page."""

from __future__ import annotations

from django.urls import path

from tocsin.delivery.links import PAGE
from tocsin.delivery.views import answer

app_name = "delivery"
urlpatterns = [path(PAGE.format(token="<str:token>"), answer, name="answer")]  # noqa: S106 a part of the address
