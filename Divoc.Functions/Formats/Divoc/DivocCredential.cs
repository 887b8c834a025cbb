using System.Text.Json.Serialization;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// A W3C credential as DIVOC issues it, without its proof (specification 02, section 1). Members are written in the order of DIVOC's
/// templates; absent ones are empty strings, never null.
/// </summary>
/// <typeparam name="TEvidence"><see cref="VaccinationEvidence"/>, <see cref="TestEvidence"/> or <see cref="RecoveryEvidence"/>.</typeparam>
public sealed record DivocCredential<TEvidence>
{
    /// <summary>The W3C context and DIVOC's.</summary>
    [JsonPropertyName("@context")]
    public required IReadOnlyList<string> Context { get; init; }

    /// <summary><c>VerifiableCredential</c> and what it proves.</summary>
    public required IReadOnlyList<string> Type { get; init; }

    /// <summary>The person.</summary>
    public required CredentialSubject CredentialSubject { get; init; }

    /// <summary>The issuer's IRI.</summary>
    public required string Issuer { get; init; }

    /// <summary>When it was signed: ISO 8601, UTC, milliseconds.</summary>
    public required string IssuanceDate { get; init; }

    /// <summary>The event; one entry.</summary>
    public required IReadOnlyList<TEvidence> Evidence { get; init; }

    /// <summary>The text <c>true</c>, not the boolean.</summary>
    public string NonTransferable { get; init; } = "true";
}
