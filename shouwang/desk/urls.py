"""Addresses of the desk: inbox and tasks, at a desk and on a phone."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.desk.views import inbox, tasks

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/bell/", inbox.bell, name="bell"),
    path("inbox/badges/", inbox.badges, name="badges"),
    path("inbox/read/", inbox.read_all, name="read_all"),
    path("inbox/<int:entry_id>/", inbox.entry, name="entry"),
    path("inbox/<int:entry_id>/close/", inbox.close, name="close"),
    path("m/inbox/", inbox.phone, name="phone_inbox"),
    path("tasks/", tasks.listing, name="tasks"),
    path("tasks/new/", tasks.new, name="task_new"),
    path("tasks/<int:task_id>/", tasks.task, name="task"),
    path("tasks/<int:task_id>/start/", tasks.start, name="task_start"),
    path("tasks/<int:task_id>/close/", tasks.close, name="task_close"),
    path("tasks/<int:task_id>/return/", tasks.give_back, name="task_return"),
    path("m/tasks/", tasks.phone_listing, name="phone_tasks"),
    path("m/tasks/<int:task_id>/", tasks.phone_task, name="phone_task"),
]
