using System.Collections.Concurrent;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Status;

/// <summary>Reads back which certificates were, or were to be, revoked, suspended or superseded (<see cref="EnrollmentReferences.NoteChangeAsync"/>).</summary>
public sealed class ChangedCertificates(RegistryDocuments documents, EnrollmentReader enrollments)
{
    private const int Parallelism = 8;

    /// <summary>The ids of all, in pages of at most 1,000.</summary>
    public IAsyncEnumerable<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        return documents.ListAsync(EnrollmentReferences.ChangedPrefix, cancellationToken);
    }

    /// <summary>Those of some noted certificates that are listed, as their enrollments list them now.</summary>
    public async Task<IReadOnlyList<CertificateVersion>> ReadAsync(IReadOnlyList<string> certificateIds, CancellationToken cancellationToken)
    {
        var noted = new ConcurrentDictionary<string, string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(certificateIds, options, async (id, token) =>
        {
            if (await documents.ReadAsync($"{EnrollmentReferences.ChangedPrefix}{id}.json", LedgerJson.Compact.EnrollmentReference, token) is { } read)
            {
                noted[id] = read.Document.Enrollment;
            }
        });
        var read = await enrollments.ReadAsync(noted.Values, cancellationToken);
        return [.. noted.Select(pair => read[pair.Value].Find(pair.Key)).OfType<CertificateVersion>()];
    }
}
