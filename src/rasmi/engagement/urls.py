from django.urls import path

from rasmi.engagement import views

app_name = "engagement"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<int:pk>/", views.conversation, name="conversation"),
    path("inbox/<int:pk>/sort/", views.sort, name="sort"),
    path("inbox/<int:pk>/reply/", views.reply, name="reply"),
    path("inbox/<int:pk>/reply/<int:number>/", views.review, name="review"),
    path("inbox/<int:pk>/close/", views.close, name="close"),
    path("inbox/<int:pk>/ask/", views.ask, name="ask"),
    path("asked/<str:secret>/", views.asked, name="asked"),
]
