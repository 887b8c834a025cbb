using Divoc.Functions.Domain;

namespace Divoc.Functions.Certificates;

/// <summary>What came of a wish to revoke certificates of a person: one of the nested records.</summary>
public abstract record RevocationByCodeOutcome
{
    private RevocationByCodeOutcome()
    {
    }

    /// <summary>All of them are revoked, with one write.</summary>
    /// <param name="Versions">Those that this call revoked.</param>
    public sealed record Revoked(IReadOnlyList<ListedCertificate> Versions) : RevocationByCodeOutcome;

    /// <summary>There is none that was chosen and is not revoked already.</summary>
    public sealed record NotFound : RevocationByCodeOutcome;

    /// <summary>The rule that chooses refused.</summary>
    public sealed record Refused : RevocationByCodeOutcome;
}
