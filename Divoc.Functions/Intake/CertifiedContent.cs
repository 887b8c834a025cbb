using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Ledger;
using Divoc.Functions.Storage;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>
/// Compares repeated events with the certified ones in the stored claims. Data that are not stored after the issue (contact details, known
/// conditions) do not count; for data that only the page shows, the claims have a hash.
/// </summary>
public sealed class CertifiedContent(IArtifactStore store, CredentialFormats formats)
{
    private const int Parallelism = 8;

    /// <summary>Compares events, each with the certificate of its key. Costs one read for each.</summary>
    public async Task<IReadOnlyList<ContentLikeness>> CompareAsync(
        IReadOnlyList<(AcceptedEvent Event, string CertificateId)> pairs, ICertificateType type, CancellationToken cancellationToken)
    {
        var compared = new ContentLikeness[pairs.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0,
            pairs.Count,
            options,
            async (index, token) => compared[index] = await CompareAsync(pairs[index].Event, pairs[index].CertificateId, type, token));
        return compared;
    }

    private async Task<ContentLikeness> CompareAsync(
        AcceptedEvent happened, string certificateId, ICertificateType type, CancellationToken cancellationToken)
    {
        // There are no claims if the certificate was erased, is being issued at this moment, or is from before there were claims.
        if (formats.Issuing(happened.Type, happened.Version, happened.Shape) is not { } format
            || await store.GetAsync(CertificateArtifacts.Claims(certificateId), cancellationToken) is not { } stored
            || ClaimsOf(stored) is not { } certified
            || (certified.Event.Type, certified.Event.Version) != (happened.Type, happened.Version))
        {
            return ContentLikeness.Unknown;
        }

        var isSame = certified.Event.Shape == happened.Shape
            && JsonElement.DeepEquals(certified.Event.Data, type.ClaimsOf(happened.Data, format.SubjectIdOf(happened)));
        if (!isSame)
        {
            return ContentLikeness.Differs;
        }

        return certified.PageHash == CertificateClaims.PageHashOf(certificateId, happened)
            ? ContentLikeness.Same
            : ContentLikeness.PageMayDiffer;
    }

    private static CertificateClaims? ClaimsOf(StoredArtifact stored)
    {
        try
        {
            return CertificateClaims.Parse(stored.Bytes);
        }
        catch (Exception exception) when (exception is NewerFormException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>How similar an event is to the certified one with its key.</summary>
public enum ContentLikeness
{
    /// <summary>It is not known.</summary>
    Unknown,

    /// <summary>The credential would have other data.</summary>
    Differs,

    /// <summary>The credential would have the same data; other data on the page differ or are not known.</summary>
    PageMayDiffer,

    /// <summary>A new certificate would have the same data.</summary>
    Same,
}
