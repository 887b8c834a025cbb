declare module 'virtual:sentences/*' {
  /** The sentences of verdicts in one language, by code. */
  const sentences: Readonly<Record<string, string>>;
  export default sentences;
}
