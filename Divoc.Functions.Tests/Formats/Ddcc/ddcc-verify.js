// Verifies documents with the npm packages canonicalize (RFC 8785) and jws (RFC 7515).
// Standard input: {"keys": {kid: PEM}, "documents": [document]}. Standard output: for each document the algorithm whose signature is right, else null.
const canonicalize = require("canonicalize");
const jws = require("jws");

const verify = (keys, document) => {
  const { signature, ...content } = document;
  const [header, payload, value] = Buffer.from(signature.data, "base64").toString("ascii").split(".");
  const { alg, kid } = JSON.parse(Buffer.from(header, "base64url"));
  const token = [header, Buffer.from(canonicalize(content)).toString("base64url"), value].join(".");
  return payload === "" && jws.verify(token, alg, keys[kid]) ? alg : null;
};

const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk));
process.stdin.on("end", () => {
  const { keys, documents } = JSON.parse(Buffer.concat(chunks));
  process.stdout.write(JSON.stringify(documents.map((document) => verify(keys, document))));
});
