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
/// The public data about certificates that are or were not valid: a document for each, named by the SHA-256 of its id. It depends only on
/// the ledger and has the ledger's revision. So the order in which changes are handled does not matter: a lower revision is refused.
/// </summary>
public sealed class StatusRegister(RegistryDocuments documents, IEnumerable<ICredentialFormat> formats, IOptions<StatusOptions> options)
    : ILedgerRegister
{
    /// <summary>The prefix of the names of all its documents in the registry.</summary>
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

    /// <summary>
    /// The document's name for a certificate: 64 lower-case hex digits that reveal nothing to somebody without the certificate.
    /// </summary>
    public static string DocumentOf(string certificateId) =>
        $"{Prefix}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(certificateId)))}.json";

    /// <inheritdoc/>
    public async Task TakeAsync(LedgerSnapshot read, LedgerEntry entry, CancellationToken cancellationToken)
    {
        await StoreAsync(read.Ledger, entry.Certificate, regardless: false, cancellationToken);

        // A suspension that updates took over is lifted only at the last version, and then it does not count for the earlier ones any more.
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
            // A certificate without changes is valid; if the register has something about it, that is from a time that the backup does not
            // know.
            if (certificate.Changes.Count > 0
                || await documents.FindETagAsync(DocumentOf(certificate.CertificateId), cancellationToken) is not null)
            {
                await StoreAsync(read.Ledger, certificate, regardless: true, cancellationToken);
                written++;
            }
        }

        return written;
    }

    /// <summary>Stores the status of one of a ledger's certificates.</summary>
    /// <param name="ledger">The ledger as it was read.</param>
    /// <param name="certificate">The certificate in the ledger.</param>
    /// <param name="regardless">
    /// Whether to overwrite a document with a higher revision too: only after the store was restored from a backup.
    /// </param>
    /// <param name="cancellationToken">Cancels the work between two tries.</param>
    private async Task StoreAsync(
        CertificateLedger ledger, ListedCertificate certificate, bool regardless, CancellationToken cancellationToken)
    {
        var name = DocumentOf(certificate.CertificateId);
        var status = new CertificateStatusDocument
        {
            CertificateId = certificate.CertificateId,
            Country = certificate.Facts?.Country ?? certificate.Country,
        };
        var metadata = MetadataOf(ledger, certificate);
        while (true)
        {
            var stored = await documents.ReadWithMetadataAsync(name, StatusJson.Compact.CertificateStatusDocument, cancellationToken);
            if (stored is { } written && !regardless && RevisionOf(written.Metadata) >= ledger.Revision)
            {
                return;
            }

            // Data that an erasure removed from the ledger stay here, and so do names in formats that are not set up now.
            var kept = status with { Country = status.Country ?? stored?.Document.Country };
            var known = stored?.Metadata.GetValueOrDefault(NamesMetadata);
            if (known is not null)
            {
                metadata.TryAdd(NamesMetadata, known);
            }

            if (await documents.TryWriteAsync(
                name, kept, stored?.ETag, StatusJson.Compact.CertificateStatusDocument, metadata, cancellationToken))
            {
                ProtocolWrites.Done(ProtocolWrite.StatusStored, certificate.CertificateId);
                return;
            }
        }
    }

    /// <summary>The statuses of certificates whose hash begins with some hex digits, a page at a time.</summary>
    /// <param name="prefix">Lower-case hex digits; empty for all.</param>
    /// <param name="continuation">Null for the first page, else the value from the page before.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<(IReadOnlyList<RegisteredStatus> Statuses, string? Continuation)> ListAsync(
        string prefix, string? continuation, CancellationToken cancellationToken)
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

    /// <summary>
    /// A suspension that is over or was lifted becomes <see cref="RegisteredState.None"/>; the end or the beginning of one at its time
    /// needs no write.
    /// </summary>
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

    private static long RevisionOf(IReadOnlyDictionary<string, string> metadata) =>
        long.Parse(metadata[RevisionMetadata], NumberStyles.None, CultureInfo.InvariantCulture);

    private static RegisteredStatus Read(string hash, IReadOnlyDictionary<string, string> metadata) => new(
        hash,
        RevisionOf(metadata),
        Enum.Parse<RegisteredState>(metadata[StateMetadata]),
        [.. metadata.GetValueOrDefault(SuspendedMetadata, "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SpanOf)],
        metadata.TryGetValue(DropAfterMetadata, out var day) ? DateOnly.ParseExact(day, DayFormat, CultureInfo.InvariantCulture) : null,
        [.. metadata.GetValueOrDefault(NamesMetadata, "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(NameIn)]);

    private static string TextOf(RevocationName name) => $"{name.Form}:{name.Kind}:{name.Name}";

    /// <summary>Formats of later versions of the program may write more after it.</summary>
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

    /// <summary>Country of the facility; null if it was not known.</summary>
    public string? Country { get; init; }
}

/// <summary>The entry of a certificate in the register.</summary>
/// <param name="Hash">SHA-256 of its id, 64 lower-case hex digits.</param>
/// <param name="Revision">The revision of the ledger on which it is based.</param>
/// <param name="State">Its state, independent of the time.</param>
/// <param name="Suspended">Its suspensions.</param>
/// <param name="DropAfter">The last day on which the entry is kept; null for always.</param>
/// <param name="Names">Its names in formats' own revocation lists; none in entries from before there were such lists.</param>
public sealed record RegisteredStatus(
    string Hash, long Revision, RegisteredState State, IReadOnlyList<SuspensionSpan> Suspended, DateOnly? DropAfter,
    IReadOnlyList<RevocationName> Names)
{
    /// <summary>Whether the certificate is not valid at an instant.</summary>
    public bool IsInvalidAt(DateTimeOffset instant) =>
        State is RegisteredState.Revoked or RegisteredState.Superseded
            || Suspended.Any(span => span.From <= instant && (span.Until is null || span.Until > instant));
}

/// <summary>A period in which a certificate is suspended.</summary>
/// <param name="From">The beginning (UTC).</param>
/// <param name="Until">The end (UTC, exclusive); null if only a reinstatement ends it.</param>
public sealed record SuspensionSpan(DateTimeOffset From, DateTimeOffset? Until);

/// <summary>The state of a certificate in the register; if several apply, the worst one.</summary>
public enum RegisteredState
{
    /// <summary>It is valid again.</summary>
    None,

    /// <summary>It is suspended temporarily, or until it is reinstated.</summary>
    Suspended,

    /// <summary>An update replaced it.</summary>
    Superseded,

    /// <summary>It was revoked.</summary>
    Revoked,
}
