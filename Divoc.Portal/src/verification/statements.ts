import recovery from '../../../Divoc.Functions/Formats/Divoc/Contexts/recovery-v1.context.json';
import test from '../../../Divoc.Functions/Formats/Divoc/Contexts/test-certificate-v1.context.json';
import vaccination1 from '../../../Divoc.Functions/Formats/Divoc/Contexts/vaccination-v1.context.json';
import vaccination2 from '../../../Divoc.Functions/Formats/Divoc/Contexts/vaccination-v2.context.json';
import { isWellFormed } from './iri';
import { type Json, JsonNumber, type JsonObject, text } from './json';
import { iri, type Statement, type Term } from './nquads';

/**
 * What a credential says, as statements of RDF: what is signed. Only the members of its kind stand in it (see fields.ts), so of JSON-LD nothing is needed but the terms of the frozen contexts, which are read here as a
 * table of names: scoped by type and by member, "schema:" is a prefix, and "vac:" is none since its IRI ends in no delimiter.
 */

type Terms = Record<string, string | TermDefinition>;

interface TermDefinition {
  readonly '@id': string;
  readonly '@type'?: string;
  readonly '@context'?: Terms;
}

const contexts: Record<string, Terms> = {
  'vaccination/v1': vaccination1['@context'] as unknown as Terms,
  'vaccination/v2': vaccination2['@context'] as unknown as Terms,
  'testCertificate/v1': test['@context'] as unknown as Terms,
  'recovery/v1': recovery['@context'] as unknown as Terms,
};

const xsd = 'http://www.w3.org/2001/XMLSchema#';
const credentials = 'https://www.w3.org/2018/credentials#';
const security = 'https://w3id.org/security#';
const terms = 'http://purl.org/dc/terms/';
const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';

/** A part of the credential would not be signed: a member that its context does not know, or an id that is no IRI. */
class NotSigned extends Error {}

/** The statements of a credential without its proof; null where they do not tell all of it. */
export function statementsOf(credential: JsonObject, kind: { readonly name: string; readonly type: string; readonly evidenceType: string }): Statement[] | null {
  return orNull(() => new Collector(contexts[kind.name]!).credential(credential, kind.type, kind.evidenceType));
}

/** The statements of a proof without its signature, by W3C's security context; null where they do not tell all of it. */
export function statementsOfProof(proof: JsonObject): Statement[] | null {
  const subject: Term = { kind: 'blank', value: 'proof' };
  return orNull(() => [
    { subject, predicate: rdfType, object: iri(security + text(proof, 'type')) },
    { subject, predicate: `${terms}created`, object: { kind: 'literal', value: text(proof, 'created'), datatype: `${xsd}dateTime` } },
    { subject, predicate: `${security}proofPurpose`, object: iri(security + text(proof, 'proofPurpose')) },
    { subject, predicate: `${security}verificationMethod`, object: reference(text(proof, 'verificationMethod'), { dc: terms, sec: security, xsd }) },
  ]);
}

function orNull(make: () => Statement[]): Statement[] | null {
  try {
    return make();
  } catch (fault) {
    if (fault instanceof NotSigned) {
      return null;
    }
    throw fault;
  }
}

class Collector {
  private readonly statements: Statement[] = [];
  private readonly prefixes: Record<string, string> = {};
  private nodes = 0;

  constructor(private readonly context: Terms) {
    for (const [name, value] of Object.entries(context)) {
      if (typeof value === 'string' && /[:/?#[\]@]$/.test(value)) {
        this.prefixes[name] = value;
      }
    }
  }

  credential(credential: JsonObject, type: string, evidenceType: string): Statement[] {
    const root = this.blank();
    this.add(root, rdfType, iri(`${credentials}VerifiableCredential`));
    const scope = this.typed(root, type);
    for (const [name, value] of credential) {
      switch (name) {
        case '@context':
        case 'type':
        case 'proof':
          break;
        case 'credentialSubject':
          this.node(root, `${credentials}credentialSubject`, value as JsonObject, 'Person');
          break;
        case 'evidence':
          this.node(root, `${credentials}evidence`, (value as Json[])[0] as JsonObject, evidenceType);
          break;
        case 'issuer':
          this.add(root, `${credentials}issuer`, reference(value as string, { ...this.prefixes, cred: credentials, sec: security, xsd }));
          break;
        case 'issuanceDate':
          this.add(root, `${credentials}issuanceDate`, { kind: 'literal', value: value as string, datatype: `${xsd}dateTime` });
          break;
        default:
          this.member(root, scope, name, value);
      }
    }
    return this.statements;
  }

  private node(parent: Term, predicate: string, value: JsonObject, type: string): void {
    const id = value.get('id');
    const subject = typeof id === 'string' ? reference(id, this.prefixes) : this.blank();
    this.add(parent, predicate, subject);
    this.members(subject, this.typed(subject, type), value);
  }

  /** States the type of a node; its terms. */
  private typed(subject: Term, type: string): Terms {
    const definition = this.context[type] as TermDefinition;
    this.add(subject, rdfType, iri(this.expand(definition['@id'])));
    return definition['@context'] ?? {};
  }

  private members(subject: Term, scope: Terms, value: JsonObject): void {
    for (const [name, item] of value) {
      if (name !== 'id' && name !== 'type') {
        this.member(subject, scope, name, item);
      }
    }
  }

  private member(subject: Term, scope: Terms, name: string, value: Json): void {
    const definition = Object.hasOwn(scope, name) ? scope[name]! : null;
    if (definition === null) {
      throw new NotSigned();
    }
    const predicate = this.expand(typeof definition === 'string' ? definition : definition['@id']);
    if (value instanceof Map) {
      const node = this.blank();
      this.add(subject, predicate, node);
      this.members(node, (definition as TermDefinition)['@context'] ?? {}, value);
    } else {
      const datatype = typeof definition === 'string' ? undefined : definition['@type'];
      this.add(subject, predicate, literal(value, datatype === undefined ? undefined : this.expand(datatype)));
    }
  }

  private add(subject: Term, predicate: string, object: Term): void {
    this.statements.push({ subject, predicate, object });
  }

  private blank(): Term {
    return { kind: 'blank', value: `n${this.nodes++}` };
  }

  private expand(name: string): string {
    const colon = name.indexOf(':');
    return (this.prefixes[name.slice(0, colon)] ?? name.slice(0, colon + 1)) + name.slice(colon + 1);
  }
}

function literal(value: Json, datatype: string | undefined): Term {
  if (value instanceof JsonNumber) {
    const number = value.value;
    return Number.isInteger(number) && Math.abs(number) < 1e21
      ? { kind: 'literal', value: BigInt(number).toString(), datatype: `${xsd}integer` }
      : { kind: 'literal', value: double(number), datatype: `${xsd}double` };
  }
  return { kind: 'literal', value: value as string, ...(datatype === undefined ? {} : { datatype }) };
}

function double(value: number): string {
  return value.toExponential(15).replace(/(\d)0*e\+?/, '$1E');
}

/** What an id names: an IRI, maybe by a prefix, or a blank node. */
function reference(id: string, prefixes: Record<string, string>): Term {
  const colon = id.indexOf(':');
  const prefix = id.slice(0, Math.max(0, colon));
  const rest = id.slice(colon + 1);
  if (prefix === '_') {
    return { kind: 'blank', value: id };
  }
  const whole = Object.hasOwn(prefixes, prefix) && !rest.startsWith('//') ? prefixes[prefix]! + rest : id;
  if (!isWellFormed(whole)) {
    throw new NotSigned();
  }
  return iri(whole);
}
