"""The answer page."""

from __future__ import annotations

from django.urls import path

from tocsin.delivery.views import answer

app_name = "delivery"
urlpatterns = [path("answer/<str:token>/", answer, name="answer")]
