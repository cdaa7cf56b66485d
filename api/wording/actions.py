"""What the trail's actions are called."""

from collections.abc import Mapping
from types import MappingProxyType

from api.i18n import Message, say

ACTIONS: Mapping[str, Message] = MappingProxyType(
    {
        "person.read": say("A ouvert un dossier"),
        "people.list": say("A listé des personnes"),
        "person.create": say("A ajouté une personne"),
        "person.write": say("A changé une situation"),
        "person.leave": say("A noté un départ"),
        "person.return": say("A noté un retour"),
        "need.write": say("A évalué des freins"),
        "plan.choose": say("A noté un choix pour le plan"),
        "plan.keep": say("A gardé un plan"),
        "plan.forget": say("N’a plus gardé le plan"),
        "referent.write": say("A noté un référent"),
        "needs.count": say("A compté les besoins d’un territoire"),
        "result.keep": say("A reçu une proposition, gardée"),
        "result.read": say("A rejoué une proposition"),
        "referral.prepare": say("A préparé une orientation"),
        "referral.move": say("A fait avancer une orientation"),
        "referral.undo": say("A défait une étape d’une orientation"),
        "referral.read": say("A ouvert une orientation"),
        "referral.list": say("A listé des orientations"),
        "referral.allocate": say("A réparti des places"),
        "places.share": say("A calculé un partage de places"),
        "reminder.make": say("A rappelé ce qui est à faire"),
        "reminder.list": say("A lu ce qui est à faire"),
        "reminder.done": say("A noté une tâche faite"),
        "flag.list": say("A lu ce qui est à regarder dans des suivis"),
        "step.list": say("A lu les pas faits avec des personnes"),
        "step.write": say("A noté un pas fait avec une personne"),
        "news.list": say("A lu les nouvelles prises"),
        "news.write": say("A noté des nouvelles"),
        "agreement.give": say("A noté un accord de partage"),
        "agreement.withdraw": say("A noté le retrait d’un accord de partage"),
        "agreement.list": say("A lu des accords de partage"),
        "link.read": say("A ouvert le lien d’un partenaire"),
        "identity.read": say("A lu des noms"),
        "identity.write": say("A changé un nom"),
        "grant.give": say("A donné un accès"),
        "grant.end": say("A retiré un accès"),
        "match.profile": say("A envoyé un profil"),
        "key.create": say("A créé une clé"),
        "key.revoke": say("A révoqué une clé"),
        "account.add": say("A créé un compte"),
        "account.invite": say("A envoyé une invitation"),
        "account.leave": say("A fermé un compte"),
        "account.reopen": say("A rouvert un compte"),
        "role.assign": say("A donné un rôle"),
        "role.withdraw": say("A retiré un rôle"),
        "access.refused": say("S’est vu refuser un accès"),
        "sign-in": say("S’est identifié·e"),
        "sign-in-failed": say("N’a pas pu s’identifier"),
        "sign-out": say("S’est déconnecté·e"),
        "session.end": say("A mis fin à une session"),
        "password.set": say("A choisi un mot de passe"),
        "second-factor.set": say("A ajouté un second facteur"),
        "second-factor.remove": say("A retiré un second facteur"),
        "second-factor.revoke": say("A retiré le second facteur de quelqu’un"),
        "exit.record": say("A noté une sortie"),
        "exit.contact": say("A noté ce qu’il en est après une sortie"),
        "exit.close": say("A cessé de suivre une sortie"),
        "exit.read": say("A lu les sorties d’une personne"),
        "exit.list": say("A listé qui appeler après une sortie"),
        "exit.count": say("A compté les sorties d’un territoire"),
        "calendar.renew": say("A changé l’adresse d’un agenda"),
        "territory.add": say("A ouvert un territoire"),
        "territory.rename": say("A renommé un territoire"),
        "chantier.add": say("A ouvert un chantier"),
        "chantier.rename": say("A renommé un chantier"),
        "chantier.close": say("A fermé un chantier"),
        "chantier.reopen": say("A rouvert un chantier"),
        "provider.link": say("A relié son compte à un fournisseur d’identité"),
        "provider.unlink": say("A séparé son compte du fournisseur d’identité"),
        "secrets.rotate": say("A remplacé la clé secrète"),
        "trail.read": say("A lu la trace"),
    }
)
"""By code, those about people first."""


def action_name(code: str) -> Message:
    """What an action is called; its code where it has no name yet."""
    return ACTIONS.get(code) or say("{code}", code=code)
