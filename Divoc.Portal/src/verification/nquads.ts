/** Statements of RDF and how they are written (N-Quads). There is one graph only. */

export interface Term {
  readonly kind: 'iri' | 'blank' | 'literal';
  readonly value: string;

  /** Of a literal; that of texts is left out. */
  readonly datatype?: string;
}

export interface Statement {
  readonly subject: Term;
  readonly predicate: string;
  readonly object: Term;
}

export function iri(value: string): Term {
  return { kind: 'iri', value };
}

/** DIVOC's signers leave TAB and other controls as they are (URDNA2015); RDFC-1.0 would escape them. */
const escaped: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r' };

function write(term: Term, labelOf: (label: string) => string): string {
  if (term.kind === 'iri') {
    return `<${term.value}>`;
  }
  if (term.kind === 'blank') {
    return `_:${labelOf(term.value)}`;
  }
  const text = `"${term.value.replace(/["\\\n\r]/g, (letter) => escaped[letter]!)}"`;
  return term.datatype === undefined ? text : `${text}^^<${term.datatype}>`;
}

/** A line, with blank nodes labelled so. */
export function line(statement: Statement, labelOf: (label: string) => string): string {
  return `${write(statement.subject, labelOf)} <${statement.predicate}> ${write(statement.object, labelOf)} .\n`;
}

/** Lines in the order of UTF-16, as DIVOC's signers have them. */
export function lines(statements: readonly Statement[], labelOf: (label: string) => string): string {
  return statements.map((statement) => line(statement, labelOf)).sort().join('');
}
