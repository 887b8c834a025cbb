using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Registry.Revocations;

/// <summary>Reads back which certificates were, or were to be, revoked, suspended or superseded (<see cref="EnrollmentReferences.NoteChangeAsync"/>).</summary>
public sealed class ChangedCertificates(IArtifactStore store, RegistryDocuments documents, EnrollmentReader enrollments)
{
    private const int PageSize = 1000;
    private const int Parallelism = 8;
    private const string Suffix = ".json";

    /// <summary>The ids of all, in pages of at most 1,000.</summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            var page = await store.ListAsync(RegistryDocuments.Container, EnrollmentReferences.ChangedPrefix, PageSize, continuation, cancellationToken);
            yield return [.. page.Names.Select(name => name[EnrollmentReferences.ChangedPrefix.Length..^Suffix.Length])];
            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    /// <summary>Those of some noted certificates that are listed, as their enrollments list them now.</summary>
    public async Task<IReadOnlyList<CertificateVersion>> ReadAsync(IReadOnlyList<string> certificateIds, CancellationToken cancellationToken)
    {
        var noted = new ConcurrentDictionary<string, string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(certificateIds, options, async (id, token) =>
        {
            if (await documents.ReadAsync($"{EnrollmentReferences.ChangedPrefix}{id}{Suffix}", RegistryJson.Compact.EnrollmentReference, token) is { } read)
            {
                noted[id] = read.Document.Enrollment;
            }
        });
        var read = await enrollments.ReadAsync(noted.Values, cancellationToken);
        return [.. noted.Select(pair => read[pair.Value].Find(pair.Key)).OfType<CertificateVersion>()];
    }
}
