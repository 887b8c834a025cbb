using Divoc.Functions.Domain;

namespace Divoc.Functions.Certificates;

/// <summary>What came of a wish to revoke doses of a person: one of the nested records.</summary>
public abstract record RevocationByCodeOutcome
{
    private RevocationByCodeOutcome()
    {
    }

    /// <summary>All versions of these doses are revoked, with one write.</summary>
    /// <param name="Versions">Those that this call revoked.</param>
    public sealed record Revoked(IReadOnlyList<ListedCertificate> Versions) : RevocationByCodeOutcome;

    /// <summary>There is no vaccination certificate of this code, or of none of these doses, that is not revoked already.</summary>
    public sealed record NotFound : RevocationByCodeOutcome;

    /// <summary>The doses have a gap, or leave out the highest on record: a dose can't be revoked while a later one stands.</summary>
    public sealed record NotTheLatestDoses : RevocationByCodeOutcome;
}
