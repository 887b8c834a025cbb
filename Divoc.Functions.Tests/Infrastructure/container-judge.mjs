// Reads a Kubernetes manifest and a Dockerfile; writes as JSON the objects of the one, the instructions of the other, and what is wrong with each.
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import dockerfile from "dockerfile-utils";
import { DockerfileParser } from "dockerfile-ast";

const [manifestFile, dockerfileName] = process.argv.slice(2);
const faults = [];
const objects = [];
for (const document of parseAllDocuments(readFileSync(manifestFile, "utf8"), { uniqueKeys: true })) {
  faults.push(...document.errors.map((error) => error.message));
  const object = document.toJS();
  objects.push(object);
  const { apiVersion, kind } = object;
  // The schemas of Kubernetes (from its OpenAPI description) and of KEDA (from its custom resource definitions).
  const models = apiVersion.startsWith("keda.sh/") ? "@kubernetes-models/keda" : "kubernetes-models";
  try {
    const model = (await import(`${models}/${apiVersion}/${kind}`))[kind];
    new model(object).validate();
  } catch (error) {
    faults.push(`${kind} ${object.metadata?.name}: ${error.message}`);
  }
}

const text = readFileSync(dockerfileName, "utf8");
faults.push(...dockerfile.validate(text).map(({ message, range }) => `Dockerfile line ${range.start.line + 1}: ${message}`));
const instructions = DockerfileParser.parse(text).getInstructions().map((instruction) => `${instruction.getKeyword()} ${instruction.getArgumentsContent() ?? ""}`.trim());
console.log(JSON.stringify({ faults, objects, instructions }));
