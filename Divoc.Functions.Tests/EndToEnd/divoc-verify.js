// Has DIVOC's own signing library verify credentials.
// First line of standard input: {"publicKeyPem", "verificationMethod", "contexts": {url: context}}; each further line a credential.
// Answers each credential with one line: {"verified": bool, "error": text or null}.
const readline = require("readline");
const { vaccinationContext, vaccinationContextV2 } = require("vaccination-context");
const signer = require("certificate-signer-library/signer");

// The library writes its progress to standard output, which is ours.
const answer = (value) => process.stdout.write(JSON.stringify(value) + "\n");
console.log = console.info = () => {};

const configure = ({ publicKeyPem, verificationMethod, contexts }) => {
  const served = {
    "https://divoc.dev/credentials/vaccination/v1": vaccinationContext,
    "https://divoc.dev/credentials/vaccination/v2": vaccinationContextV2,
    ...contexts,
  };
  signer.setDocumentLoader(served, {
    keyType: signer.KeyType.RSA,
    publicKeyPem,
    CERTIFICATE_DID: verificationMethod,
    CERTIFICATE_PUBKEY_ID: "https://example.com/i/india",
    CERTIFICATE_CONTROLLER_ID: "https://divoc.dev/",
  });
};

const verify = async (credential) => {
  try {
    const result = await signer.verifyJSON(credential);
    answer({ verified: result.verified, error: result.verified ? null : String(result.error) });
  } catch (error) {
    answer({ verified: false, error: String(error) });
  }
};

(async () => {
  let configured = false;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (configured) {
      await verify(JSON.parse(line));
    } else {
      configure(JSON.parse(line));
      configured = true;
    }
  }
})();
