namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>Names what was processed upon what: the active context before, by identity, and a context's IRI or a term's definition.</summary>
internal readonly record struct ProcessedKey(ActiveContext Before, object Source, bool OverrideProtected, bool Propagate);
