namespace Divoc.Functions.Operations;

/// <summary>Which dead-lettered events to replay: all, unless ids or a reason are given.</summary>
public sealed record ReplayOrder
{
    /// <summary>Only those with these certificate ids; null for any.</summary>
    public IReadOnlySet<string>? CertificateIds { get; init; }

    /// <summary>Only those with this reason, in its answered or its stored form, in any case; null for any.</summary>
    public string? Reason { get; init; }
}
