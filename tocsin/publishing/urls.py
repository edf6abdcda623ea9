"""Public pages, feeds, documents and the API."""

from __future__ import annotations

from django.urls import include, path

from tocsin.publishing import canary, corrections, feeds, lists, pages

app_name = "publishing"
urlpatterns = [
    path("", lists.current, name="current"),
    path("past/", lists.past, name="past"),
    path("countries/<slug:code>/", lists.country, name="country"),
    path("hazards/<slug:code>/", lists.hazard_page, name="hazard"),
    path("corrections/", corrections.log, name="corrections"),
    path("alerts/<slug:slug>/changes/", corrections.changes, name="changes"),
    path("alerts/<slug:slug>/", pages.alert, name="alert"),
    path("a/<int:number>/", pages.short, name="short"),
    path("alerts/<slug:slug>/editions/<int:number>/<slug:form>", pages.document, name="document"),
    path(canary.PATH, canary.feed, name="canary-feed"),
    path("feeds/atom.xml", feeds.atom, name="atom"),
    path("feeds/corrections.xml", corrections.feed, name="corrections-feed"),
    path("feeds/rss.xml", feeds.rss, name="rss"),
    path("feeds/cap.xml", feeds.cap_index, name="cap-index"),
    path("feeds/alerts.geojson", feeds.geojson, name="geojson"),
    path("api/", include("tocsin.publishing.api.urls")),
]
