"""The sentences of the page and the screen in English and Danish."""

from __future__ import annotations

PAGE_PHRASES: dict[str, tuple[str, str]] = {
    "answer": ("The answer", "Svaret"),
    "answer_keep_head": ("Staff kept.", "Personale beholdt."),
    "answer_keep_more": (
        "{rules} free {hours} a year ({low} to {high}; {interval}), {share} of caseworkers' hours. They become running casework: "
        "{after} minutes per citizen and week instead of {before}.",
        "{rules} frigør {hours} om året ({low} til {high}; {interval}), {share} af sagsbehandlernes timer. De bliver til løbende "
        "sagsarbejde: {after} minutter pr. borger og uge i stedet for {before}.",
    ),
    "answer_keep_less": (
        "{rules} free no hours: running casework falls by {hours} a year ({low} to {high}; {interval}), {share} of caseworkers' "
        "hours; {after} minutes per citizen and week instead of {before}.",
        "{rules} frigør ingen timer: løbende sagsarbejde falder med {hours} om året ({low} til {high}; {interval}), {share} af "
        "sagsbehandlernes timer; {after} minutter pr. borger og uge i stedet for {before}.",
    ),
    "answer_keep_none": (
        "{rules} free no hours that can be told from chance: running casework changes by {hours} a year ({low} to {high}; "
        "{interval}), {share} of caseworkers' hours; {after} minutes per citizen and week, {before} before.",
        "{rules} frigør ingen timer, der kan skelnes fra tilfældighed: løbende sagsarbejde ændres med {hours} om året ({low} til "
        "{high}; {interval}), {share} af sagsbehandlernes timer; {after} minutter pr. borger og uge, {before} før.",
    ),
    "answer_cut_head": ("Staff cut instead.", "Personale skåret i stedet."),
    "answer_cut": (
        "Cut as far as running casework per citizen and the breaches of duties that both keep stay no worse, the same hours are "
        "{posts} posts of {base} ({percent}): {dkk}, at {price} DKK an hour and {hours} hours a post. Never add this to the line above.",
        "Skåret så langt, at løbende sagsarbejde pr. borger og overskridelser af krav, som begge beholder, ikke bliver ringere, er de "
        "samme timer {posts} årsværk af {base} ({percent}): {dkk} ved {price} kr. i timen og {hours} timer pr. årsværk. "
        "Læg det aldrig sammen med linjen ovenfor.",
    ),
    "answer_cut_none": (
        "{rules} let no posts go: with staff cut the posts change by {posts} of {base}. Never add this to the line above.",
        "{rules} frigør ingen årsværk: årsværkene ændres med {posts} af {base}. Læg det aldrig sammen med linjen ovenfor.",
    ),
    "answer_service_head": ("Waits and caseloads, staff kept.", "Ventetid og sagstal, personale beholdt."),
    "answer_change": (
        "{what}: {before} → {after} {unit} (difference {change})",
        "{what}: {before} → {after} {unit} (forskel {change})",
    ),
    "answer_same": (
        "{what}: {before} → {after} {unit}, no difference that can be told from chance",
        "{what}: {before} → {after} {unit}, ingen forskel, der kan skelnes fra tilfældighed",
    ),
    "answer_missing": ("The study has no such column.", "Undersøgelsen har ingen sådan kolonne."),
    "rests_on": (
        "The result rests on {count} values below the grade of a statistic ({grades}): they are listed with their ranges on this page.",
        "Resultatet hviler på {count} værdier under graden statistik ({grades}): de står med spænd på denne side.",
    ),
    "contents": ("Contents", "Indhold"),
    "comparison": ("Comparison", "Sammenligning"),
    "comparison_note": (
        "Paired differences from {baseline} ({interval}). Money is shown only where staff are cut; waits and caseloads only where "
        "staff are kept or hours reinvested. The columns are different uses of the same hours: never add them.",
        "Parvise forskelle til {baseline} ({interval}). Penge vises kun, hvor personale skæres; ventetid og sagstal kun, hvor "
        "personale beholdes eller timer geninvesteres. Kolonnerne er forskellige anvendelser af de samme timer: læg dem aldrig sammen.",
    ),
    "with": (", with {practice},", ", med {practice},"),
    "figure": ("Figure {at}. {caption}.", "Figur {at}. {caption}."),
    "measure": ("Measure", "Mål"),
    "unit": ("Unit", "Enhed"),
    "difference": ("Difference (interval)", "Forskel (interval)"),
    "percent": ("%", "%"),
    "nature": ("Nature", "Art"),
    "baseline": ("Baseline", "Udgangspunkt"),
    "variant": ("Variant", "Variant"),
    "value": ("Value", "Værdi"),
    "what": ("What", "Hvad"),
    "number_is": ("What each number is", "Hvad hvert tal er"),
    "emerges_text": (
        "comes out of the mechanism: diaries, waiting, detection, people who leave.",
        "kommer ud af mekanismen: kalendere, ventetid, opdagelse, borgere der går.",
    ),
    "scales_text": (
        "follows the size of an input (staff, team places, need weights): right in direction, as sure as the input in size.",
        "følger størrelsen af et input (bemanding, teampladser, vægte): rigtig i retning, i størrelse så sikker som inputtet.",
    ),
    "echoes_text": (
        "repeats an input (three hours per switch, half as many team meetings). It is not simulated.",
        "gengiver et input (tre timer pr. skift, halvt så mange teammøder). Det er ikke simuleret.",
    ),
    "here_rest": ("Here: every headline that is not named below.", "Her: alle hovedtal, der ikke nævnes nedenfor."),
    "here": ("Here: {names}.", "Her: {names}."),
    "hours_section": ("Hours", "Timer"),
    "minutes_section": ("Time for each citizen", "Tid til den enkelte borger"),
    "caseload_section": ("Caseload", "Sagstal"),
    "waits_section": ("Waits", "Ventetid"),
    "breaches_section": ("Broken deadlines", "Overskredne frister"),
    "roles": ("Hours of other roles", "Timer hos andre roller"),
    "roles_note": (
        "Not among the caseworkers' hours above; the a-kasse is not municipal.",
        "Ikke med i sagsbehandlernes timer ovenfor; a-kassen er ikke kommunal.",
    ),
    "no_numbers": (
        "The tables of this study have no numbers for this chart.",
        "Undersøgelsens tabeller har ingen tal til denne figur.",
    ),
    "numbers": ("Numbers of the chart", "Figurens tal"),
    "download": ("Numbers as CSV", "Tal som CSV"),
    "copy": ("Copy table", "Kopiér tabel"),
    "copied": ("Copied", "Kopieret"),
    "sort_hint": ("Click a column's name to sort.", "Klik på en kolonnes navn for at sortere."),
    "proposals": ("Proposals", "Forslag"),
    "proposal": ("Proposal", "Forslag"),
    "title": ("Title", "Titel"),
    "claim": ("What the paper claims", "Hvad oplægget anfører"),
    "source_head": ("Source", "Kilde"),
    "break_even": ("Break-even", "Balancepunkt"),
    "proposals_note": (
        "The papers' claims are for the whole country and are printed for comparison; they are not results.",
        "Oplæggenes tal gælder hele landet og vises til sammenligning; de er ikke resultater.",
    ),
    "assumptions": ("What the result rests on", "Hvad resultatet hviler på"),
    "assumptions_note": (
        "Every value that is neither law nor statistic, with the range it may lie in. The intervals above do not contain this uncertainty.",
        "Alle værdier, der hverken er lov eller statistik, med det spænd, de kan ligge i. Intervallerne ovenfor rummer ikke denne usikkerhed.",
    ),
    "no_assumptions": ("The manifest lists none.", "Manifestet angiver ingen."),
    "grade": ("Grade", "Grad"),
    "path": ("Where", "Hvor"),
    "low": ("Low", "Lav"),
    "high": ("High", "Høj"),
    "note": ("Note", "Note"),
    "cannot": ("What the model cannot tell", "Hvad modellen ikke kan sige"),
    "cannot_0": (
        "How people move between target groups after 2020, and how long sickness spells last after the 2014 reform: neither is published.",
        "Hvordan borgere bevæger sig mellem målgrupper efter 2020, og hvor længe sygeforløb varer efter 2014-reformen: ingen af delene er offentliggjort.",
    ),
    "cannot_1": (
        "True no-show rates, minutes per meeting and delivery times of certificates: no Danish figures were found; assumed ranges stand in.",
        "Faktisk udeblivelse, minutter pr. samtale og leveringstid for attester: ingen danske tal er fundet; antagne spænd står i stedet.",
    ),
    "cannot_2": (
        "The national number and outcome of team cases, and waits outside København.",
        "Antal og udfald af teamsager på landsplan og ventetider uden for København.",
    ),
    "cannot_3": (
        "Municipal stocks of sickness benefit, job clarification, resource courses, ledighedsydelse and flex jobs, and actual caseloads by group in 2023.",
        "Kommunale bestande på sygedagpenge, jobafklaring, ressourceforløb, ledighedsydelse og fleksjob samt faktiske sagstal pr. gruppe i 2023.",
    ),
    "cannot_4": (
        "Aarhus' time study behind the guidance rules of 2024, and the total number of meetings a year: only changes are published.",
        "Aarhus' tidsstudie bag vejledningsreglerne fra 2024 og det samlede antal samtaler om året: kun ændringer er offentliggjort.",
    ),
    "cannot_5": (
        "Whether more contact, fewer cases or shorter waits bring people to work sooner: such effects are off unless the study says otherwise.",
        "Om mere kontakt, færre sager eller kortere ventetid bringer borgere hurtigere i arbejde: sådanne effekter er slået fra, medmindre undersøgelsen siger andet.",
    ),
    "methods": ("Methods", "Metode"),
    "m_study": ("Study", "Undersøgelse"),
    "m_place": ("Place", "Kommune"),
    "m_columns": ("Rule set / practice / capacity", "Regelsæt / praksis / kapacitet"),
    "m_seed": ("Seed", "Frø"),
    "m_replications": ("Replications", "Gentagelser"),
    "m_window": ("Window", "Målevindue"),
    "window_text": (
        "from {start}: {warm_up} run in and left out, {measured} measured",
        "fra {start}: {warm_up} indsving, som ikke måles, {measured} måles",
    ),
    "m_pairing": ("Pairing", "Parring"),
    "pairing_text": (
        "Within a replication every rule set meets the same people with the same fate and the same draws, so a difference is taken "
        "pair by pair.",
        "Inden for en gentagelse møder hvert regelsæt de samme borgere med samme livsforløb og samme trækninger, så en forskel tages "
        "par for par.",
    ),
    "pairing_factor": (
        "The variance of the paired headline differences is {low} to {high} times smaller than of independent runs.",
        "Variansen af de parvise hovedforskelle er {low} til {high} gange mindre end ved uafhængige kørsler.",
    ),
    "m_intervals": ("Intervals", "Intervaller"),
    "intervals_text": (
        "{interval}; they hold Monte Carlo error only. Sums over activities, and posts found by search and then fixed, have none.",
        "{interval}; de rummer kun simuleringens tilfældighed. Summer over opgaver, og årsværk fundet ved søgning og så holdt fast, har intet.",
    ),
    "m_money": ("Money", "Penge"),
    "money_text": (
        "{price} DKK an hour with {hours} effective hours a post; gross; changes only.",
        "{price} kr. i timen med {hours} effektive timer pr. årsværk; brutto; kun ændringer.",
    ),
    "m_versions": ("Versions", "Versioner"),
    "m_hash": ("Run hash", "Kørslens hash"),
    "screen_keep": (
        "Staff kept: freed hours become running casework",
        "Personale beholdt: frigjorte timer bliver løbende sagsarbejde",
    ),
    "screen_cut": (
        "Staff cut: freed hours leave with the posts",
        "Personale skåret: frigjorte timer forsvinder med årsværkene",
    ),
    "screen_reinvest": ("Hours reinvested", "Timer geninvesteret"),
    "screen_nothing": (
        "No comparison: the study has one column only.",
        "Ingen sammenligning: undersøgelsen har kun én kolonne.",
    ),
}
