from django.urls import path

from rasmi.publishing import views

app_name = "publishing"
urlpatterns = [
    path("plan/", views.plan, name="plan"),
    path("plan/new/", views.add_plan_item, name="add_plan_item"),
    path("plan/<int:pk>/close/", views.close_plan_item, name="close_plan_item"),
    path("posts/", views.posts, name="posts"),
    path("posts/new/", views.new, name="new"),
    path("posts/old/", views.old_posts, name="old_posts"),
    path("posts/samples/", views.samples, name="samples"),
    path("posts/samples/<int:pk>/", views.sample, name="sample"),
    path("posts/samples/<int:pk>/keys/", views.sample_keys, name="sample_keys"),
    path("posts/samples/items/<int:pk>/", views.judge, name="judge"),
    path("posts/samples/items/<int:pk>/settle/", views.settle, name="settle"),
    path("posts/<int:pk>/", views.post, name="post"),
    path("posts/<int:pk>/edit/", views.edit, name="edit"),
    path("posts/<int:pk>/discard/", views.discard, name="discard"),
    path("posts/<int:pk>/submit/", views.submit, name="submit"),
    path("posts/<int:pk>/review/", views.review, name="review"),
    path("posts/<int:pk>/plan/", views.plan_post, name="plan_post"),
    path("posts/<int:pk>/urgent/", views.publish_urgently, name="publish_urgently"),
    path("posts/<int:pk>/recall/", views.recall, name="recall"),
    path("posts/<int:pk>/take-over/", views.take_over, name="take_over"),
    path("posts/<int:pk>/old/", views.look_at_old, name="look_at_old"),
    path("posts/<int:pk>/afterwards/", views.look_afterwards, name="look_afterwards"),
    path("posts/<int:pk>/pictures/new/", views.add_picture, name="add_picture"),
    path(
        "posts/<int:pk>/pictures/<int:position>/",
        views.change_picture,
        name="change_picture",
    ),
    path(
        "posts/<int:pk>/pictures/<int:position>/remove/",
        views.remove_picture,
        name="remove_picture",
    ),
    path(
        "posts/<int:pk>/versions/<int:number>/<int:position>/",
        views.picture,
        name="picture",
    ),
    path(
        "posts/<int:pk>/versions/<int:number>/<int:position>/consent/",
        views.consent,
        name="consent",
    ),
]
