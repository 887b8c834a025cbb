// Has Microsoft's client meet vaults that ask for tokens; reads the cases as JSON, writes for each whether the vault was sent a token, and what the client threw.
"use strict";
const { createHttpHeaders } = require("@azure/core-rest-pipeline");
const { KeyClient } = require("@azure/keyvault-keys");

const cases = JSON.parse(process.argv[2]);

async function meet({ vault, challenge, isVerified }) {
  let sent = false;
  const httpClient = {
    sendRequest: async (request) => {
      const hasToken = request.headers.has("authorization");
      sent = sent || hasToken;
      const headers = createHttpHeaders(hasToken ? {} : { "www-authenticate": challenge });
      return { request, status: hasToken ? 404 : 401, headers, bodyAsText: "{}" };
    },
  };
  const credential = { getToken: async () => ({ token: "token", expiresOnTimestamp: Date.now() + 3600000 }) };
  const client = new KeyClient(vault, credential, { httpClient, disableChallengeResourceVerification: !isVerified, retryOptions: { maxRetries: 0 } });
  try {
    await client.getKey("signing-rsa");
  } catch (error) {
    return { sent, fault: error.message };
  }
  return { sent, fault: null };
}

(async () => {
  const met = [];
  for (const one of cases) {
    met.push(await meet(one));
  }
  console.log(JSON.stringify(met));
})();
