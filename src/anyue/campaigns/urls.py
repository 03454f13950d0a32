"""Addresses of the plan: /desk/plan/ for the office, / and /plans/ for everybody."""

from django.urls import path

from .views import activities, doubts, fields, importing, public, publishing, remembering

app_name = "campaigns"

PLAN = "desk/plan/<int:pk>/"
ACTIVITY = f"{PLAN}activities/<int:activity_pk>/"

urlpatterns = [
    path("desk/plan/", importing.plan_list, name="list"),
    path("desk/plan/import/", importing.import_notice, name="import"),
    path("desk/plan/import/<int:pk>/paste/", importing.paste, name="paste"),
    path("desk/plan/import/<int:pk>/again/", importing.import_again, name="import_again"),
    path(PLAN, fields.source, name="source"),
    path(f"{PLAN}original/", fields.original, name="original"),
    path(f"{PLAN}trail/", fields.trail, name="trail"),
    path(f"{PLAN}fields/", fields.fields, name="fields"),
    path(f"{PLAN}doubts/<int:doubt_pk>/", doubts.doubt, name="doubt"),
    path(f"{PLAN}activities/", activities.activity_list, name="activities"),
    path(f"{PLAN}activities/accept-rest/", activities.accept_rest, name="accept_rest"),
    path(ACTIVITY, activities.activity, name="activity"),
    path(f"{ACTIVITY}judge/", activities.judge, name="judge"),
    path(f"{ACTIVITY}edit/", activities.edit, name="edit"),
    path(f"{ACTIVITY}split/", activities.split, name="split"),
    path(f"{ACTIVITY}remembered/", remembering.remembered, name="remembered"),
    path(f"{ACTIVITY}merge/<str:direction>/", activities.merge, name="merge"),
    path(f"{PLAN}schedule/", publishing.schedule, name="schedule"),
    path(f"{PLAN}check/", publishing.check, name="check"),
    path(f"{PLAN}publish/", publishing.publish, name="publish"),
    path(f"{PLAN}published/<int:number>/", publishing.published, name="published"),
    path(f"{PLAN}amend/", publishing.amend, name="amend"),
    path(f"{PLAN}discard/", publishing.discard, name="discard"),
    path(f"{PLAN}versions/<int:number>/", publishing.version, name="version"),
    path("", public.home, name="home"),
    path("plans/<int:pk>/", public.plan, name="public"),
    path("plans/<int:pk>/print/", public.print_plan, name="public_print"),
    path("plans/<int:pk>/original/", public.original, name="public_original"),
    path("plans/<int:pk>/versions/<int:number>/", public.version, name="public_version"),
]
