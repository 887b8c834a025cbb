/** Whether a text is an absolute IRI that can stand in N-Quads, with at most one fragment. */
export function isWellFormed(iri: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(iri) && !/[<>"{}|\\^`\u0000-\u0020]/.test(iri) && iri.indexOf('#') === iri.lastIndexOf('#');
}
