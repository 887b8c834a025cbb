using Divoc.Functions.Domain;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Status;

/// <summary>
/// Makes the list. A certificate's id is noted before it is revoked, suspended or superseded, so going through the notes misses none; its ledger tells
/// whether it came to that, so none is listed untruly.
/// </summary>
public sealed class RevocationListBuilder(
    ChangedCertificates changed,
    IOptions<IssuerOptions> issuer,
    IOptions<RevocationOptions> options,
    TimeProvider time)
{
    /// <summary>Makes the list as of now.</summary>
    /// <param name="before">The list before, of which the revoked certificates are so for good, and the superseded ones, which can still be revoked, are looked at anew once a day; null for none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="InvalidOperationException">There are more than <see cref="RevocationList.MaximumCertificates"/>.</exception>
    public async Task<RevocationList> BuildAsync(RevocationList? before, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var revoked = new SortedSet<string>(StringComparer.Ordinal);
        var superseded = new SortedSet<string>(StringComparer.Ordinal);
        var suspended = new List<SuspendedCertificate>();
        var wasRevoked = before?.Revoked.ToHashSet() ?? [];
        var wasSuperseded = before?.Issued.UtcDateTime.Date == now.UtcDateTime.Date ? before.Superseded.ToHashSet() : [];
        await foreach (var page in changed.ListAsync(cancellationToken))
        {
            var open = new List<string>();
            foreach (var certificateId in page)
            {
                var name = RevocationList.NameOf(certificateId);
                if (!wasRevoked.Contains(name) && !wasSuperseded.Contains(name))
                {
                    open.Add(certificateId);
                }
                else
                {
                    (wasRevoked.Contains(name) ? revoked : superseded).Add(name);
                }
            }

            foreach (var version in await changed.ReadAsync(open, cancellationToken))
            {
                Add(version, now, revoked, superseded, suspended);
            }
        }

        var list = new RevocationList
        {
            Issuer = issuer.Value.Id,
            Issued = now,
            NextUpdate = now + options.Value.Lifetime,
            Revoked = [.. revoked],
            Superseded = [.. superseded],
            Suspended = [.. suspended.OrderBy(entry => entry.Certificate, StringComparer.Ordinal).ThenBy(entry => entry.From)],
        };
        return list.Count() <= RevocationList.MaximumCertificates ? list
            : throw new InvalidOperationException($"The list of revocations has more than {RevocationList.MaximumCertificates} entries.");
    }

    private static void Add(ListedCertificate version, DateTimeOffset now, SortedSet<string> revoked, SortedSet<string> superseded, List<SuspendedCertificate> suspended)
    {
        var name = RevocationList.NameOf(version.CertificateId);
        switch (version.StateAt(now).Status)
        {
            case CertificateStatus.Revoked:
                revoked.Add(name);
                break;
            case CertificateStatus.Superseded:
                superseded.Add(name);
                break;
            default:
                suspended.AddRange(version.StandingSuspensions()
                    .Where(suspension => suspension.Until is null || suspension.Until > now)
                    .Select(suspension => new SuspendedCertificate(name, suspension.From!.Value, suspension.Until)));
                break;
        }
    }
}
