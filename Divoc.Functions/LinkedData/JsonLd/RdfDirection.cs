namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>How the base direction of a string is written to RDF (JSON-LD 1.1 API section 9.1.2, rdfDirection).</summary>
public enum RdfDirection
{
    /// <summary>Not at all; in safe mode a direction is then an error.</summary>
    None,

    /// <summary>As a datatype <c>https://www.w3.org/ns/i18n#language_direction</c>.</summary>
    I18nDatatype,

    /// <summary>As a blank node with rdf:value, rdf:language and rdf:direction.</summary>
    CompoundLiteral,
}
