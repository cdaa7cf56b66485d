"""What a word of a text does to its sentence: denies, sends elsewhere, names people, asks for papers."""

from matching.text import SENTENCE_END, fold


class Sign:
    """Bits, as plain numbers: an enumeration's operators cost more than the rest of the reading."""

    SENTENCE = 1
    COMMA = 2
    NOT = 1 << 2
    LACKING = 1 << 3
    EXCLUDING = 1 << 4
    WITHOUT = 1 << 5
    TOWARDS = 1 << 6
    """Sends elsewhere, if something near it is oriented."""
    PAPERS = 1 << 7
    PEOPLE = 1 << 8
    CONTRAST = 1 << 9
    SUBJECT = 1 << 10
    HAVING = 1 << 11
    UNDOING = 1 << 12
    DIRECTING = 1 << 13
    AIM = 1 << 14
    DIRECTED = 1 << 15
    OURS = 1 << 16
    INVITING = 1 << 17
    OTHERS = 1 << 18
    """Names others, or what was: what follows is theirs."""
    BACKED = 1 << 19
    BY = 1 << 20
    ORIENTING = 1 << 21
    BELONGING = 1 << 22
    REQUIRED = 1 << 23
    """Says that what stands before it must be there."""
    LIST = 1 << 24
    ASKED = 1 << 25
    INFINITIVE = 1 << 26
    SELF = 1 << 27
    ADDRESSED = 1 << 28
    BREAK = 1 << 29
    """Ends a line."""
    COLON = 1 << 30


_WORDS = {
    Sign.COMMA: ", ( ) :",
    Sign.COLON: ":",
    Sign.BREAK: "\n",
    Sign.NOT: "ne n",
    Sign.LACKING: "pas plus jamais ni aucun aucune guere",
    Sign.EXCLUDING: "hors sauf excepte exclusion exception excluant",
    Sign.WITHOUT: "sans",
    Sign.TOWARDS: "vers aupres",
    Sign.OTHERS: (
        "redirige redirigeons redirigent renvoie renvoyons renvoient prescription prescripteur prescripteurs "
        "partenaires condition conditions auparavant anciennement autrefois"
    ),
    Sign.BACKED: (
        "finance financee finances financees cofinance cofinancee cofinances cofinancees soutenu soutenue "
        "soutenus agree agreee agrees agreees habilite habilitee habilites subventionne subventionnee "
        "conventionne conventionnee labellise labellisee mandate mandatee oriente orientee orientes orientees "
        "adresse adressee adresses adressees prescrit prescrite prescrits envoye envoyee envoyes envoyees delivre "
        "delivree delivres instruit instruite instruits instruites lien partenariat collaboration coordination "
        "concertation articulation"
    ),
    Sign.BY: "par avec",
    Sign.ORIENTING: (
        "orienter orientation orientations orientons orientent oriente orientee orientes orientees orientant "
        "relais relayer dirige diriger dirigeons dirigent dirigees diriges rediriger redirection adresser "
        "adressons adressent passerelle renvoi relaie relayons"
    ),
    Sign.BELONGING: "releve relevent",
    Sign.PAPERS: (
        "justificatif justificatifs munir muni munis munissez presentation apportez presentez prerequis titulaire "
        "titulaires"
    ),
    Sign.REQUIRED: (
        "obligatoire obligatoires exige exigee exiges exigees requis requise requises souhaitable souhaite souhaitee"
    ),
    Sign.LIST: "pieces piece documents document justificatifs justificatif papiers liste",
    Sign.ASKED: "fournir apporter joindre presenter produire prevoir rassembler",
    Sign.PEOPLE: (
        "beneficiaires beneficiaire allocataires allocataire titulaires ouvert ouverte ouverts reserve reservee "
        "reserves destine destinee destines public publics personnes personne celles ceux habitants jeunes "
        "adultes femmes hommes salaries demandeurs percevant relevant pour eligibles priorite prioritairement "
        "accessible accessibles dont"
    ),
    Sign.ADDRESSED: "adresse adressent adressant",
    Sign.SELF: "s se",
    Sign.CONTRAST: "mais cependant toutefois neanmoins revanche sinon uniquement seulement juste",
    # Whose lack is spoken of: it is a need, not a denial.
    Sign.SUBJECT: (
        "qui vous personnes personne public publics on ceux celles si quand lorsque je quiconque tu car meme "
        "familles gens"
    ),
    Sign.HAVING: "ont ai as avez avons ayant avoir ayez aurait disposant parlant sachant pouvant sait savent",
    # "n'est pas obligatoire": nothing is denied, nor done.
    Sign.UNDOING: "besoin obligatoire necessaire exige exigee demande demandee requis requise obliges importe faut",
    # "pas seulement", "n'hésitez pas": it is done.
    Sign.INVITING: (
        "seulement uniquement limite hesitez hesiter oubliez attendez seul seule seuls restez restent rester "
        "laisse laissez inquietez"
    ),
    Sign.DIRECTING: (
        "adressez adresser adressons contactez contacter composez voyez demandez dirigez renseignez consultez "
        "tournez orientons renvoyons rapprochez rapprocher appelez"
    ),
    Sign.AIM: "pour si cas question questions demande demandes",
    Sign.DIRECTED: (
        "oriente orientee orientes orientees renvoye renvoyee renvoyes renvoyees rediriges redirigees transmis "
        "transmise transmises adressees adressee diriges dirigees"
    ),
    Sign.OURS: "nous ici accueil secretariat equipe notre nos ligne mail",
}
_SIGNS: dict[str, int] = {}
for _sign, _words in _WORDS.items():
    for _word in _words.split(" "):
        _SIGNS[_word] = _SIGNS.get(_word, 0) | _sign

_INFINITIVES = ("er", "ir", "re")
_SHORTEST_VERB = 4


def sign_of(token: str) -> int:
    """What a token of a text does to its sentence, in bits: nothing, for most."""
    folded = fold(token)
    sign = _SIGNS.get(folded, 0)
    if token in SENTENCE_END:
        return sign | Sign.SENTENCE
    if len(folded) >= _SHORTEST_VERB and folded.endswith(_INFINITIVES):
        return sign | Sign.INFINITIVE
    # A telephone number with its zero is the service's own; 115 or 3919 is somebody else's.
    return sign | Sign.OURS if folded.isdigit() and folded.startswith("0") else sign
