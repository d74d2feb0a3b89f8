from communes.views.classes import class_add, class_index, class_list, class_paste
from communes.views.delegation import (
    activity_list,
    delegation_give,
    delegation_list,
    delegation_revoke,
)
from communes.views.people import (
    people_list,
    person_add,
    person_close,
    person_reset_password,
)
from communes.views.people_import import (
    people_import,
    people_import_confirm,
    people_import_template,
)

__all__ = [
    "activity_list",
    "class_add",
    "class_index",
    "class_list",
    "class_paste",
    "delegation_give",
    "delegation_list",
    "delegation_revoke",
    "people_import",
    "people_import_confirm",
    "people_import_template",
    "people_list",
    "person_add",
    "person_close",
    "person_reset_password",
]
