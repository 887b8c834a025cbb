using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Status;

/// <summary>
/// What the world may know of certificates that are or were not valid: a document for each, named by the SHA-256 of its id. It follows from the ledger alone and carries the
/// ledger's revision, so that it doesn't matter in which order changes are heard of: a lower revision is refused.
/// </summary>
public sealed class StatusRegister(RegistryDocuments documents, IEnumerable<ICredentialFormat> formats, IOptions<StatusOptions> options) : ILedgerRegister
{
    /// <summary>What the names of all its documents begin with in the registry.</summary>
    public const string Prefix = "status/";

    private const string RevisionMetadata = "revision";
    private const string StateMetadata = "state";
    private const string SuspendedMetadata = "suspended";
    private const string DropAfterMetadata = "dropafter";
    private const string NamesMetadata = "names";
    private const string Open = "..";
    private const int NameParts = 3;
    private const string DayFormat = "yyyy-MM-dd";

    /// <inheritdoc/>
    public string Name => "status";

    /// <inheritdoc/>
    public bool WantsIssuedOf(string? owner) => false;

    /// <summary>The document's name for a certificate: 64 lower-case hex digits that tell nothing to whoever doesn't have the certificate.</summary>
    public static string DocumentOf(string certificateId) => $"{Prefix}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(certificateId)))}.json";

    /// <inheritdoc/>
    public async Task TakeAsync(LedgerSnapshot read, LedgerEntry entry, CancellationToken cancellationToken)
    {
        await StoreAsync(read.Ledger, entry.Certificate, regardless: false, cancellationToken);

        // A suspension that updates took over is lifted at the last version alone, and then stands at none of those before.
        for (var earlier = read.Ledger.PredecessorOf(entry.Certificate); earlier is not null; earlier = read.Ledger.PredecessorOf(earlier))
        {
            if (earlier.StandingSuspensions().Count > 0)
            {
                await StoreAsync(read.Ledger, earlier, regardless: false, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<int> RebuildAsync(LedgerSnapshot read, CancellationToken cancellationToken)
    {
        var written = 0;
        foreach (var certificate in read.Ledger.Versions)
        {
            // Nothing stands against one without changes, and what the register says of it is of a time that the backup does not know.
            if (certificate.Changes.Count > 0 || await documents.FindETagAsync(DocumentOf(certificate.CertificateId), cancellationToken) is not null)
            {
                await StoreAsync(read.Ledger, certificate, regardless: true, cancellationToken);
                written++;
            }
        }

        return written;
    }

    /// <summary>Stores what follows from a ledger for one of its certificates.</summary>
    /// <param name="ledger">The ledger as it was read.</param>
    /// <param name="certificate">The certificate, as the ledger lists it.</param>
    /// <param name="regardless">Whether a document of a higher revision is overwritten too: only after the store was restored from a backup.</param>
    /// <param name="cancellationToken">Ends the work between two tries.</param>
    private async Task StoreAsync(CertificateLedger ledger, ListedCertificate certificate, bool regardless, CancellationToken cancellationToken)
    {
        var name = DocumentOf(certificate.CertificateId);
        var status = new CertificateStatusDocument { CertificateId = certificate.CertificateId, Country = certificate.Facts?.Country ?? certificate.Country };
        var metadata = MetadataOf(ledger, certificate);
        while (true)
        {
            var stored = await documents.ReadWithMetadataAsync(name, StatusJson.Compact.CertificateStatusDocument, cancellationToken);
            if (stored is { } written && !regardless && RevisionOf(written.Metadata) >= ledger.Revision)
            {
                return;
            }

            // What an erasure took from the ledger stays here, and so does what a format that is not set up now called the certificate.
            var kept = status with { Country = status.Country ?? stored?.Document.Country };
            var known = stored?.Metadata.GetValueOrDefault(NamesMetadata);
            if (known is not null)
            {
                metadata.TryAdd(NamesMetadata, known);
            }

            if (await documents.TryWriteAsync(name, kept, stored?.ETag, StatusJson.Compact.CertificateStatusDocument, metadata, cancellationToken))
            {
                ProtocolWrites.Done(ProtocolWrite.StatusStored, certificate.CertificateId);
                return;
            }
        }
    }

    /// <summary>The status of all certificates that have one whose hash begins with some hex digits, a page at a time.</summary>
    /// <param name="prefix">Lower-case hex digits; empty for all.</param>
    /// <param name="continuation">Null for the first page, then what the page before said.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<(IReadOnlyList<RegisteredStatus> Statuses, string? Continuation)> ListAsync(string prefix, string? continuation, CancellationToken cancellationToken)
    {
        var page = await documents.ListWithMetadataAsync(Prefix + prefix, continuation, cancellationToken);
        return ([.. page.Documents.Select(document => Read(document.Name[Prefix.Length..], document.Metadata))], page.Continuation);
    }

    private Dictionary<string, string> MetadataOf(CertificateLedger ledger, ListedCertificate certificate)
    {
        string[] spans = [.. ledger.StandingSuspensionsOf(certificate).Select(TextOf)];
        var metadata = new Dictionary<string, string>
        {
            [RevisionMetadata] = ledger.Revision.ToString(CultureInfo.InvariantCulture),
            [StateMetadata] = StateOf(ledger, certificate).ToString(),
        };
        if (spans.Length > 0)
        {
            metadata[SuspendedMetadata] = string.Join(' ', spans);
        }

        string[] names = [.. formats.SelectMany(format => format.RevocationNamesOf(certificate)).Select(TextOf)];
        if (names.Length > 0)
        {
            metadata[NamesMetadata] = string.Join(' ', names);
        }

        if (certificate.ValidUntil is { } lastDay)
        {
            metadata[DropAfterMetadata] = lastDay.AddDays(options.Value.Keep.Days).ToString(DayFormat, CultureInfo.InvariantCulture);
        }

        return metadata;
    }

    /// <summary>A suspension that is over or reinstated leaves <see cref="RegisteredState.None"/>; one that ends or begins by time needs no write.</summary>
    private static RegisteredState StateOf(CertificateLedger ledger, ListedCertificate certificate)
    {
        if (certificate.IsRevoked())
        {
            return RegisteredState.Revoked;
        }

        if (certificate.ReplacedBy() is not null)
        {
            return RegisteredState.Superseded;
        }

        return ledger.StandingSuspensionsOf(certificate).Count > 0 ? RegisteredState.Suspended : RegisteredState.None;
    }

    private static long RevisionOf(IReadOnlyDictionary<string, string> metadata) => long.Parse(metadata[RevisionMetadata], NumberStyles.None, CultureInfo.InvariantCulture);

    private static RegisteredStatus Read(string hash, IReadOnlyDictionary<string, string> metadata) => new(
        hash,
        RevisionOf(metadata),
        Enum.Parse<RegisteredState>(metadata[StateMetadata]),
        [.. metadata.GetValueOrDefault(SuspendedMetadata, "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SpanOf)],
        metadata.TryGetValue(DropAfterMetadata, out var day) ? DateOnly.ParseExact(day, DayFormat, CultureInfo.InvariantCulture) : null,
        [.. metadata.GetValueOrDefault(NamesMetadata, "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(NameIn)]);

    private static string TextOf(RevocationName name) => $"{name.Form}:{name.Kind}:{name.Name}";

    /// <summary>Other formats of later versions of the program may write more behind it.</summary>
    private static RevocationName NameIn(string text)
    {
        var parts = text.Split(':', NameParts);
        return parts.Length == NameParts ? new RevocationName(parts[0], parts[1], parts[2]) : default;
    }

    private static string TextOf(StateChange suspension)
    {
        var until = suspension.Until is { } end ? InternetTime.Format(end) : Open;
        return $"{InternetTime.Format(suspension.From!.Value)}/{until}";
    }

    private static SuspensionSpan SpanOf(string text)
    {
        var ends = text.Split('/');
        return new SuspensionSpan(InstantOf(ends[0]), ends[1] == Open ? null : InstantOf(ends[1]));
    }

    private static DateTimeOffset InstantOf(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>The body of a status document, which is never published.</summary>
public sealed record CertificateStatusDocument
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>The certificate.</summary>
    public required string CertificateId { get; init; }

    /// <summary>Country of the facility; null where it was not known.</summary>
    public string? Country { get; init; }
}

/// <summary>What the register says of a certificate.</summary>
/// <param name="Hash">SHA-256 of its id, 64 lower-case hex digits.</param>
/// <param name="Revision">The revision of the ledger that it follows from.</param>
/// <param name="State">Its state, whatever the time.</param>
/// <param name="Suspended">When it is suspended.</param>
/// <param name="DropAfter">The last day on which this is kept; null for always.</param>
/// <param name="Names">What formats call it in lists of revocations of their own; none of what was written before there were such lists.</param>
public sealed record RegisteredStatus(
    string Hash, long Revision, RegisteredState State, IReadOnlyList<SuspensionSpan> Suspended, DateOnly? DropAfter, IReadOnlyList<RevocationName> Names)
{
    /// <summary>Whether the certificate is not valid at an instant.</summary>
    public bool IsInvalidAt(DateTimeOffset instant) =>
        State is RegisteredState.Revoked or RegisteredState.Superseded || Suspended.Any(span => span.From <= instant && (span.Until is null || span.Until > instant));
}

/// <summary>A time in which a certificate is suspended.</summary>
/// <param name="From">From when (UTC).</param>
/// <param name="Until">Until when (UTC, exclusive); null where only a reinstatement ends it.</param>
public sealed record SuspensionSpan(DateTimeOffset From, DateTimeOffset? Until);

/// <summary>What the register says of a certificate; of several the gravest.</summary>
public enum RegisteredState
{
    /// <summary>Nothing stands against it any more.</summary>
    None,

    /// <summary>It is suspended for a while, or until it is reinstated.</summary>
    Suspended,

    /// <summary>An update took its place.</summary>
    Superseded,

    /// <summary>It was revoked.</summary>
    Revoked,
}
