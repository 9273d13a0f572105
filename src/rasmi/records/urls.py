from django.urls import path

from rasmi.records import views

app_name = "records"
urlpatterns = [
    path("records/", views.records, name="records"),
    path("records/open/", views.open_with_reason, name="open"),
    path("records/classes/", views.classes, name="classes"),
    path("records/classes/<str:key>/", views.enter_ruling, name="enter_ruling"),
    path("records/rulings/<int:pk>/", views.confirm_ruling, name="ruling"),
    path("records/rulings/<int:pk>/return/", views.return_ruling, name="return_ruling"),
    path("records/holds/", views.holds, name="holds"),
    path("records/holds/sheet/", views.holds_sheet, name="holds_sheet"),
    path("records/holds/account/", views.hold_account, name="hold_account"),
    path("records/holds/<int:pk>/", views.hold, name="hold"),
    path("records/holds/<int:pk>/on/", views.hold_goes_on, name="hold_goes_on"),
    path("records/holds/<int:pk>/lift/", views.lift_hold, name="lift_hold"),
    path("records/releases/<int:pk>/", views.release, name="release"),
    path("records/releases/<int:pk>/agree/", views.agree, name="agree"),
    path("records/releases/<int:pk>/decline/", views.decline, name="decline"),
    path("records/releases/<int:pk>/file/", views.take_bundle, name="take_bundle"),
    path("records/<int:pk>/", views.record, name="record"),
    path("records/<int:pk>/release/", views.ask_release, name="ask_release"),
    path("records/<int:pk>/hold/", views.hold_record, name="hold_record"),
]
