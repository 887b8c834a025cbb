namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>IRIs of RDF and XML Schema that the algorithms write.</summary>
internal static class RdfVocabulary
{
    public const string Type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    public const string First = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
    public const string Rest = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
    public const string Nil = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil";
    public const string Value = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value";
    public const string Language = "http://www.w3.org/1999/02/22-rdf-syntax-ns#language";
    public const string Direction = "http://www.w3.org/1999/02/22-rdf-syntax-ns#direction";
    public const string LanguageString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
    public const string Json = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";
    public const string XsdString = "http://www.w3.org/2001/XMLSchema#string";
    public const string XsdBoolean = "http://www.w3.org/2001/XMLSchema#boolean";
    public const string XsdInteger = "http://www.w3.org/2001/XMLSchema#integer";
    public const string XsdDouble = "http://www.w3.org/2001/XMLSchema#double";
    public const string I18n = "https://www.w3.org/ns/i18n#";
}
