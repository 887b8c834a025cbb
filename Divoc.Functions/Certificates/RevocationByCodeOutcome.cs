using Divoc.Functions.Domain;

namespace Divoc.Functions.Certificates;

/// <summary>The outcome of an order to revoke certificates of a person: one of the nested records.</summary>
public abstract record RevocationByCodeOutcome
{
    private RevocationByCodeOutcome()
    {
    }

    /// <summary>All of them are revoked, with one write.</summary>
    /// <param name="Versions">Those that this call revoked.</param>
    public sealed record Revoked(IReadOnlyList<ListedCertificate> Versions) : RevocationByCodeOutcome;

    /// <summary>There was none to revoke: none was chosen, or all were revoked before.</summary>
    public sealed record NotFound : RevocationByCodeOutcome;

    /// <summary>The rule refused to choose.</summary>
    public sealed record Refused : RevocationByCodeOutcome;
}
