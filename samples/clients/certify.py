#!/usr/bin/env python3
"""Certifies the events of a file, waits, and keeps credential, QR code and page of each certificate.

python3 certify.py EVENTS.json FOLDER, with the service's address in CERTIFICATE_SERVICE and your access key in CERTIFICATE_KEY.
Nothing but Python 3 is needed. Ends with 0 when each event has a certificate, else with 1.
"""
import hashlib, json, os, pathlib, sys, time, urllib.error, urllib.request

SERVICE = os.environ.get("CERTIFICATE_SERVICE", "http://localhost:7071").rstrip("/")
KEY = os.environ.get("CERTIFICATE_KEY")
TRIES = 10


def call(url, body=None, headers=None):
    """Calls until the service can answer: an outage, a full quota and a lost connection pass by. Gives the bytes and the headers."""
    headers = dict(headers or {}, **({"x-functions-key": KEY} if KEY else {}))
    for attempt in range(1, TRIES + 1):
        try:
            with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=100) as answer:
                return answer.read(), answer.headers
        except urllib.error.HTTPError as refused:
            if refused.code not in (429, 500, 503) or attempt == TRIES:
                explain(json.loads(refused.read()))
            wait = int(refused.headers.get("Retry-After", attempt))
        except OSError as lost:
            if attempt == TRIES:
                sys.exit(f"{url}: {lost}")
            wait = attempt
        time.sleep(wait)


def explain(problem):
    """A refusal lists everything that is wrong: each place, a stable code and a sentence."""
    print(problem["errorCode"], problem["detail"], file=sys.stderr)
    for error in problem.get("errors", []):
        print(f'  {error["pointer"]} {error["code"]}: {error["detail"]}', file=sys.stderr)
    sys.exit(1)


def main(events, folder):
    body = pathlib.Path(events).read_bytes()
    # The same file has the same key: whatever breaks off, run it again and nothing is certified twice.
    key = hashlib.sha256(body).hexdigest()
    accepted = json.loads(call(f"{SERVICE}/divoc/api/v1/certify", body, {"Content-Type": "application/json", "Idempotency-Key": key})[0])
    for warning in accepted["warnings"]:
        print(f'  {warning["pointer"]} {warning["code"]}: {warning["detail"]}', file=sys.stderr)
    while True:
        answer, headers = call(accepted["statusUrl"])
        certificates = json.loads(answer)["certificates"]
        if all(one["status"] != "QUEUED" for one in certificates):
            break
        time.sleep(int(headers.get("Retry-After", 1)))
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    for one in certificates:
        print(one["index"], one["status"], one["certificateId"], one.get("reason", ""))
        for part, extension in (("credential", "json"), ("qr", "png"), ("pdf", "pdf")):
            if "links" in one:
                pathlib.Path(folder, f'{one["certificateId"]}.{extension}').write_bytes(call(one["links"][part])[0])
    sys.exit(0 if all("links" in one for one in certificates) else 1)


if __name__ == "__main__":
    main(*sys.argv[1:3])
