namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>The container mapping of a term (JSON-LD 1.1 section 9.15.1).</summary>
[Flags]
internal enum Containers
{
    None = 0,
    Graph = 1,
    Id = 2,
    Index = 4,
    Language = 8,
    List = 16,
    Set = 32,
    Type = 64,
}
