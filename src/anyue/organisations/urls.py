"""Addresses: sign-in and invitations (public), the register (desk), people.

The pages of one person are the same for an office and a firm, so they carry no surface's root.
"""

from django.urls import path

from .views import accepting, letters, people, signing_in, units

app_name = "organisations"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("account/", signing_in.account, name="account"),
    path("account/password/", signing_in.password, name="password"),
    path("invite/", accepting.accept, name="accept"),
    path("desk/orgs/", units.listing, name="units"),
    path("desk/orgs/new/", units.new, name="unit_new"),
    path("desk/orgs/letters/", letters.for_firms, name="letters"),
    path("desk/orgs/<int:pk>/", units.detail, name="unit"),
    path("desk/orgs/<int:pk>/edit/", units.edit, name="unit_edit"),
    path("desk/orgs/<int:pk>/move/", units.move, name="unit_move"),
    path("desk/orgs/<int:pk>/deactivate/", units.deactivate, name="unit_deactivate"),
    path("desk/orgs/<int:pk>/reactivate/", units.reactivate, name="unit_reactivate"),
    path("e/people/", people.listing, name="people"),
    path("people/<int:pk>/", people.detail, name="person"),
    path("people/<int:pk>/edit/", people.edit, name="person_edit"),
    path("people/<int:pk>/roles/", people.roles, name="person_roles"),
    path("people/<int:pk>/deactivate/", people.deactivate, name="person_deactivate"),
    path("people/<int:pk>/letter/", letters.for_person, name="person_letter"),
    path("people/new/<int:unit_pk>/", people.new, name="person_new"),
    path("people/invite/<int:unit_pk>/", letters.invite, name="invite"),
    path("people/invitations/<int:pk>/withdraw/", letters.withdraw, name="withdraw"),
]
