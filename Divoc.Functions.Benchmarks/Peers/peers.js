// Measures npm qrcode and DIVOC's certificate-signer-library on what the standard input says:
// {"symbols": [base64, ...], "credentials": [credential without proof, ...], "privateKeyPem", "publicKeyPem", "verificationMethod"}.
// Answers with milliseconds of processor time each, on one line: {"matrix", "png", "sign"}.
const { readFileSync } = require("fs");
const QRCode = require("qrcode");
const { vaccinationContext, vaccinationContextV2 } = require("vaccination-context");
const signer = require("certificate-signer-library/signer");

// The signing library writes its progress to standard output, which is ours.
console.log = console.info = () => {};

const input = JSON.parse(readFileSync(0, "utf8"));
const symbols = input.symbols.map((text) => [{ data: new Uint8ClampedArray(Buffer.from(text, "base64")), mode: "byte" }]);
const matrix = { errorCorrectionLevel: "M" };
const image = { ...matrix, type: "png", scale: 4, margin: 4 };

signer.setDocumentLoader(
  {
    "https://divoc.dev/credentials/vaccination/v1": vaccinationContext,
    "https://divoc.dev/credentials/vaccination/v2": vaccinationContextV2,
  },
  {
    keyType: signer.KeyType.RSA,
    publicKeyPem: input.publicKeyPem,
    privateKeyPem: input.privateKeyPem,
    CERTIFICATE_DID: input.verificationMethod,
    CERTIFICATE_PUBKEY_ID: "https://example.com/i/india",
    CERTIFICATE_CONTROLLER_ID: "https://divoc.dev/",
  },
);

// All once, that the code is compiled, then all again, measured.
const measure = async (items, work) => {
  for (const item of items) await work(item);
  const before = process.cpuUsage();
  for (const item of items) await work(item);
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1000 / items.length;
};

(async () => {
  const figures = {
    matrix: await measure(symbols, (symbol) => QRCode.create(symbol, matrix)),
    png: await measure(symbols, (symbol) => QRCode.toBuffer(symbol, image)),
    sign: await measure(input.credentials, async (credential) => {
      const signed = await signer.signJSON(structuredClone(credential));
      if (!signed.proof || !signed.proof.jws) throw new Error("It did not sign.");
    }),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
})();
