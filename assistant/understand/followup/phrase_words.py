"""Words by what they do in a question: which open a noun phrase, which end it, which need another.

Closed lists and position instead of a tagger, for the reason that `assistant/english/people.py`
gives.
"""

from __future__ import annotations


def _forms(text: str) -> frozenset[str]:
    """Verbs in all their regular forms; some that nobody writes are among them."""
    found: set[str] = set()
    for verb in text.split():
        stem = verb[:-1] if verb.endswith("e") else verb
        found |= {verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing"}
        if verb.endswith("y"):
            found |= {f"{verb[:-1]}ies", f"{verb[:-1]}ied"}
        found |= {f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"}
    return frozenset(found)


DETERMINERS = frozenset("a an the my your our his her its their some any this that these".split())
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
AUXILIARIES = frozenset(
    """
    is are was were be been being am do does did done has have had having will would can could
    should shall may might must isn't aren't wasn't weren't don't doesn't didn't can't won't
    couldn't wouldn't shouldn't hasn't haven't hadn't what's who's where's how's why's when's
    that's it's let's there's
    """.split()
)
PREPOSITIONS = frozenset(
    """
    about above across after against along among around as at before behind below beneath beside
    besides between beyond by concerning despite during except for from in inside into like near of
    off on onto outside over per regarding since through throughout to toward towards under until
    up upon versus via vs with within without
    """.split()
)
QUESTION_WORDS = frozenset("what who whom whose which when where why how".split())
PRONOUNS = frozenset(
    """
    i you he she it we they me him us them myself yourself himself herself itself themselves mine
    yours hers theirs ours there here someone anyone everyone something anything everything nothing
    one ones others another that this those these somebody anybody everybody nobody people's
    """.split()
)
# Adjectives and quantities that say nothing about what is meant: "the main different types".
EMPTY_ADJECTIVES = frozenset(
    """
    best better biggest certain common different every few first good great important interesting
    key known large largest last latest less little main major many more most much new next notable
    older only other own possible previous primary recent same several significant similar specific
    such top total true typical various whole worst bad big average normal favorite favourite
    overall current entire particular actual second third fourth fifth both each all some smallest
    longest oldest highest fastest tallest strongest earliest simplest cheapest
    any no else enough lot lots two three four five six seven eight nine ten
    """.split()
)
# Adverbs and the like, which stand in no noun phrase.
ADVERBS = frozenset(
    """
    actually ago again almost alone already also always anyway apart away back besides cheaply
    easily else even ever exactly far fast finally first free generally here however indeed instead
    just later mainly maybe mostly much never normally not now often okay ok once only originally
    perhaps please possibly primarily probably quickly quite rather really safely so sometimes soon
    still successfully then there though today together tomorrow too typically usually very well
    yes yesterday yet interesting oh wow thanks no hi hey sure great cool hmm ah right long
    considered better worse able available due similarly specifically
    """.split()
)
CONJUNCTIONS = frozenset("and or but nor because if while although than whether that".split())
# Verbs as they stand in questions; a noun of the same form is told by the word before it.
VERBS = _forms(
    """
    affect allow answer appear arrive ask attack attend attract avoid ban become beat begin
    began begun believe belong benefit break broke broken bring brought build built burn buy bought
    call care carry catch cause celebrate change charge choose chose claim clean close come came
    compare compete connect consider consist contain continue contribute control convert cook cost
    create cross cure damage deal decide defend define depend describe design destroy determine
    develop die differ discover discuss do drink drive drop earn eat ate end enjoy enter escape
    evolve exist expect experience explain explode face fail fall fell fight find found fix fly
    follow forbid form gain get got give gave given go went gone grow grew grown guide handle hang
    happen hate have hear heard help hide hit hold held hunt identify impact improve include
    increase influence inspire invent invest join keep kept kill know knew known last launch lead
    learn leave left let lie like live look lose lost love make made manage marry matter mean meant
    measure meet met mention motivate move name need notice occur offer open operate order organize
    own pay paid perform pick plan play prefer prepare prevent process produce promote protect
    prove provide publish put qualify reach react read receive recognize recommend recover recycle
    reduce refer relate release remain remember remove repair replace require respond rest result
    reverse rise rose run ran save say said see seen saw seem sell sold send sent separate serve
    shoot show signify slow solve speak spoil spread stand start state stay steal stop strike study
    succeed suffer suggest support survive take took taken talk teach tell think thought threaten
    train travel treat try turn understand use visit vote wait walk want warn wear win won work
    worry write wrote written compost rank replaced located involved banned lived die dying leaving
    abandon accept accuse acquire acknowledge add admit advise agree announce annex appoint approve
    argue arrest assess assume boycott cancel capture cease cite commit concede condemn conduct
    confirm consult cooperate criticise criticize crash declare deliver deny deploy dismiss dispute
    donate elect emphasise emphasize endorse enforce evacuate execute expand expel ignore impeach
    implement impose injure insist intend invade investigate join justify lift lower maintain
    mediate merge mourn negotiate nominate occupy oppose oust overturn participate predict propose
    prosecute punish pursue push raise ratify reaffirm rebuild recall reclaim reinforce reject
    renew resign resolve restore retire reveal revise sanction secure seek settle strengthen submit
    sue supply surprise surrender suspect suspend swap testify trigger urge veto violate visit void
    withdraw withdrew withdrawn
    led fed drew drawn wore worn swam threw thrown spoke spoken chosen flew flown forgot forgotten
    rode ridden sang sung sank sunk shook taught sought dealt bred bled fled slept swept felt hurt
    cut spent shot stole stolen swore woke wound saved grown arose become set shut wed blew blown
    ate eaten bit bitten froze hung laid paid sat stuck struck stung won water seem
    """
)
# Of those, the pasts and participles that do not end in "ed".
IRREGULAR_PASTS = frozenset(
    """
    ate beat became began begun bit bitten bled blew blown bought bred broke broken brought built
    came caught chose chosen cut dealt done drank drawn drew drove driven eaten fallen fed fell felt
    fled flew flown forgot forgotten fought found froze gave given gone got grew grown had heard
    held hid hidden hit hung hurt kept knew known laid led left lost made meant met paid put ran
    read ridden rode rose risen said sang sank sat saw seen sent set shook shot shut slept sold
    sought spent split spoke spoken stole stolen stood struck stuck stung sung sunk swam swept swore
    taught thought threw thrown told took taken understood went woke won wore worn wound written
    wrote withdrew withdrawn wed spread run come become overturned
    """.split()
)
# Nouns that are of something: without an "of", what they are of has to be known.
RELATIONAL = frozenset(
    """
    advantage age aim amount aspect benefit best cause characteristic component consequence cost
    date definition difference disadvantage drawback duration effect example fact feature form
    function goal history idea impact implication importance ingredient kind length level limit
    link location meaning member method number origin owner part population price problem procedure
    process pro con property purpose reason relation relationship requirement result risk role
    rule sign significance size solution sort source stage step strategy symptom
    technique issue challenge theory
    tip treatment trend type use value variety version way weight work side alternative
    complication diagnosis habitat leader founder author inventor creator director winner rival
    capital population climate economy culture controversy criticism plot cast ending title theme
    brand model species breed style category class option license permit fee salary schedule
    reaction response background career education family wife husband child son daughter parent
    brother sister nationality variant religion height
    birthday birthplace fate death moment
    defense defence lesson experience evidence proof outcome legacy feature speed temperature
    colour color shape
    """.split()
)
# Nouns that only tell sorts apart: "what type has thorns?" lacks what the types are of.
TYPES = frozenset("type kind sort variety species brand model breed style category class".split())
# The nouns among them that classify: "types of X" is about X as well.
KINDS = frozenset(
    """
    advantage aspect benefit best category cause characteristic class component con cost definition
    difference disadvantage drawback effect example fact feature form function goal history impact
    importance ingredient kind meaning number origin part price pro purpose reason result risk role
    sign significance side size sort source stage step symptom tip type use value way weight
    implication
    population amount moment information issue challenge
    """.split()
)
# Definite without having been spoken of: there is but one, or everybody knows which.
KNOWN_TO_ALL = frozenset(
    """
    world country government election president prime minister weather economy news war police
    army internet moon sun earth sky sea ocean public media press past future present time day
    week month year morning evening night week weekend market environment climate pope king queen
    law state city pandemic article articles story report people poor rich young first world's
    """.split()
)
# What a name belongs to as its own kind: "the company (Tesla)".
CLASSES = frozenset(
    """
    actor actress agreement airline airport album animal app artist attack author ban band bank
    battle bill book bridge building campaign case club company conference conflict court crash
    disease drug earthquake event film fire flood game group hurricane incident island law
    league medicine meeting movement movie museum organization organisation outbreak party plan
    plane plant player policy program programme project protest rocket scandal school series ship
    show singer song storm strike summit team tournament town treaty trial university vaccine
    virus volcano war website writer player problem addiction technology breed dog city country
    """.split()
)
# Words that compare with something, which has to be known.
COMPARING = frozenset(
    """
    other others another different similar instead alternative alternatives else compared compare
    same both previous next better worse best worst also additional further
    """.split()
)
SINGULAR_IN_S = frozenset(
    """
    politics economics physics ethics mathematics athletics gymnastics news diabetes series
    measles rabies species arthritis analysis crisis basis virus bus gas lens
    """.split()
)
IRREGULAR_PLURALS = frozenset(
    "people children men women police mice feet teeth geese bacteria media data cattle they".split()
)
PERSON_NOUNS = frozenset(
    """
    shooter gunman attacker killer suspect driver pilot
    man woman boy girl person guy actor actress husband wife mother father brother sister son
    daughter king queen prince princess mayor writer widow father-in-law friend
    """.split()
)
