"""Cases kept: studies that were read, what was found, and what physicians say of it.

Input: readings and edits. Output: the worklist, every version of every case, and the
labels that the next model learns from. A folder holds a database and files by hash.
Times are UTC; maps are (ring, angle) in percent.
"""

from myomap.cases.adding import add_case, add_cases
from myomap.cases.audit import AuditEntry, audit_entries
from myomap.cases.backup import backup
from myomap.cases.case_query import MOST_ROWS, CasePage, CaseQuery, Meaning, Sort
from myomap.cases.case_records import (
    Case,
    CaseFile,
    CaseRow,
    CaseVersion,
    Edit,
    NewCase,
    NewReading,
    VersionEntry,
)
from myomap.cases.default_folder import HOME_VARIABLE, default_folder
from myomap.cases.editing import replace_reading, save_version, undo
from myomap.cases.finding import (
    find_case,
    priors,
    same_studies,
    version,
    versions,
)
from myomap.cases.kept_files import collect_garbage, file_bytes, put_file
from myomap.cases.labels import (
    LabelExport,
    export_labels,
    labelled_cases,
    labels_zip,
)
from myomap.cases.removing import delete_case, purge, undelete_case
from myomap.cases.restoring import restore
from myomap.cases.sessions import close_session, open_session, session_user
from myomap.cases.store import CaseStore, open_cases
from myomap.cases.urgency import urgency_of
from myomap.cases.users import (
    NewUser,
    Role,
    User,
    UserChange,
    add_user,
    change_user,
    has_users,
    list_users,
    verify_password,
)
from myomap.cases.worklist import list_cases

__all__ = [
    "HOME_VARIABLE",
    "MOST_ROWS",
    "AuditEntry",
    "Case",
    "CaseFile",
    "CasePage",
    "CaseQuery",
    "CaseRow",
    "CaseStore",
    "CaseVersion",
    "Edit",
    "LabelExport",
    "Meaning",
    "NewCase",
    "NewReading",
    "NewUser",
    "Role",
    "Sort",
    "User",
    "UserChange",
    "VersionEntry",
    "add_case",
    "add_cases",
    "add_user",
    "audit_entries",
    "backup",
    "change_user",
    "close_session",
    "collect_garbage",
    "default_folder",
    "delete_case",
    "export_labels",
    "file_bytes",
    "find_case",
    "has_users",
    "labelled_cases",
    "labels_zip",
    "list_cases",
    "list_users",
    "open_cases",
    "open_session",
    "priors",
    "purge",
    "put_file",
    "replace_reading",
    "restore",
    "same_studies",
    "save_version",
    "session_user",
    "undelete_case",
    "undo",
    "urgency_of",
    "verify_password",
    "version",
    "versions",
]
