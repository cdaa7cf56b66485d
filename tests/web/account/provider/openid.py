"""A real OpenID provider on this machine, built of Authlib's server parts: codes, PKCE, signed tokens, sign-out.

It lets in at once whoever it is told of, as a provider does for someone already signed in there. ``tampering`` makes
it lie in its tokens, as an attacker who holds no key of its own would want it to.
"""

import json
import socket
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, OAuth2Payload, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.rpinitiated import EndSessionEndpoint
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID, CLIENT_SECRET = "maillage tests", "a secret: of + the tests"
KEYS = {kid: RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}) for kid in ("first", "second", "forger")}
"""Made once: keys take their time."""


@dataclass
class Client(ClientMixin):  # type: ignore[misc]  # Authlib ships no types
    """Maillage, as it was declared to the provider."""

    here: str
    method: str

    @property
    def client_metadata(self) -> dict[str, Any]:
        return {"post_logout_redirect_uris": [self.here + "/connexion"]}

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.here + "/connexion/fournisseur/retour"

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == self.method

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code:
    """A code that was given out."""

    user: str
    request: dict[str, str]

    def get_redirect_uri(self) -> str:
        return self.request["redirect_uri"]

    def get_scope(self) -> str:
        return self.request["scope"]

    def get_nonce(self) -> str:
        return self.request["nonce"]

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None: ...

    def get_amr(self) -> None: ...

    @property
    def code_challenge(self) -> str | None:
        return self.request.get("code_challenge")

    @property
    def code_challenge_method(self) -> str | None:
        return self.request.get("code_challenge_method")


@dataclass
class OpenIdProvider:
    """One provider, what it was asked, and how it lies."""

    issuer: str
    here: str
    """Where Maillage is reached."""
    user: str | None = "subject-1"
    """Who is signed in there; nobody, and it refuses."""
    auth_method: str = "client_secret_basic"
    tampering: Callable[[dict[str, Any], dict[str, Any]], None] = lambda header, claims: None
    """Changes a token's header and claims before it is signed with the key that the header names."""
    published: dict[str, Any] = field(default_factory=dict)
    """Changes what the discovery document says."""
    kid: str = "first"
    shown_keys: tuple[str, ...] = ("first",)
    down: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    signed_out: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": self.issuer + "/authorize",
            "token_endpoint": self.issuer + "/token",
            "jwks_uri": self.issuer + "/jwks",
            "end_session_endpoint": self.issuer + "/end",
            "token_endpoint_auth_methods_supported": [self.auth_method],
            "code_challenge_methods_supported": ["S256"],
            **self.published,
        }

    def keys(self) -> KeySet:
        return KeySet([KEYS[kid] for kid in self.shown_keys])


class _Server(AuthorizationServer):  # type: ignore[misc]  # Authlib ships no types
    def __init__(self, provider: OpenIdProvider) -> None:
        super().__init__(scopes_supported=["openid"])
        self.provider = provider
        self.register_token_generator("default", BearerTokenGenerator(lambda **_: f"access-{time.time_ns()}"))
        self.register_grant(_Grant, [_IdTokens(provider), CodeChallenge(required=True)])
        self.register_endpoint(_End(self))

    def query_client(self, client_id: str) -> Client | None:
        return Client(self.provider.here, self.provider.auth_method) if client_id == CLIENT_ID else None

    def save_token(self, token: object, request: object) -> None: ...

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None: ...

    def create_oauth2_request(self, request: "_Asked | OAuth2Request") -> OAuth2Request:
        return request if isinstance(request, OAuth2Request) else _OAuth2Request(request)

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Response:
        content = json.dumps(body) if isinstance(body, dict) else body
        return Response(content, status, dict(headers))


@dataclass
class _Asked:
    method: str
    path: str
    told: dict[str, str]
    headers: dict[str, str]


class _OAuth2Request(OAuth2Request):  # type: ignore[misc]  # Authlib ships no types
    def __init__(self, asked: _Asked) -> None:
        # Authlib wants HTTPS; on this machine alone there is none.
        super().__init__(asked.method, "https://provider.test" + asked.path, headers=asked.headers)
        self.payload: OAuth2Payload = BasicOAuth2Payload(asked.told)
        self._told = asked.told

    @property
    def args(self) -> dict[str, str]:
        return self._told

    @property
    def form(self) -> dict[str, str]:
        return self._told


class _Grant(AuthorizationCodeGrant):  # type: ignore[misc]  # Authlib ships no types
    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        self.server.provider.codes[code] = Code(request.user, dict(request.payload.data))

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        found: Code | None = self.server.provider.codes.get(code)
        return found

    def delete_authorization_code(self, authorization_code: Code) -> None:
        codes = self.server.provider.codes
        for code in [code for code, kept in codes.items() if kept is authorization_code]:
            del codes[code]

    def authenticate_user(self, authorization_code: Code) -> str:
        return authorization_code.user


class _IdTokens(OpenIDCode):  # type: ignore[misc]  # Authlib ships no types
    def __init__(self, provider: OpenIdProvider) -> None:
        super().__init__(require_nonce=True)
        self.provider = provider

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        return any(code.get_nonce() == nonce for code in self.provider.codes.values())

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        return {"iss": self.provider.issuer, "aud": CLIENT_ID}

    def generate_user_info(self, user: str, scope: str) -> UserInfo:
        return UserInfo(sub=user)

    def resolve_client_private_key(self, client: Client) -> RSAKey:
        return KEYS[self.provider.kid]

    def get_client_algorithm(self, client: Client) -> str:
        return "RS256"

    def get_encode_header(self, client: Client) -> dict[str, Any]:
        return {"alg": "RS256", "kid": self.provider.kid}

    def encode_id_token(self, token: dict[str, Any], request: OAuth2Request) -> str:
        honest: str = super().encode_id_token(token, request)
        return lie(honest, self.provider)


def lie(id_token: str, provider: OpenIdProvider) -> str:
    """The token as the provider's tampering has it; the same when there is none."""
    read = jwt.decode(id_token, KEYS[provider.kid], algorithms=["RS256"])
    header, claims = dict(read.header), dict(read.claims)
    provider.tampering(header, claims)
    if (header, claims) == (read.header, read.claims):
        return id_token
    signing = header.pop("signed with", provider.kid)
    if header["alg"] == "none":
        parts = (urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims))
        return ".".join([*parts, ""])
    key = OctKey.import_key(CLIENT_SECRET * 2) if header["alg"].startswith("HS") else KEYS[signing]
    return jwt.encode(header, claims, key, algorithms=[header["alg"]])


class _End(EndSessionEndpoint):  # type: ignore[misc]  # Authlib ships no types
    def get_server_jwks(self) -> KeySet:
        return KeySet([KEYS[kid] for kid in self.server.provider.shown_keys])

    def end_session(self, end_session_request: Any) -> None:
        self.server.provider.signed_out.append(end_session_request.id_token_claims["sub"])
        self.server.provider.user = None


def application(provider: OpenIdProvider) -> Starlette:
    """The provider over HTTP."""
    server = _Server(provider)

    async def asked(request: Request) -> _Asked:
        sent = (await request.body()).decode() or request.url.query
        headers = {name.title(): value for name, value in request.headers.items()}
        return _Asked(request.method, request.url.path, dict(parse_qsl(sent)), headers)

    async def discovery(request: Request) -> Response:
        return JSONResponse(provider.metadata())

    async def jwks(request: Request) -> Response:
        return JSONResponse(provider.keys().as_dict(private=False))

    async def authorize(request: Request) -> Response:
        told = await asked(request)
        provider.asked.append(told.told)
        grant = server.get_authorization_grant(server.create_oauth2_request(told))
        found: Response = server.create_authorization_response(grant.request, provider.user, grant=grant)
        return found

    async def token(request: Request) -> Response:
        found: Response = await run_in_threadpool(server.create_token_response, await asked(request))
        return found

    async def end(request: Request) -> Response:
        found: Response = server.create_endpoint_response("end_session", await asked(request))
        return found or RedirectResponse("/")

    routes = {
        "/.well-known/openid-configuration": discovery,
        "/jwks": jwks,
        "/authorize": authorize,
        "/token": token,
        "/end": end,
    }

    async def watched(request: Request) -> Response:
        provider.paths.append(request.url.path)
        if provider.down:
            return Response(status_code=503)
        return await routes[request.url.path](request)

    return Starlette(routes=[Route(path, watched, methods=["GET", "POST"]) for path in routes])


@contextmanager
def running(here: str, host: str = "127.0.0.1") -> Iterator[OpenIdProvider]:
    """A provider on a free port, which knows Maillage at ``here``; ``host`` is what this machine is called."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        provider = OpenIdProvider(f"http://{host}:{listening.getsockname()[1]}", here)
        server = uvicorn.Server(uvicorn.Config(application(provider), log_config=None))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield provider
        server.should_exit = True
        thread.join()
