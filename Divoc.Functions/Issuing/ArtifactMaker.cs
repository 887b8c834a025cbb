using System.Security.Cryptography;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Rendering;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Issuing;

/// <summary>
/// Makes the artifacts of a certificate and stores them. Everything that can fail for good fails in memory, before the first write. Stored
/// bytes are never replaced, whoever wrote them.
/// </summary>
public sealed class ArtifactMaker(
    CertificateTypes types,
    CredentialFormats formats,
    PageMaker pages,
    IArtifactStore store,
    ISigningKeys signingKeys,
    RememberedKeys keys,
    SigningKeyCheck check,
    IOptions<IssuerOptions> issuer,
    CertificateMetrics metrics,
    TimeProvider time)
{
    /// <summary>
    /// Makes and stores the missing artifacts, and returns what is stored then. A first delivery does not check before whether anything is
    /// stored: it makes everything, and finds existing artifacts when it stores. So if the delivery is not really the first one, only work
    /// is lost.
    /// </summary>
    /// <param name="certification">The event.</param>
    /// <param name="ledger">Its ledger, which does not list the certificate.</param>
    /// <param name="isFirst">Whether this is its first delivery, as far as the queue knows.</param>
    /// <param name="lane">The lane of its queue.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="EventFailedException">The event can never become a certificate.</exception>
    public async Task<MadeArtifacts> MakeAsync(CertificationEvent certification, CertificateLedger ledger, bool isFirst, SigningLane lane, CancellationToken cancellationToken)
    {
        var stored = isFirst ? null : await StoredFormatAsync(certification, cancellationToken);
        var work = WorkOf(certification, ledger, stored);
        if (stored is not null)
        {
            return await CompleteAsync(work, cancellationToken);
        }

        List<NamedArtifact> artifacts;
        try
        {
            artifacts = await MakeAllAsync(work, lane, cancellationToken);
        }
        catch (EventFailedException) when (isFirst)
        {
            // If another delivery could print and store it, it need not be printed again.
            stored = await StoredFormatAsync(certification, cancellationToken);
            if (stored is null)
            {
                throw;
            }

            return await CompleteAsync(work with { Format = stored }, cancellationToken);
        }

        IReadOnlyList<ArtifactName> alreadyThere;
        using (metrics.Time(CertificateTraces.Store))
        {
            alreadyThere = await store.CreateTogetherAsync(artifacts, cancellationToken);
        }

        if (alreadyThere.Count == 0)
        {
            return Describe(work, [.. artifacts.Select(artifact => (artifact.Name, artifact.Content.Bytes, artifact.Content.Metadata))]);
        }

        // If image, page or claims existed but not the credential, they belong to a credential of another format, and everything continues
        // with that one. The credential that was stored just now is not listed, but if the process ends here, a later delivery finds both
        // and takes this one. With only one stored format, as today, none of this happens.
        var other = alreadyThere.Contains(work.Credential) ? null : await StoredFormatAsync(certification, cancellationToken, but: work.Format);
        return await CompleteAsync(work with { Format = other ?? work.Format }, cancellationToken);
    }

    private async Task<List<NamedArtifact>> MakeAllAsync(Work work, SigningLane lane, CancellationToken cancellationToken)
    {
        var written = await SignAsync(work, lane, cancellationToken);
        List<NamedArtifact> artifacts = [CredentialArtifact(work, written), .. Render(work, written.Bytes), ClaimsArtifact(work)];
        await keys.RememberAsync(written.Kid, cancellationToken);
        return artifacts;
    }

    /// <summary>
    /// The format in which an earlier delivery stored the credential. Image, page and claims may be stored too and belong to it, whichever
    /// format issues such events now. Null if none is stored. Costs one read for each stored format; the one that issues now is checked
    /// first.
    /// </summary>
    private async Task<ICredentialFormat?> StoredFormatAsync(CertificationEvent certification, CancellationToken cancellationToken, ICredentialFormat? but = null)
    {
        var issuing = IssuingFormat(certification.Event);
        foreach (var format in formats.All.Where(format => format.IsStored && format != but).OrderByDescending(format => format == issuing))
        {
            if (await store.GetAsync(CertificateArtifacts.Of(certification.CertificateId, format.File.Name), cancellationToken) is not null)
            {
                return format;
            }
        }

        return null;
    }

    private ICredentialFormat? IssuingFormat(AcceptedEvent accepted) => formats.Issuing(accepted.Type, accepted.Version, accepted.Shape);

    private Work WorkOf(CertificationEvent certification, CertificateLedger ledger, ICredentialFormat? stored)
    {
        var type = types.Current.Of(certification.Event);
        // There is none if a newer version of the program accepted the event, which then waits for that version.
        var format = stored ?? IssuingFormat(certification.Event) ?? throw new NewerFormException("certificate type of an event");
        return new Work(certification, type, format, EarlierEvents.Of(certification, ledger, type));
    }

    /// <summary>
    /// The credential is stored, by an earlier or a concurrent delivery: missing image, page and claims are made from the stored bytes.
    /// </summary>
    private async Task<MadeArtifacts> CompleteAsync(Work work, CancellationToken cancellationToken)
    {
        var credential = await ReadAsync(work.Credential, cancellationToken);
        List<(ArtifactName, ReadOnlyMemory<byte>, IReadOnlyDictionary<string, string>?)> stored = [(work.Credential, credential.Bytes, credential.Properties.Metadata)];
        foreach (var artifact in (IEnumerable<NamedArtifact>)[.. await MissingPagesAsync(work, credential.Bytes, stored, cancellationToken), ClaimsArtifact(work)])
        {
            await store.CreateAsync(artifact.Name, artifact.Content, cancellationToken);
            var read = await ReadAsync(artifact.Name, cancellationToken);
            stored.Add((artifact.Name, read.Bytes, read.Properties.Metadata));
        }

        return Describe(work, stored);
    }

    /// <summary>The image and the page that must be made; none if both are stored, which are noted then.</summary>
    private async Task<IReadOnlyList<NamedArtifact>> MissingPagesAsync(
        Work work, ReadOnlyMemory<byte> credential, List<(ArtifactName, ReadOnlyMemory<byte>, IReadOnlyDictionary<string, string>?)> stored, CancellationToken cancellationToken)
    {
        var id = work.Certification.CertificateId;
        var hasQr = work.Format.SymbolsOf(credential).Count > 0;
        var found = new List<(ArtifactName, ReadOnlyMemory<byte>, IReadOnlyDictionary<string, string>?)>();
        ArtifactName[] names = hasQr ? [CertificateArtifacts.Qr(id), CertificateArtifacts.Pdf(id)] : [CertificateArtifacts.Pdf(id)];
        foreach (var name in names)
        {
            if (await store.GetAsync(name, cancellationToken) is not { } there)
            {
                return Render(work, credential);
            }

            found.Add((name, there.Bytes, there.Properties.Metadata));
        }

        stored.AddRange(found);
        return [];
    }

    private async Task<WrittenCredential> SignAsync(Work work, SigningLane lane, CancellationToken cancellationToken)
    {
        await check.RequireAllAsync(cancellationToken);
        var certification = work.Certification;
        var source = new CredentialSource(certification.CertificateId, certification.AcceptedAt, time.GetUtcNow(), certification.Event);
        using (metrics.Time(CertificateTraces.Sign))
        {
            return await work.Format.WriteAsync(source, signingKeys, lane, cancellationToken);
        }
    }

    private List<NamedArtifact> Render(Work work, ReadOnlyMemory<byte> credential)
    {
        var id = work.Certification.CertificateId;
        MadePage page;
        try
        {
            using (metrics.Time(CertificateTraces.Render))
            {
                page = pages.Make(new PageSource(id, work.Type, work.Format, work.Certification.Event, work.Earlier, credential));
            }
        }
        catch (RenderingException fault)
        {
            throw new EventFailedException(fault.Reason, fault.Message, fault);
        }

        var metadata = new Dictionary<string, string> { [CertificateArtifacts.TemplateMetadata] = page.TemplateVersion };
        var pdf = new ArtifactContent(page.Pdf.Bytes, CertificateArtifacts.PdfContentType, metadata) { SharedLength = page.Pdf.SharedLength };
        List<NamedArtifact> artifacts = [new(CertificateArtifacts.Pdf(id), pdf)];
        if (page.QrPng is { } png)
        {
            artifacts.Insert(0, new NamedArtifact(CertificateArtifacts.Qr(id), new ArtifactContent(png, CertificateArtifacts.QrContentType)));
        }

        return artifacts;
    }

    private static NamedArtifact CredentialArtifact(Work work, WrittenCredential written)
    {
        var metadata = new Dictionary<string, string>
        {
            [CertificateArtifacts.LedgerMetadata] = work.Certification.Ledger,
            [CertificateArtifacts.KidMetadata] = written.Kid,
        };
        return new NamedArtifact(work.Credential, new ArtifactContent(written.Bytes, work.Format.File.MediaType, metadata));
    }

    private NamedArtifact ClaimsArtifact(Work work)
    {
        var accepted = work.Certification.Event;
        var claims = new CertificateClaims
        {
            CertificateId = work.Certification.CertificateId,
            AcceptedAt = work.Certification.AcceptedAt,
            DobKnownTo = work.Type.DobKnownTo(accepted.Data),
            Codes = work.Type.CodesOf(accepted.Data),
            Uvci = issuer.Value.Country.Length > 0 ? Uvci.Of(issuer.Value.Country, work.Certification.CertificateId) : null,
            PageHash = CertificateClaims.PageHashOf(work.Certification.CertificateId, accepted),
            Event = accepted with { Data = work.Type.ClaimsOf(accepted.Data, work.Format.SubjectIdOf(accepted)) },
        };
        return new(CertificateArtifacts.Claims(work.Certification.CertificateId), new ArtifactContent(claims.ToBytes(), CertificateArtifacts.ClaimsContentType));
    }

    /// <summary>
    /// Reads an artifact that was just found. If it is gone, another delivery found the certificate overtaken and deleted it; the next
    /// attempt will see that too.
    /// </summary>
    private async Task<StoredArtifact> ReadAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        return await store.GetAsync(name, cancellationToken)
            ?? throw new InvalidOperationException("An artifact was deleted while the certificate was being made.");
    }

    private static MadeArtifacts Describe(Work work, IReadOnlyList<(ArtifactName Name, ReadOnlyMemory<byte> Bytes, IReadOnlyDictionary<string, string>? Metadata)> stored)
    {
        var id = work.Certification.CertificateId;
        var credential = stored.Single(artifact => artifact.Name == work.Credential);
        var pdf = stored.Single(artifact => artifact.Name == CertificateArtifacts.Pdf(id));
        return new MadeArtifacts(
            credential.Metadata![CertificateArtifacts.KidMetadata],
            pdf.Metadata![CertificateArtifacts.TemplateMetadata],
            new ArtifactHashes(stored.Select(artifact => (artifact.Name.Name[(id.Length + 1)..], Convert.ToHexStringLower(SHA256.HashData(artifact.Bytes.Span))))),
            work.Format.BindingHashOf(credential.Bytes));
    }

    /// <summary>The work to do.</summary>
    private sealed record Work(CertificationEvent Certification, ICertificateType Type, ICredentialFormat Format, IReadOnlyList<EarlierEvent> Earlier)
    {
        public ArtifactName Credential => CertificateArtifacts.Of(Certification.CertificateId, Format.File.Name);
    }
}

/// <summary>The data about a certificate's stored artifacts in the ledger.</summary>
/// <param name="Kid">The kid of the key that signed the stored credential.</param>
/// <param name="TemplateVersion">The template that made the stored page.</param>
/// <param name="Hashes">SHA-256 of the stored bytes.</param>
/// <param name="BindingHash">SHA-256 over every value of the credential, as its format defines it.</param>
public sealed record MadeArtifacts(string Kid, string TemplateVersion, ArtifactHashes Hashes, string BindingHash);
