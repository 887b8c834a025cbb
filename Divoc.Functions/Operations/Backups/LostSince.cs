using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations.Backups;

/// <summary>What the former store has and the restored store does not have.</summary>
/// <param name="Requests">The missing requests, by sender.</param>
/// <param name="Certificates">The number of missing certificates.</param>
/// <param name="Persons">The number of persons for whom a certificate or a change of one is missing.</param>
public sealed record LostSince(IReadOnlyList<LostRequests> Requests, int Certificates, int Persons)
{
    /// <summary>Compares; to be called before anything is changed in the restored store.</summary>
    /// <param name="former">The former store, in use until now.</param>
    /// <param name="restored">The restored store.</param>
    /// <param name="progress">Gets the number of ledgers that were compared.</param>
    /// <param name="cancellationToken">Cancels the comparison.</param>
    public static async Task<LostSince> FindAsync(
        StoreReader former, StoreReader restored, Action<int> progress, CancellationToken cancellationToken)
    {
        var requests = await FindRequestsAsync(former, restored, cancellationToken);
        int certificates = 0, persons = 0, compared = 0;
        string? cursor = null;
        do
        {
            (var names, cursor) = await former.Ledgers.ListAsync(cursor, cancellationToken);
            foreach (var name in names)
            {
                var before = (await former.Ledgers.ReadAsync(name, cancellationToken)).Ledger;
                var now = (await restored.Ledgers.ReadAsync(name, cancellationToken)).Ledger;
                if (before.Revision > now.Revision)
                {
                    persons++;
                    certificates += before.Versions.Count(version => now.Find(version.CertificateId) is null);
                }

                progress(++compared);
            }
        }
        while (cursor is not null);

        return new LostSince(requests, certificates, persons);
    }

    private static async Task<IReadOnlyList<LostRequests>> FindRequestsAsync(
        StoreReader former, StoreReader restored, CancellationToken cancellationToken)
    {
        var byOwner = new Dictionary<string, LostRequests>(StringComparer.Ordinal);
        await foreach (var page in former.Requests.ListAsync(cancellationToken))
        {
            foreach (var requestId in page)
            {
                if (await restored.Requests.FindAsync(requestId, Caller.Service, cancellationToken) is null
                    && await former.Requests.FindAsync(requestId, Caller.Service, cancellationToken) is { } lost)
                {
                    var key = lost.Owner ?? "";
                    byOwner[key] = (byOwner.GetValueOrDefault(key) ?? new LostRequests(lost.Owner, 0, 0, lost.AcceptedAt, lost.AcceptedAt))
                        .With(lost);
                }
            }
        }

        return [.. byOwner.Values.OrderBy(lost => lost.Owner, StringComparer.Ordinal)];
    }
}

/// <summary>The requests of a partner that a restored store does not have.</summary>
/// <param name="Owner">The partner; null for callers that are not partners.</param>
/// <param name="Requests">The number of requests.</param>
/// <param name="Events">The number of their events.</param>
/// <param name="First">When the first was accepted (UTC).</param>
/// <param name="Last">When the last was accepted (UTC).</param>
public sealed record LostRequests(string? Owner, int Requests, int Events, DateTimeOffset First, DateTimeOffset Last)
{
    internal LostRequests With(CertifyRequest lost) => this with
    {
        Requests = Requests + 1,
        Events = Events + lost.Certificates.Count,
        First = lost.AcceptedAt < First ? lost.AcceptedAt : First,
        Last = lost.AcceptedAt > Last ? lost.AcceptedAt : Last,
    };
}
