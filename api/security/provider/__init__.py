"""Sign-in by an OpenID Connect provider: it says who someone is, our accounts say what they may see."""
