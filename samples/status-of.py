#!/usr/bin/env python3
"""Says whether the certificate in a credential was revoked, by what its issuer publishes. Run it after you have checked the credential's signature.
python3 status-of.py http://localhost:7071 credential.json        Needs the package cryptography. Real verifiers keep what they load until its nextUpdate."""
import base64, datetime, hashlib, json, sys, urllib.error, urllib.request
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

def load(address):
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read(), answer.headers.get_content_type()

def check(service, issuer, body, media_type):
    """The payload of a JWS that a key of the issuer signed and that is not too old."""
    if media_type == "application/jose+json":
        parts = json.loads(body)
        protected, payload, signature, kid, kind = parts["protected"], parts["payload"], parts["signature"], parts["header"]["kid"], None
    else:
        protected, payload, signature = body.decode("ascii").split(".")
        kid, kind = json.loads(decode(protected))["kid"], media_type.removeprefix("application/")
    header = json.loads(decode(protected))
    if header["alg"] != "PS256" or header.get("typ") != kind or "crit" in header:
        raise ValueError("another kind of JWS")
    key = next(key for key in json.loads(load(service + "/.well-known/jwks.json")[0])["keys"] if key["kid"] == kid)
    public = rsa.RSAPublicNumbers(int.from_bytes(decode(key["e"])), int.from_bytes(decode(key["n"]))).public_key()
    public.verify(decode(signature), f"{protected}.{payload}".encode(), padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
    claims = json.loads(decode(payload))
    if claims["issuer"] != issuer or datetime.datetime.fromisoformat(claims["nextUpdate"]) <= datetime.datetime.now(datetime.timezone.utc):
        raise ValueError("another issuer, or out of date")
    return claims

def find_list(service, issuer, digest):
    """The list that has the certificate if anything stands against it, and the certificate's name there."""
    body, media_type = load(service + "/revocations")
    root = check(service, issuer, body, media_type)
    if media_type == "application/jose+json" and root["prefixLength"] == 0:
        return root, digest
    for length in [root["prefixLength"], *root["formerPrefixLengths"]]:
        prefix = digest.hex()[:length]
        try:
            body, media_type = load(f"{service}/revocations/{prefix}")
        except urllib.error.HTTPError:
            continue  # A new length may not be made yet: those before are answered for some days.
        shard = check(service, issuer, body, media_type)
        if media_type == "application/status-shard+jws" and shard["prefix"] == prefix:
            return shard, digest[:16]
    raise ValueError("no list says anything of this certificate: load the index again, and take its status for unknown meanwhile")

service, credential = sys.argv[1].rstrip("/"), json.load(open(sys.argv[2], encoding="utf-8"))
certificate_id = credential["evidence"][0]["id"].rsplit("/", 1)[1]  # Signed with the rest, and nothing that somebody types.
found, name = find_list(service, credential["issuer"], hashlib.sha256(certificate_id.encode()).digest())
name, now = base64.urlsafe_b64encode(name).decode().rstrip("="), datetime.datetime.now(datetime.timezone.utc)
spans = [(datetime.datetime.fromisoformat(s["from"]), s.get("until")) for s in found["suspended"] if s["certificate"] == name]
away = any(start <= now and (end is None or now < datetime.datetime.fromisoformat(end)) for start, end in spans)
print("REVOKED" if name in found["revoked"] else "SUPERSEDED" if name in found["superseded"] else "SUSPENDED" if away else "LIVE")
