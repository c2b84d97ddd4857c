"""Ways to weigh respondents: one file each, and one line here."""

from decentwork.estimators.design_adherent import DESIGN_ADHERENT
from decentwork.estimators.generalised_weight_share import GENERALISED_WEIGHT_SHARE
from decentwork.estimators.horvitz_thompson import HORVITZ_THOMPSON
from decentwork.estimators.in_degree import IN_DEGREE
from decentwork.estimators.salganik_heckathorn import SALGANIK_HECKATHORN
from decentwork.estimators.successive_sampling import SUCCESSIVE_SAMPLING
from decentwork.estimators.volz_heckathorn import VOLZ_HECKATHORN

ESTIMATORS = {
    each.name: each
    for each in (
        GENERALISED_WEIGHT_SHARE,
        HORVITZ_THOMPSON,
        IN_DEGREE,
        DESIGN_ADHERENT,
        SALGANIK_HECKATHORN,
        VOLZ_HECKATHORN,
        SUCCESSIVE_SAMPLING,
    )
}
