// Puts a vault through what Microsoft's client does with signing keys; writes a JSON line for each check and ends with 1 if one fails.
"use strict";
const assert = require("node:assert/strict");
const crypto = require("node:crypto");
const { KeyClient, CryptographyClient } = require("@azure/keyvault-keys");

const { VAULT_URL, TOKEN, RESOURCE } = process.env;
const asked = [];
const credential = {
  getToken: async (scopes, options) => {
    asked.push({ scopes, tenantId: options.tenantId });
    return { token: TOKEN, expiresOnTimestamp: Date.now() + 3600000 };
  },
};
const options = { disableChallengeResourceVerification: true, retryOptions: { maxRetries: 0 } };
const client = new KeyClient(VAULT_URL, credential, options);
const signer = (key, more) => new CryptographyClient(key, credential, { ...options, ...more });
const data = Buffer.from("event");
const digest = crypto.createHash("sha256").update(data).digest();
const jwkOf = ({ key }) => Object.fromEntries(Object.entries({ kty: key.kty.replace("-HSM", ""), crv: key.crv, n: key.n, e: key.e, x: key.x, y: key.y })
  .filter(([, value]) => value !== undefined && value.length > 0)
  .map(([name, value]) => [name, typeof value === "string" ? value : Buffer.from(value).toString("base64url")]));
const publicKeyOf = (key) => crypto.createPublicKey({ key: jwkOf(key), format: "jwk" });

async function refusal(call) {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error("it was not refused");
}

const checks = {
  "challenge": async () => {
    await client.getKey("signing-rsa");
    assert.deepEqual(asked[0], { scopes: [`${RESOURCE}/.default`], tenantId: "2f4a9838-0000-0000-0000-000000000000" });
  },
  "current version": async () => {
    const key = await client.getKey("signing-rsa");
    assert.equal(key.keyType, "RSA");
    assert.equal(key.properties.version, process.env.CURRENT_VERSION);
    assert.match(key.properties.version, /^[0-9a-f]{32}$/);
    assert.equal(key.properties.enabled, true);
    assert.deepEqual(key.keyOperations, ["sign", "verify"]);
    assert.equal(key.id, `${VAULT_URL}keys/signing-rsa/${key.properties.version}`);
    assert.equal(publicKeyOf(key).asymmetricKeyDetails.modulusLength, 2048);
  },
  "versions in pages": async () => {
    const versions = [];
    const pages = [];
    for await (const page of client.listPropertiesOfKeyVersions("signing-rsa").byPage({ maxPageSize: 2 })) {
      pages.push(page.length);
      versions.push(...page);
    }
    assert.deepEqual(pages, [2, 1]);
    assert.equal(new Set(versions.map((version) => version.version)).size, 3);
    assert.ok(versions.every((version) => version.createdOn instanceof Date && version.name === "signing-rsa"));
  },
  "earlier version": async () => {
    const key = await client.getKey("signing-rsa", { version: process.env.FIRST_VERSION });
    assert.equal(key.properties.version, process.env.FIRST_VERSION);
  },
  "PS256": async () => {
    const key = await client.getKey("signing-rsa");
    const { result, keyID, algorithm } = await signer(key).sign("PS256", digest);
    assert.equal(keyID, key.id);
    assert.equal(algorithm, "PS256");
    assert.ok(crypto.verify("sha256", data, { key: publicKeyOf(key), padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }, result));
  },
  "PS256 with an earlier version": async () => {
    const key = await client.getKey("signing-rsa", { version: process.env.FIRST_VERSION });
    const { result } = await signer(key).sign("PS256", digest);
    assert.ok(crypto.verify("sha256", data, { key: publicKeyOf(key), padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }, result));
  },
  "ES256": async () => {
    const key = await client.getKey("signing-p256");
    assert.equal(key.key.crv, "P-256");
    const { result } = await signer(key).sign("ES256", digest);
    assert.equal(result.length, 64);
    assert.ok(crypto.verify("sha256", data, { key: publicKeyOf(key), dsaEncoding: "ieee-p1363" }, result));
  },
  "disabled version": async () => {
    const { statusCode, code } = await refusal(() => signer(`${VAULT_URL}keys/signing-rsa/${process.env.DISABLED_VERSION}`).sign("PS256", digest));
    assert.deepEqual([statusCode, code], [403, "Forbidden"]);
  },
  "wrong algorithm": async () => {
    const key = await client.getKey("signing-rsa");
    assert.equal((await refusal(() => signer(key.id).sign("ES256", digest))).statusCode, 400);
  },
  "unknown key": async () => {
    const { statusCode, code } = await refusal(() => client.getKey("nothing"));
    assert.deepEqual([statusCode, code], [404, "KeyNotFound"]);
  },
  "too many": async () => {
    let refused;
    for (let turn = 0; turn < 200 && !refused; turn++) {
      refused = await client.getKey("signing-rsa").then(() => undefined, (error) => error);
    }
    assert.deepEqual([refused?.statusCode, refused?.code], [429, "Throttled"]);
    assert.match(refused.response.headers.get("retry-after"), /^[0-9]+$/);
  },
  "wrong token": async () => {
    const stranger = new KeyClient(VAULT_URL, { getToken: async () => ({ token: "stranger", expiresOnTimestamp: Date.now() + 3600000 }) }, options);
    assert.equal((await refusal(() => stranger.getKey("signing-rsa"))).statusCode, 401);
  },
};

(async () => {
  // Some vaults can be asked for some checks only.
  const names = process.env.CHECKS?.split(",") ?? Object.keys(checks);
  for (const check of names) {
    try {
      await checks[check]();
      console.log(JSON.stringify({ check, passed: true }));
    } catch (error) {
      process.exitCode = 1;
      console.log(JSON.stringify({ check, passed: false, error: `${error.stack ?? error}` }));
    }
  }
})();
