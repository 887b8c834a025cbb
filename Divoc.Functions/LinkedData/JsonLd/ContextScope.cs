namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>With what a local context is processed (JSON-LD 1.1 API section 4.1.2, the algorithm's parameters).</summary>
internal sealed record ContextScope
{
    /// <summary>What relative references to contexts are resolved against.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>The contexts that led here, the nearest first; null for the document itself.</summary>
    public RemoteChain? Remote { get; init; }

    public bool OverrideProtected { get; init; }

    public bool Propagate { get; init; } = true;

    public bool ValidateScoped { get; init; } = true;

    /// <summary>The local context is part of a frozen one.</summary>
    public bool IsShared { get; init; }

    /// <summary>How deep contexts lie in one another, by loading or by scope.</summary>
    public int Depth { get; init; }

    /// <summary>For messages: the context's IRI.</summary>
    public string Place => Remote?.Iri ?? "@context";
}

/// <summary>The contexts by which a context was loaded.</summary>
internal sealed record RemoteChain(string Iri, RemoteChain? Parent)
{
    public int Length { get; } = 1 + (Parent?.Length ?? 0);

    public bool Includes(string iri) => Iri == iri || (Parent is not null && Parent.Includes(iri));
}
