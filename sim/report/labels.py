"""The names of measures, activities, teams, groups and columns in English and Danish."""

from __future__ import annotations

MEASURES: dict[str, tuple[str, str]] = {
    "hours_total": ("Caseworker hours in all", "Sagsbehandlertimer i alt"),
    "hours": ("Hours", "Timer"),
    "direct_contact_share": ("Share of hours in direct contact", "Andel af timer i direkte kontakt"),
    "running_minutes_per_citizen_week": ("Running casework per citizen-week", "Løbende sagsarbejde pr. borger og uge"),
    "running_minutes_per_citizen_week_team": (
        "Running casework per citizen-week, by team",
        "Løbende sagsarbejde pr. borger og uge, efter team",
    ),
    "wait_first_meeting": ("Wait for the first meeting", "Ventetid på første samtale"),
    "wait_certificate": ("Wait for the medical certificate", "Ventetid på lægeattest"),
    "wait_team": ("Wait for the rehabilitation team", "Ventetid på rehabiliteringsteamet"),
    "wait_decision": ("Wait for the decision", "Ventetid på afgørelsen"),
    "wait_effort": ("Wait for the effort to begin", "Ventetid på at indsatsen begynder"),
    "wait_clarification": ("Whole clarification, from detection", "Hele afklaringen, fra behovet er opdaget"),
    "held_by_due_share": ("Meetings held by their due date", "Samtaler holdt inden forfald"),
    "breach_share": ("Legal deadlines broken", "Lovfrister overskredet"),
    "breaches": ("Broken legal deadlines", "Overskredne lovfrister"),
    "lapsed": ("Lapsed occasions", "Bortfaldne samtaler"),
    "caseload_mean": ("Cases per post", "Sager pr. årsværk"),
    "caseload_weighted": ("Cases per post, weighted by need", "Sager pr. årsværk, vægtet efter behov"),
    "share_above_norm_2016": ("Caseworkers above the 2016 norm", "Sagsbehandlere over 2016-normen"),
    "share_above_norm_2020": ("Caseworkers above the 2020 norm", "Sagsbehandlere over 2020-normen"),
    "group_switches": ("Group switches", "Målgruppeskift"),
    "group_switches_with_pension": ("Group switches, pensions included", "Målgruppeskift inkl. førtidspension"),
    "benefit_switches": ("Benefit switches", "Ydelsesskift"),
    "benefit_switches_with_flexjob": ("Benefit switches, flex jobs included", "Ydelsesskift inkl. fleksjob"),
    "clock_restarts": ("Restarts of the six-month clock", "Nye seksmånedersforløb"),
    "handovers": ("Hand-overs between caseworkers", "Sagsbehandlerskift"),
    "caseworkers_per_citizen": ("Caseworkers per citizen", "Sagsbehandlere pr. borger"),
    "meetings": ("Meetings", "Samtaler"),
    "meetings_per_person_year": ("Meetings per person and year", "Samtaler pr. helårsperson"),
    "no_show_share": ("No-shows", "Udeblivelser"),
    "sanctions": ("Sanction cases", "Sanktionssager"),
    "certificates": ("Medical certificates ordered", "Bestilte lægeattester"),
    "certificate_fees": ("Fees for medical certificates", "Honorarer for lægeattester"),
    "team_cases": ("Cases before the rehabilitation team", "Sager i rehabiliteringsteamet"),
    "detection_delay_p50": ("From need to detection, median", "Fra behov til opdaget, median"),
    "exits": ("Exits", "Afgange"),
    "time_in_system_p50": ("Time in the system, median", "Tid i systemet, median"),
    "stock": ("Citizens", "Borgere"),
    "sick_survival_week_22": ("Sick-listed still there at week 22", "Sygemeldte fortsat i uge 22"),
    "benefits_paid": ("Benefits paid", "Udbetalte ydelser"),
    "staff": ("Caseworker posts", "Sagsbehandlerårsværk"),
    "staff_cost": ("Cost of caseworker posts", "Udgift til sagsbehandlerårsværk"),
    "overtime_hours": ("Overtime", "Overarbejde"),
}

ACTIVITIES: dict[str, tuple[str, str]] = {
    "all": ("All activities", "Alle opgaver"),
    "bound": ("Bound by rules and bookings", "Bundet af regler og bookinger"),
    "running-casework": ("Running casework", "Løbende sagsarbejde"),
    "follow-up-meeting": ("Follow-up meetings", "Opfølgende samtaler"),
    "first-meeting": ("First meetings", "Første samtaler"),
    "switch-talk": ("Talks at group switches", "Samtaler ved målgruppeskift"),
    "switch-casework": ("Casework of group switches", "Sagsarbejde ved målgruppeskift"),
    "benefit-change": ("Benefit work of switches", "Ydelsesarbejde ved skift"),
    "guidance": ("Guidance on rights and duties", "Vejledning om ret og pligt"),
    "sickness-screening": ("Screening of sickness cases", "Screening af sygedagpengesager"),
    "sickness-revaluation": ("Sickness revaluation, 22 weeks", "Revurdering ved 22 uger"),
    "preparatory-part": ("Preparatory part of the plan", "Forberedende del af planen"),
    "team-hearing": ("Rehabilitation team meetings", "Møder i rehabiliteringsteamet"),
    "team-hearing-members": ("Team meetings, other members", "Teammøder, øvrige medlemmer"),
    "team-closing": ("Recommendation and decision", "Indstilling og afgørelse"),
    "decision-without-team": ("Decision without the team", "Afgørelse uden team"),
    "readiness-assessment": ("Reassessment of readiness", "Revisitation"),
    "rehabilitation-plan": ("Rehabilitation plan", "Revalideringsplan"),
    "ledighedsydelse-reassessment": ("Reassessment, ledighedsydelse", "Revurdering, ledighedsydelse"),
    "flexjob-follow-up": ("Follow-up in flex jobs", "Opfølgning i fleksjob"),
    "flexjob-status": ("Flex-job status, 4½ years", "Status i fleksjob, 4½ år"),
    "offer-casework": ("Caseworker's part of offers", "Sagsarbejde ved tilbud"),
    "offer-consultant": ("Consultant's part of offers", "Virksomhedskonsulent ved tilbud"),
    "sanction-hearing": ("Hearing before a sanction", "Partshøring før sanktion"),
    "sanction-decision": ("Decision on a sanction", "Afgørelse om sanktion"),
    "deadline-tracking": ("Deadline tracking", "Fristopfølgning"),
    "booking-help": ("Help with self-booking", "Hjælp til selvbooking"),
    "akasse-meeting": ("Meetings with the a-kasse", "Samtaler i a-kassen"),
    "no-show": ("Lost to no-shows", "Tabt ved udeblivelser"),
    "in-person": ("in person", "ved fremmøde"),
    "phone": ("by phone or video", "pr. telefon eller video"),
}

DUTIES: dict[str, tuple[str, str]] = {
    "all": ("All duties", "Alle proceskrav"),
    "first-week": ("First meeting within a week", "Første samtale inden en uge"),
    "early-contact": ("Four meetings in six months", "Fire samtaler på seks måneder"),
    "akasse-contact": ("A-kasse: three meetings, three months", "A-kassen: tre samtaler på tre måneder"),
    "insured-contact": ("Insured: three meetings to month six", "Dagpenge: tre samtaler til måned seks"),
    "sickness-first": ("Sickness: first follow-up, week 8", "Sygedagpenge: første opfølgning, uge 8"),
    "sickness-follow-up": ("Sickness: four follow-ups in half a year", "Sygedagpenge: fire opfølgninger, halvt år"),
    "sickness-revaluation": ("Sickness: revaluation, 22 weeks", "Sygedagpenge: revurdering, 22 uger"),
    "sickness-category-3": ("Sickness category 3: team, four weeks", "Kategori 3: team inden fire uger"),
    "clarification-plan": ("Job clarification: team, four weeks", "Jobafklaring: team inden fire uger"),
    "ledighedsydelse-26": ("Ledighedsydelse: 26 weeks", "Ledighedsydelse: 26 uger"),
    "ledighedsydelse-52": ("Ledighedsydelse: 12 months of 18", "Ledighedsydelse: 12 måneder af 18"),
    "flexjob-follow-up": ("Flex job: every 2½ years", "Fleksjob: hvert 2½ år"),
    "flexjob-status": ("Flex job: status at 4½ years", "Fleksjob: status ved 4½ år"),
    "right-and-duty-offer": ("Offer by six months", "Tilbud inden seks måneder"),
    "simple-sickness-meeting": ("Simple sickness case: one meeting", "Enkel sygesag: én samtale"),
}

GROUPS: dict[str, tuple[str, str]] = {
    "all": ("All", "Alle"),
    "insured": ("Insured", "Dagpenge"),
    "job-ready": ("Job-ready", "Jobparate"),
    "activity-ready": ("Activity-ready", "Aktivitetsparate"),
    "education-ready-young": ("Education-ready young", "Uddannelsesparate unge"),
    "activity-ready-young": ("Activity-ready young", "Aktivitetsparate unge"),
    "sick": ("Sick-listed", "Sygedagpenge"),
    "job-clarification": ("Job clarification", "Jobafklaring"),
    "resource-course": ("Resource course", "Ressourceforløb"),
    "flexjob-unemployed": ("Flex job, unemployed", "Ledighedsydelse"),
    "in-flexjob": ("In a flex job", "Ansat i fleksjob"),
    "rehabilitation": ("Rehabilitation", "Revalidering"),
    "young": ("Young", "Unge"),
    "clarification": ("Clarification and resource courses", "Jobafklaring og ressourceforløb"),
    "flex-jobbers": ("Flex-jobbers", "Fleksjobbere"),
    "other": ("Other", "Øvrige"),
    "none": ("No team", "Intet team"),
    "no-case": ("No open case", "Ingen åben sag"),
    "benefit-office": ("Benefit office", "Ydelseskontor"),
    "team-member": ("Other members of the team", "Øvrige teammedlemmer"),
    "company-consultant": ("Company consultants", "Virksomhedskonsulenter"),
    "follow-up-worker": ("Follow-up workers", "Opfølgningsmedarbejdere"),
    "a-kasse": ("A-kasse (not municipal)", "A-kasse (ikke kommunal)"),
}

NEEDS: dict[str, tuple[str, str]] = {
    "all": ("All citizens", "Alle borgere"),
    "light": ("Light need", "Let behov"),
    "medium": ("Medium need", "Middel behov"),
    "heavy": ("Heavy need", "Tungt behov"),
}

RULE_SETS: dict[str, tuple[str, str]] = {
    "current": ("Current rules", "Gældende regler"),
    "freed": ("Freed rules", "Frie regler"),
    "freed-six-cities": ("Freed rules (six cities)", "Frie regler (6-byerne)"),
    "strengthened": ("Strengthened rules", "Styrkede regler"),
}

PRACTICES: dict[str, tuple[str, str]] = {
    "baseline": ("", ""),
    "same-contact-by-need": ("same contact shared by need", "samme kontakt fordelt efter behov"),
    "contact-on-request": ("contact on request", "kontakt efter ønske"),
}

CAPACITIES: dict[str, tuple[str, str]] = {
    "keep": ("staff kept", "personale beholdt"),
    "cut": ("staff cut", "personale skåret"),
    "reinvest": ("hours reinvested", "timer geninvesteret"),
}

GRADES: dict[str, tuple[str, str]] = {
    "unknown": ("unknown", "ukendt"),
    "assumption": ("assumption", "antagelse"),
    "fitted": ("fitted to stocks or totals", "tilpasset bestande eller totaler"),
    "expert": ("expert estimate", "ekspertskøn"),
    "seed": ("stated in a policy paper", "angivet i et oplæg"),
    "study": ("study", "undersøgelse"),
}

NATURES: dict[str, tuple[str, str]] = {
    "emerges": ("emerges", "opstår"),
    "scales": ("scales", "skalerer"),
    "echoes": ("echoes", "gengiver"),
}

UNITS: dict[str, tuple[str, str]] = {
    "hours per year": ("hours a year", "timer om året"),
    "hours": ("hours a year", "timer om året"),
    "DKK per year": ("DKK a year", "kr. om året"),
    "DKK": ("DKK", "kr."),
    "days": ("days", "dage"),
    "posts": ("posts", "årsværk"),
    "cases per post": ("cases per post", "sager pr. årsværk"),
    "minutes per citizen and week": ("minutes per citizen and week", "minutter pr. borger og uge"),
    "minutes": ("minutes", "minutter"),
    "share": ("%", "%"),
    "percent": ("%", "%"),
    "%": ("%", "%"),
    "per year": ("a year", "om året"),
    "meetings per person and year": ("a person and year", "pr. helårsperson"),
    "cases per year": ("cases a year", "sager om året"),
    "weeks per year": ("weeks a year", "uger om året"),
    "caseworkers per citizen": ("per citizen", "pr. borger"),
    "citizens": ("citizens", "borgere"),
    "caseworkers": ("caseworkers", "sagsbehandlere"),
}

SHORT_UNITS: dict[str, tuple[str, str]] = {
    "hours per year": ("h a year", "t om året"),
    "minutes per citizen and week": ("min", "min."),
    "cases per post": ("cases", "sager"),
}

KINDS: dict[str, dict[str, tuple[str, str]]] = {
    "measure": MEASURES,
    "activity": ACTIVITIES,
    "duty": DUTIES,
    "team": GROUPS,
    "group": GROUPS,
    "need": NEEDS,
    "rule_set": RULE_SETS,
    "practice": PRACTICES,
    "capacity": CAPACITIES,
    "grade": GRADES,
    "nature": NATURES,
    "unit": UNITS,
}
"""Kind of name -> name -> (English, Danish)."""
