namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>The parameters for processing a local context (JSON-LD 1.1 API section 4.1.2).</summary>
internal sealed record ContextScope
{
    /// <summary>The base of relative references to contexts.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>The contexts that led here, the nearest first; null for the document itself.</summary>
    public RemoteChain? Remote { get; init; }

    public bool OverrideProtected { get; init; }

    public bool Propagate { get; init; } = true;

    public bool ValidateScoped { get; init; } = true;

    /// <summary>The local context is part of a frozen one.</summary>
    public bool IsShared { get; init; }

    /// <summary>The nesting depth of contexts, by loading or by scope.</summary>
    public int Depth { get; init; }

    /// <summary>For messages: the context's IRI.</summary>
    public string Place => Remote?.Iri ?? "@context";
}

/// <summary>The chain of contexts through which a context was loaded.</summary>
internal sealed record RemoteChain(string Iri, RemoteChain? Parent)
{
    public int Length { get; } = 1 + (Parent?.Length ?? 0);

    public bool Includes(string iri) => Iri == iri || (Parent is not null && Parent.Includes(iri));
}
