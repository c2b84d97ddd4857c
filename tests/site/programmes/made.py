"""What an office enters of an invented programme in Avonia, as plain values."""

HEADER = {
    "id": "avonia",
    "title": {"en": "Decent work in Avonia", "fr": "Travail décent en Avonia"},
    "organisation": "Ministry of Labour of Avonia",
    "starts": "2026",
    "ends": "2028",
    "invented": True,
}
RECORDS = {
    "organisations": [
        {"id": "training_unit", "title": {"en": "Training unit"}, "kind": "department"},
        {"id": "data_unit", "title": {"en": "Data unit"}, "kind": "department"},
    ],
    "areas": [{"id": "training", "title": {"en": "Training"}, "number": 1}],
    "activities": [
        {
            "id": "course",
            "title": {"en": "A course for inspectors", "fr": "Un cours"},
            "kind": "course",
            "area": "training",
            "places": ["XAA"],
            "starts": "2026",
            "ends": "2028",
            "state": "under_way",
        },
        {"id": "survey", "title": {"en": "A survey"}, "kind": "data", "area": "training"},
    ],
    "roles": [
        {"record": "course", "organisation": "training_unit", "role": "lead"},
        {"record": "survey", "organisation": "data_unit", "role": "lead"},
    ],
    "results": [
        {"id": "trained", "title": {"en": "Trained"}, "of": "course", "level": "output"},
        {"id": "known", "title": {"en": "Known"}, "of": "survey", "level": "output"},
    ],
    "indicators": [
        {
            "id": "inspectors",
            "title": {"en": "Inspectors who passed"},
            "result": "trained",
            "measure": "unit",
            "dimensions": ["sex"],
        },
        {
            "id": "answered",
            "title": {"en": "Share that answered"},
            "result": "known",
            "measure": "percentage",
        },
    ],
    "targets": [
        {"indicator": "inspectors", "starts": "2026-01-01", "ends": "2026-12-31", "value": 100.0}
    ],
}
