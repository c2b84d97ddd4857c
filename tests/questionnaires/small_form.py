"""A small invented questionnaire and answers to it."""

import pandas as pd

from decentwork.questionnaires.catalogue import load

SMALL = """
id = "small"
version = "1.0"
[name]
en = "Small"
fr = "Petit"
es = "Pequeño"

[choices]
country = "countries"

[choices.answer]
yes = { en = "Yes", fr = "Oui", es = "Sí" }
no = { en = "No", fr = "Non", es = "No" }
dont_know = { en = "Does not know", fr = "Ne sait pas", es = "No sabe" }
refused = { en = "Refuses", fr = "Refuse", es = "No quiere" }

[choices.dangers]
heat = { en = "Heat", fr = "Chaleur", es = "Calor" }
noise = { en = "Noise", fr = "Bruit", es = "Ruido" }
none = { en = "None", fr = "Aucun", es = "Ninguno" }

[[modules]]
id = "start"
en = "Start"
fr = "Début"
es = "Inicio"

[[modules.questions]]
id = "consent"
type = "select_one"
choices = "answer"
short = true
en = "Do you agree?"
fr = "Acceptez-vous ?"
es = "¿Acepta?"

[[modules]]
id = "contact"
identifying = true
when = { question = "consent", is = "yes" }
en = "Contact"
fr = "Contact"
es = "Contacto"

[[modules.questions]]
id = "name"
type = "text"
identifying = true
short = true
en = "Name"
fr = "Nom"
es = "Nombre"

[[modules]]
id = "work"
topic = "working_time"
when = { question = "consent", is = "yes" }
en = "Work"
fr = "Travail"
es = "Trabajo"

[[modules.questions]]
id = "hours"
type = "decimal"
range = [0, 168]
short = true
domain = true
bands = [0, 30, 49]
en = "How many hours for {product}?"
fr = "Combien d’heures pour {product} ?"
es = "¿Cuántas horas para {product}?"

[[modules.questions]]
id = "night_hours"
type = "integer"
range = [0, 168]
at_most = "hours"
when = { question = "hours", above = 0 }
en = "How many at night?"
fr = "Combien la nuit ?"
es = "¿Cuántas de noche?"

[[modules.questions]]
id = "rest"
type = "select_one"
choices = "answer"
domain = true
short = true
en = "A day of rest?"
fr = "Un jour de repos ?"
es = "¿Un día de descanso?"

[[modules.questions]]
id = "dangers"
type = "select_many"
choices = "dangers"
topic = "safety_and_health"
en = "Which dangers?"
fr = "Quels dangers ?"
es = "¿Qué peligros?"

[[modules.questions]]
id = "remarks"
type = "text"
en = "Remarks"
fr = "Remarques"
es = "Observaciones"

[[modules.rosters]]
id = "suppliers"
kind = "formal"
asks = "supplier"
when = { question = "rest", is = "yes" }
en = "Supplier"
fr = "Fournisseur"
es = "Proveedor"
hint = { en = "List {cutoff}.", fr = "Citez {cutoff}.", es = "Enumere {cutoff}." }

[[roster_questions.supplier]]
id = "supplier_name"
type = "text"
identifying = true
short = true
en = "Name"
fr = "Nom"
es = "Nombre"

[[roster_questions.supplier]]
id = "abroad"
type = "select_one"
choices = "answer"
short = true
en = "Abroad?"
fr = "À l’étranger ?"
es = "¿En el extranjero?"

[[roster_questions.supplier]]
id = "land"
type = "select_one"
choices = "country"
short = true
when = { question = "abroad", is = "yes" }
en = "Where?"
fr = "Où ?"
es = "¿Dónde?"

[[indicators]]
id = "long_hours"
topic = "working_time"
kind = "deficit"
numerator = { question = "hours", above = 48 }

[[indicators]]
id = "rest"
topic = "working_time"
kind = "opportunity"
numerator = { question = "rest", is = "yes" }
universe = { question = "hours", above = 0 }

[[indicators]]
id = "hours"
topic = "working_time"
kind = "quantity"
question = "hours"

[[indicators]]
id = "hard_work"
topic = "safety_and_health"
kind = "deficit"

[[indicators.numerator.all]]
question = "dangers"
not = "none"

[[indicators.numerator.all]]
any = [{ question = "hours", above = 48 }, { question = "rest", is = "no" }]
"""


def small():
    """Return the small questionnaire."""
    return load({"small.toml": SMALL})["small"]


def answered(text: str) -> pd.DataFrame:
    """Return answers drawn as a table whose cells are parted by "|"; the first column is the id."""
    header, *rows = [
        [cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()
    ]
    table = pd.DataFrame(rows, columns=header, dtype="str")
    return table.set_index(header[0]).rename_axis("instance_id")
