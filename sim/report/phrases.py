"""The sentences of charts in English and Danish; the page's own stand in ``page_phrases.py``."""

from __future__ import annotations

from sim.report.page_phrases import PAGE_PHRASES

CHART_PHRASES: dict[str, tuple[str, str]] = {
    "interval": ("{level} % interval, paired t over {pairs} pairs", "{level} %-interval, parvis t over {pairs} par"),
    "source": (
        "Source: simulation, {study}; {pairs} replications, seed {seed}, run {hash}",
        "Kilde: simulering, {study}; {pairs} gentagelser, frø {seed}, kørsel {hash}",
    ),
    "total": ("{total} in all", "{total} i alt"),
    "small_activities": ("{count} smaller activities", "{count} mindre opgaver"),
    "whisker_caption": (
        "Whiskers at a variant's value: the interval of its difference from current rules ({interval}).",
        "Streger ved en variants værdi: intervallet for forskellen til gældende regler ({interval}).",
    ),
    "hours_title": ("What caseworkers spend their hours on", "Hvad sagsbehandlerne bruger deres timer på"),
    "hours_subtitle": (
        "Caseworkers' hours a year; above in all, below by activity what rules and bookings bind (larger scale)",
        "Sagsbehandlernes timer om året; øverst i alt, nederst efter opgave det, regler og bookinger binder (større skala)",
    ),
    "hours_whole": (
        "Dark: bound by rules and bookings. Light: running casework, which takes what bookings leave.",
        "Mørk: bundet af regler og bookinger. Lys: løbende sagsarbejde, som får det, bookingerne levner.",
    ),
    "hours_axis": ("Hours a year", "Timer om året"),
    "hours_caption": (
        "Hours of other roles (benefit office, team members, consultants, a-kasse) are not included.",
        "Timer hos andre roller (ydelseskontor, teammedlemmer, konsulenter, a-kasse) er ikke med.",
    ),
    "waterfall_title": (
        "Which hours vanish, and what becomes of them",
        "Hvilke timer forsvinder, og hvad bliver de til",
    ),
    "waterfall_subtitle": (
        "Caseworkers' hours a year by activity, step by step from: {baseline}",
        "Sagsbehandlernes timer om året efter opgave, trin for trin fra: {baseline}",
    ),
    "waterfall_from": ("Current rules: hours in all", "Gældende regler: timer i alt"),
    "waterfall_to": ("Variant: hours in all", "Variant: timer i alt"),
    "waterfall_keep": ("freed hours become running casework", "frigjorte timer bliver løbende sagsarbejde"),
    "waterfall_cut": ("freed hours leave with the posts", "frigjorte timer forsvinder med årsværkene"),
    "waterfall_axis": ("Change from current total, hours a year", "Ændring fra nuværende total, timer om året"),
    "waterfall_caption": (
        "Blue: fewer hours, orange: more hours, grey: running casework, the last step. The panels show two uses of the same hours; they are never added.",
        "Blå: færre timer, orange: flere timer, grå: løbende sagsarbejde, det sidste trin. Panelerne viser to anvendelser af de samme timer; de lægges aldrig sammen.",
    ),
    "left_out": ("{count} further variants are in the CSV.", "Yderligere {count} varianter står i CSV-filen."),
    "differences_title": ("What changes, and how surely", "Hvad der ændrer sig, og hvor sikkert"),
    "differences_subtitle": (
        "Paired differences in percent of: {baseline}. To the right: percent; absolute difference (interval)",
        "Parvise forskelle i procent af: {baseline}. Til højre: procent; absolut forskel (interval)",
    ),
    "differences_caption": (
        "The interval holds Monte Carlo error only, not what nobody has measured; one narrower than its mark is hidden by it. Arrow: beyond {edge} %.",
        "Intervallet rummer kun simuleringens tilfældighed, ikke det, ingen har målt; er det smallere end sit mærke, skjules det. Pil: ud over {edge} %.",
    ),
    "percent_axis": ("Difference, % of current rules", "Forskel, % af gældende regler"),
    "never_added": (
        "Staff kept and staff cut are two uses of the same hours: never add them.",
        "Personale beholdt og personale skåret er to anvendelser af de samme timer: læg dem aldrig sammen.",
    ),
    "caseload_title": ("Cases per post against the union's norms", "Sager pr. årsværk mod fagforeningens normer"),
    "caseload_subtitle": (
        "Open cases per filled full-time post, mean of working days, by team",
        "Åbne sager pr. besat årsværk, gennemsnit over arbejdsdage, efter team",
    ),
    "caseload_caption": (
        "Norms: Danish Association of Social Workers, recommended citizens per full-time social worker, as of 2016 and as revised in 2020. "
        "Teams without bands have no norm. Staffing is an input with a range, so the level scales it.",
        "Normer: Dansk Socialrådgiverforenings vejledende sagstal pr. fuldtidsansat, fra 2016 og som revideret i 2020. "
        "Team uden felter har ingen norm. Bemandingen er et input med spænd, så niveauet skalerer med den.",
    ),
    "caseload_axis": ("Cases per post", "Sager pr. årsværk"),
    "off_scale": (", off the axis", ", uden for aksen"),
    "norm": ("Norm of {year}", "Norm fra {year}"),
    "waits_title": ("How long citizens wait", "Hvor længe borgerne venter"),
    "waits_subtitle": (
        "Waits that began in the measured window and ended. To the right: median / 90th / 95th percentile; change of the median (interval)",
        "Ventetider begyndt i målevinduet og afsluttet. Til højre: median / 90. / 95. percentil; ændring af medianen (interval)",
    ),
    "waits_caption": (
        "Filled dot: median; bar: 90th percentile; open dot: 95th percentile. "
        "The wait for the team scales the number of team places, which is an input.",
        "Fyldt prik: median; streg: 90. percentil; åben prik: 95. percentil. "
        "Ventetiden på teamet skalerer med antallet af teampladser, som er et input.",
    ),
    "waits_axis": ("Days", "Dage"),
    "breaches_title": ("How often a legal deadline is broken", "Hvor ofte en lovfrist overskrides"),
    "breaches_subtitle": (
        "Share of the legal deadlines that fell due and found the citizen still in the course, by duty",
        "Andel af de forfaldne lovfrister, hvor borgeren fortsat var i forløbet, efter proceskrav",
    ),
    "breaches_caption": (
        "All duties: a rule set with fewer duties has fewer deadlines to break; compare duties that both keep.",
        "Alle proceskrav: et regelsæt med færre krav har færre frister at overskride; sammenlign krav, som begge beholder.",
    ),
    "breaches_axis": ("Deadlines broken, %", "Frister overskredet, %"),
    "gone_all": ("no such deadline under freed rules", "ingen sådan frist under frie regler"),
    "gone_some": ("no such deadline in some variants", "ingen sådan frist i nogle varianter"),
    "new_duty": ("no such deadline under current rules", "ingen sådan frist under gældende regler"),
    "minutes_title": (
        "Running casework that each citizen gets",
        "Løbende sagsarbejde, som den enkelte borger får",
    ),
    "minutes_subtitle": (
        "Minutes per citizen and week, of citizens with a caseworker, by need and by team",
        "Minutter pr. borger og uge, for borgere med en sagsbehandler, efter behov og efter team",
    ),
    "minutes_axis": ("Minutes per citizen and week", "Minutter pr. borger og uge"),
    "minutes_caption": (
        "The total emerges from what bookings leave; the split by need scales assumed weights. "
        "Where staff are cut, each team is cut as far as this stays no worse than today.",
        "Totalen opstår af det, bookingerne levner; fordelingen efter behov skalerer antagne vægte. "
        "Hvor personale skæres, skæres hvert team, så langt dette ikke bliver ringere end i dag.",
    ),
}

PHRASES = CHART_PHRASES | PAGE_PHRASES
