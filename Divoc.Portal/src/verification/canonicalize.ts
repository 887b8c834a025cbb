import { hex, sha256, utf8 } from './bytes';
import { lines, type Statement, type Term } from './nquads';

/**
 * The canonical form of a set of statements (RDFC-1.0, section 4; URDNA2015 is the same but for escapes). Credentials have at most a handful of blank nodes, so the work is small whoever wrote one; a bound stands
 * here all the same.
 */

const mostWork = 20_000;

class Issuer {
  readonly issued = new Map<string, string>();

  constructor(private readonly prefix: string) {}

  issue(label: string): string {
    let identifier = this.issued.get(label);
    if (identifier === undefined) {
      identifier = this.prefix + this.issued.size;
      this.issued.set(label, identifier);
    }
    return identifier;
  }

  clone(): Issuer {
    const copy = new Issuer(this.prefix);
    this.issued.forEach((identifier, label) => copy.issued.set(label, identifier));
    return copy;
  }
}

interface Path {
  readonly hash: string;
  readonly issuer: Issuer;
}

class Run {
  private readonly canonical = new Issuer('c14n');
  private readonly statementsOf = new Map<string, Statement[]>();
  private readonly firstHashes = new Map<string, string>();
  private work = 0;

  constructor(private readonly statements: readonly Statement[]) {
    for (const statement of statements) {
      for (const label of new Set([statement.subject, statement.object].filter((term) => term.kind === 'blank').map((term) => term.value))) {
        this.statementsOf.set(label, [...(this.statementsOf.get(label) ?? []), statement]);
      }
    }
  }

  async run(): Promise<string> {
    const groups = new Map<string, string[]>();
    for (const [label, statements] of this.statementsOf) {
      const hash = await this.hash(lines(statements, (other) => (other === label ? 'a' : 'z')));
      this.firstHashes.set(label, hash);
      groups.set(hash, [...(groups.get(hash) ?? []), label]);
    }
    const sorted = [...groups.keys()].sort().map((hash) => groups.get(hash)!);
    for (const group of sorted.filter((labels) => labels.length === 1)) {
      this.canonical.issue(group[0]!);
    }
    for (const group of sorted.filter((labels) => labels.length > 1)) {
      await this.labelGroup(group);
    }
    return lines(this.statements, (label) => this.canonical.issue(label));
  }

  private async labelGroup(labels: readonly string[]): Promise<void> {
    const paths: Path[] = [];
    for (const label of labels.filter((one) => !this.canonical.issued.has(one))) {
      const temporary = new Issuer('b');
      temporary.issue(label);
      paths.push(await this.hashNDegree(label, temporary));
    }
    for (const path of paths.sort((one, other) => (one.hash < other.hash ? -1 : Number(one.hash > other.hash)))) {
      for (const label of path.issuer.issued.keys()) {
        this.canonical.issue(label);
      }
    }
  }

  private async hashNDegree(label: string, issuer: Issuer): Promise<Path> {
    const related = new Map<string, string[]>();
    for (const statement of this.statementsOf.get(label)!) {
      for (const [position, term] of [['s', statement.subject], ['o', statement.object]] as [string, Term][]) {
        if (term.kind === 'blank' && term.value !== label) {
          const known = this.canonical.issued.get(term.value) ?? issuer.issued.get(term.value);
          const name = known === undefined ? this.firstHashes.get(term.value)! : `_:${known}`;
          const hash = await this.hash(`${position}<${statement.predicate}>${name}`);
          related.set(hash, [...(related.get(hash) ?? []), term.value]);
        }
      }
    }
    let data = '';
    for (const hash of [...related.keys()].sort()) {
      let chosen = '';
      let chosenIssuer = issuer;
      for (const order of permutations(related.get(hash)!)) {
        const path = await this.tryOrder(order, issuer.clone());
        if (chosen === '' || path.hash < chosen) {
          chosen = path.hash;
          chosenIssuer = path.issuer;
        }
      }
      data += hash + chosen;
      issuer = chosenIssuer;
    }
    return { hash: await this.hash(data), issuer };
  }

  private async tryOrder(order: readonly string[], issuer: Issuer): Promise<Path> {
    let path = '';
    const recursion: string[] = [];
    for (const label of order) {
      const known = this.canonical.issued.get(label);
      if (known === undefined && !issuer.issued.has(label)) {
        recursion.push(label);
      }
      path += `_:${known ?? issuer.issue(label)}`;
    }
    for (const label of recursion) {
      const deeper = await this.hashNDegree(label, issuer);
      path += `_:${issuer.issue(label)}<${deeper.hash}>`;
      issuer = deeper.issuer;
    }
    return { hash: path, issuer };
  }

  private async hash(text: string): Promise<string> {
    this.work++;
    if (this.work > mostWork) {
      throw new WorkExceeded();
    }
    return hex(await sha256(utf8(text)));
  }
}

class WorkExceeded extends Error {}

function permutations(labels: readonly string[]): string[][] {
  if (labels.length < 2) {
    return [[...labels]];
  }
  return labels.flatMap((first, index) => permutations(labels.filter((_, other) => other !== index)).map((rest) => [first, ...rest]));
}

/** The canonical N-Quads of some statements; null where that would take more work than allowed. */
export async function canonicalNQuads(statements: readonly Statement[]): Promise<string | null> {
  // A set: what is said twice stands there once.
  const unique = new Map(statements.map((statement) => [lines([statement], (label) => label), statement]));
  try {
    return await new Run([...unique.values()]).run();
  } catch (fault) {
    if (fault instanceof WorkExceeded) {
      return null;
    }
    throw fault;
  }
}
