"""All addresses, by surface: /desk/ bureau, /e/ enterprise, / public."""

from django.urls import include, path

handler400 = "anyue.core.views.bad_request"
handler403 = "anyue.core.views.forbidden"
handler404 = "anyue.core.views.not_found"
handler500 = "anyue.core.views.server_error"

urlpatterns = [
    path("", include("anyue.core.urls")),
    path("", include("anyue.organisations.urls")),
    path("", include("anyue.evidence.urls")),
    path("", include("anyue.phrases.urls")),
    path("", include("anyue.campaigns.urls")),
    path("", include("anyue.comparisons.urls")),
    path("", include("anyue.assignments.urls")),
    path("", include("anyue.dashboards.urls")),
    path("desk/styleguide/", include("anyue.styleguide.urls")),
]
