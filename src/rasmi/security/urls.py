from django.urls import path

from rasmi.security import views

app_name = "security"
urlpatterns = [
    path("stops/", views.stops, name="stops"),
    path("stops/new/", views.begin, name="begin"),
    path("stops/<int:pk>/", views.stop, name="stop"),
    path("stops/<int:pk>/resume/", views.ask, name="ask"),
    path("stops/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("stops/<int:pk>/keep/", views.keep, name="keep"),
    path("witness/", views.witness, name="witness"),
    path("connections/", views.connections, name="connections"),
    path("connections/<int:pk>/", views.connection, name="connection"),
    path("connections/<int:pk>/connect/", views.connect, name="connect"),
    path("connections/<int:pk>/disconnect/", views.disconnect, name="disconnect"),
    path("connections/<int:pk>/look/", views.look, name="look"),
    path("security/", views.posture, name="posture"),
    path("security/posture.xlsx", views.posture_sheet, name="posture_sheet"),
    path("security/<int:pk>/", views.account, name="account"),
    path("security/<int:pk>/attest/", views.attest, name="attest"),
    path("security/<int:pk>/apps/new/", views.find_app, name="find_app"),
    path("security/<int:pk>/apps/<int:app>/ask/", views.ask_for_app, name="ask_app"),
    path("security/looks/<int:pk>/file/", views.look_file, name="look_file"),
    path("security/connected/<int:pk>/remove/", views.remove_app, name="remove_app"),
    path("applications/", views.apps, name="apps"),
    path("applications/<int:pk>/decide/", views.decide_app, name="decide_app"),
    path("applications/<int:pk>/end/", views.end_app, name="end_app"),
    path("instruments/", views.instruments, name="instruments"),
    path("instruments/new/", views.enter_instrument, name="enter_instrument"),
    path("instruments/list.xlsx", views.instruments_sheet, name="instruments_sheet"),
    path("instruments/<int:pk>/", views.instrument, name="instrument"),
    path(
        "instruments/<int:pk>/edit/", views.change_instrument, name="change_instrument"
    ),
    path(
        "instruments/<int:pk>/review/",
        views.review_instrument,
        name="review_instrument",
    ),
    path("instruments/<int:pk>/gap/", views.open_gap, name="open_gap"),
    path("gaps/<int:pk>/close/", views.close_gap, name="close_gap"),
    path("measures/", views.measures, name="measures"),
    path("measures/new/", views.enter_measure, name="enter_measure"),
    path("measures/<int:pk>/", views.measure, name="measure"),
    path("measures/<int:pk>/review/", views.review_measure, name="review_measure"),
    path("measures/evidence/<int:pk>/", views.measure_file, name="measure_file"),
]
