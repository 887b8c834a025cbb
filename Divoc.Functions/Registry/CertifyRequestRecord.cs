using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>What was promised to a caller: written before its events are queued, never changed.</summary>
public sealed record CertifyRequestRecord
{
    /// <summary>Its id: 26 characters that stand for 128 random bits.</summary>
    public required string RequestId { get; init; }

    /// <summary>When it was accepted (UTC).</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The partner that sent it, and that owns what it certifies; null if that is nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>Who asked for an update, as the history of the replaced certificates will tell; null for certify requests.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>SHA-256 of the body's bytes, 64 lower-case hex digits.</summary>
    public required string BodyHash { get; init; }

    /// <summary>One entry for each element of the array, in its order.</summary>
    public required IReadOnlyList<RequestedCertificate> Certificates { get; init; }

    /// <summary>What was doubtful and yet accepted.</summary>
    public required IReadOnlyList<ValidationMessage> Warnings { get; init; }
}
