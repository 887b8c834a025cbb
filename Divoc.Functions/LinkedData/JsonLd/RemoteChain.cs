namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>The contexts by which a context was loaded.</summary>
internal sealed record RemoteChain(string Iri, RemoteChain? Parent)
{
    public int Length { get; } = 1 + (Parent?.Length ?? 0);

    public bool Includes(string iri) => Iri == iri || (Parent is not null && Parent.Includes(iri));
}
