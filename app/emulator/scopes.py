"""The 28 scopes that are known (usos-api.md, section 1.6), each with what it opens."""

from collections.abc import Mapping

SCOPES: Mapping[str, str] = {
    "adm_documents": "Access to the user's administrative documents.",
    "cards": "Access to the user's identity cards.",
    "change_all_preferences": "Changing the user's preferences.",
    "crstests": "Access to the results of tests and credits.",
    "dorm_admin": "Administration of dormitories.",
    "edit_user_attrs": "Changing the user's own data.",
    "email": "Access to the user's e-mail address.",
    "events": "Access to the user's calendar of events.",
    "grades": "Access to the user's grades.",
    "grades_write": "Entering grades into protocols, for examiners.",
    "mailclient": "Sending messages in the user's name.",
    "mobile_numbers": "Access to the user's mobile phone numbers.",
    "offline_access": "Access that does not expire after a short time.",
    "other_emails": "Access to the e-mail addresses of related users.",
    "payments": "Access to the user's payments.",
    "personal": "Access to the user's personal data, such as the national identification number.",
    "photo": "Access to the user's own photo.",
    "placement_tests": "Access to the results of placement tests.",
    "session_debugging_perms": "Access to what debugging a session needs.",
    "slips": "Access to the user's clearance slips.",
    "slips_admin": "Administration of clearance slips.",
    "staff_perspective": "If the user is staff: access to common data of students, such as student numbers.",
    "student_exams": "Access to the user's exams.",
    "student_exams_write": "Registering for exams in the user's name.",
    "studies": "Access to the user's studies: programmes, courses and class groups.",
    "surveys_filling": "Filling in surveys in the user's name.",
    "surveys_reports": "Access to reports of surveys.",
    "theses_protocols_write": "Changing protocols of diploma exams.",
}
