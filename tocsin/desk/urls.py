"""The console's addresses."""

from __future__ import annotations

from django.urls import path

from tocsin.desk.views import drafts, inbox, review

app_name = "desk"
urlpatterns = [
    path("desk/", inbox.inbox, name="inbox"),
    path("desk/incidents/<slug:reference>/", inbox.inbox, name="incident"),
    path("desk/incidents/<slug:reference>/draft", drafts.begin, name="begin-draft"),
    path("desk/incidents/<slug:reference>/<slug:verb>", inbox.act, name="incident-act"),
    path("desk/undo/<int:number>", inbox.undo, name="undo"),
    path("desk/drafts/", drafts.drafts, name="drafts"),
    path("desk/drafts/<int:number>/", drafts.draft, name="draft"),
    path("desk/drafts/<int:number>/override", drafts.override, name="override"),
    path("desk/drafts/<int:number>/submit", drafts.hand_in, name="submit"),
    path("desk/drafts/<int:number>/discard", drafts.discard, name="discard"),
    path("desk/review/", review.queue, name="review"),
    path("desk/review/<int:number>/", review.check, name="check"),
    path("desk/review/<int:number>/approve", review.approve, name="approve"),
    path("desk/review/<int:number>/send-back", review.send_back, name="send-back"),
    path("desk/review/<int:number>/publish", review.publish, name="publish"),
    path("desk/alerts/<slug:reference>/begin/<slug:verb>", drafts.follow, name="follow"),
]
