namespace Divoc.Functions.Operations;

/// <summary>Which of the events that were set aside are to be replayed: all, unless ids or a reason are given.</summary>
public sealed record ReplayOrder
{
    /// <summary>Those of these certificate ids; null for any.</summary>
    public IReadOnlySet<string>? CertificateIds { get; init; }

    /// <summary>Those that were set aside for this reason, as it is answered or as it is stored, in whatever case; null for any.</summary>
    public string? Reason { get; init; }
}
