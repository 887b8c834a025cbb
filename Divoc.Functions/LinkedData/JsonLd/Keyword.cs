namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>The keywords of JSON-LD 1.1 (section 1.7).</summary>
internal static class Keyword
{
    public const string Base = "@base";
    public const string Container = "@container";
    public const string Context = "@context";
    public const string Direction = "@direction";
    public const string Graph = "@graph";
    public const string Id = "@id";
    public const string Import = "@import";
    public const string Included = "@included";
    public const string Index = "@index";
    public const string Json = "@json";
    public const string Language = "@language";
    public const string List = "@list";
    public const string Nest = "@nest";
    public const string None = "@none";
    public const string Prefix = "@prefix";
    public const string Propagate = "@propagate";
    public const string Protected = "@protected";
    public const string Reverse = "@reverse";
    public const string Set = "@set";
    public const string Type = "@type";
    public const string Value = "@value";
    public const string Version = "@version";
    public const string Vocab = "@vocab";

    public static bool Is(string? text)
    {
        return text is Base or Container or Context or Direction or Graph or Id or Import or Included or Index or Json or Language or List
            or Nest or None
            or Prefix or Propagate or Protected or Reverse or Set or Type or Value or Version or Vocab;
    }

    /// <summary><c>@</c> followed only by letters: reserved for future keywords.</summary>
    public static bool HasForm(string text)
    {
        return text.Length > 1 && text[0] == '@' && !text.AsSpan(1).ContainsAnyExcept(Letters);
    }

    private static readonly System.Buffers.SearchValues<char> Letters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}
