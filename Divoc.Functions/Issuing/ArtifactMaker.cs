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
    RememberedKeys remembered,
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
    public async Task<MadeArtifacts> MakeAndStoreAsync(
        CertificationEvent certification, CertificateLedger ledger, bool isFirst, SigningLane lane, CancellationToken cancellationToken)
    {
        var storedFormat = isFirst ? null : await StoredFormatAsync(certification, cancellationToken);
        var work = WorkOf(certification, ledger, storedFormat);
        var made = storedFormat is null
            ? await StoreAllAsync(work, isFirst, lane, cancellationToken)
            : await CompleteAsync(work, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.ArtifactsStored, certification.CertificateId);
        return made;
    }

    /// <summary>Makes all artifacts and stores them. Those that were there already are used as they are.</summary>
    private async Task<MadeArtifacts> StoreAllAsync(Work work, bool isFirst, SigningLane lane, CancellationToken cancellationToken)
    {
        List<NamedArtifact> artifacts;
        try
        {
            artifacts = await MakeAllAsync(work, lane, cancellationToken);
        }
        catch (EventFailedException) when (isFirst)
        {
            // If another delivery could print and store it, it need not be printed again.
            if (await StoredFormatAsync(work.Certification, cancellationToken) is not { } storedFormat)
            {
                throw;
            }

            return await CompleteAsync(work with { Format = storedFormat }, cancellationToken);
        }

        IReadOnlyList<ArtifactName> alreadyThere;
        using (metrics.Time(CertificateTraces.Store))
        {
            alreadyThere = await store.CreateTogetherAsync(artifacts, cancellationToken);
        }

        if (alreadyThere.Count == 0)
        {
            return Describe(work, [.. artifacts.Select(made => new Stored(made.Name, made.Content.Bytes, made.Content.Metadata))]);
        }

        var format = await ChooseFormatAsync(work, alreadyThere, cancellationToken);
        return await CompleteAsync(work with { Format = format }, cancellationToken);
    }

    /// <summary>
    /// The format to continue with if some artifacts were there already. If only image, page or claims were, they belong to a credential of
    /// another format, and that format is used; the credential that was stored now is not listed then. If the process ends here, a later
    /// delivery finds both credentials and uses the one of the format that issues now. With one stored format, as today, there is no other.
    /// </summary>
    private async Task<ICredentialFormat> ChooseFormatAsync(
        Work work, IReadOnlyList<ArtifactName> alreadyThere, CancellationToken cancellationToken)
    {
        return alreadyThere.Contains(work.Credential)
            ? work.Format
            : await StoredFormatAsync(work.Certification, cancellationToken, but: work.Format) ?? work.Format;
    }

    private async Task<List<NamedArtifact>> MakeAllAsync(Work work, SigningLane lane, CancellationToken cancellationToken)
    {
        var written = await SignAsync(work, lane, cancellationToken);
        List<NamedArtifact> artifacts = [CredentialArtifact(work, written), .. Render(work, written.Bytes), ClaimsArtifact(work)];
        await remembered.RememberAsync(written.Kid, cancellationToken);
        return artifacts;
    }

    /// <summary>
    /// The format in which an earlier delivery stored the credential. Image, page and claims may be stored too and belong to it, whichever
    /// format issues such events now. Null if none is stored. Costs one read for each stored format; the one that issues now is checked
    /// first.
    /// </summary>
    private async Task<ICredentialFormat?> StoredFormatAsync(
        CertificationEvent certification, CancellationToken cancellationToken, ICredentialFormat? but = null)
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
        var (missing, found) = await FindPagesAsync(work, credential.Bytes, cancellationToken);
        List<Stored> stored = [credential, .. found];
        foreach (var artifact in (IEnumerable<NamedArtifact>)[.. missing, ClaimsArtifact(work)])
        {
            await store.CreateAsync(artifact.Name, artifact.Content, cancellationToken);
            stored.Add(await ReadAsync(artifact.Name, cancellationToken));
        }

        return Describe(work, stored);
    }

    /// <summary>Image and page: as they are stored if both are; otherwise both are made again.</summary>
    private async Task<(IReadOnlyList<NamedArtifact> Missing, IReadOnlyList<Stored> Found)> FindPagesAsync(
        Work work, ReadOnlyMemory<byte> credential, CancellationToken cancellationToken)
    {
        var id = work.Certification.CertificateId;
        var hasQr = work.Format.SymbolsOf(credential).Count > 0;
        List<Stored> found = [];
        ArtifactName[] names = hasQr ? [CertificateArtifacts.Qr(id), CertificateArtifacts.Pdf(id)] : [CertificateArtifacts.Pdf(id)];
        foreach (var name in names)
        {
            if (await store.GetAsync(name, cancellationToken) is not { } there)
            {
                return (Render(work, credential), []);
            }

            found.Add(new Stored(name, there.Bytes, there.Properties.Metadata));
        }

        return ([], found);
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
        var pdf = new ArtifactContent(page.Pdf.Bytes, CertificateArtifacts.PdfContentType, metadata)
        {
            SharedLength = page.Pdf.SharedLength,
        };
        List<NamedArtifact> artifacts = [new(CertificateArtifacts.Pdf(id), pdf)];
        if (page.QrPng is { } png)
        {
            artifacts.Insert(
                0, new NamedArtifact(CertificateArtifacts.Qr(id), new ArtifactContent(png, CertificateArtifacts.QrContentType)));
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
        return new(
            CertificateArtifacts.Claims(work.Certification.CertificateId),
            new ArtifactContent(claims.ToBytes(), CertificateArtifacts.ClaimsContentType));
    }

    /// <summary>
    /// Reads an artifact that was just found. If it is gone, another delivery found the certificate overtaken and deleted it; the next
    /// attempt will see that too.
    /// </summary>
    private async Task<Stored> ReadAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        return await store.GetAsync(name, cancellationToken) is { } there
            ? new Stored(name, there.Bytes, there.Properties.Metadata)
            : throw new InvalidOperationException("An artifact was deleted while the certificate was being made.");
    }

    private static MadeArtifacts Describe(Work work, IReadOnlyList<Stored> stored)
    {
        var id = work.Certification.CertificateId;
        var credential = stored.Single(artifact => artifact.Name == work.Credential);
        var pdf = stored.Single(artifact => artifact.Name == CertificateArtifacts.Pdf(id));
        return new MadeArtifacts(
            credential.Metadata![CertificateArtifacts.KidMetadata],
            pdf.Metadata![CertificateArtifacts.TemplateMetadata],
            new ArtifactHashes(stored.Select(
                artifact => (artifact.Name.Name[(id.Length + 1)..], Convert.ToHexStringLower(SHA256.HashData(artifact.Bytes.Span))))),
            work.Format.BindingHashOf(credential.Bytes));
    }

    /// <summary>The work to do.</summary>
    private sealed record Work(
        CertificationEvent Certification, ICertificateType Type, ICredentialFormat Format, IReadOnlyList<EarlierEvent> Earlier)
    {
        public ArtifactName Credential => CertificateArtifacts.Of(Certification.CertificateId, Format.File.Name);
    }

    /// <summary>An artifact as it is stored.</summary>
    private readonly record struct Stored(ArtifactName Name, ReadOnlyMemory<byte> Bytes, IReadOnlyDictionary<string, string>? Metadata);
}

/// <summary>The data about a certificate's stored artifacts in the ledger.</summary>
/// <param name="Kid">The kid of the key that signed the stored credential.</param>
/// <param name="TemplateVersion">The template that made the stored page.</param>
/// <param name="Hashes">SHA-256 of the stored bytes.</param>
/// <param name="BindingHash">SHA-256 over every value of the credential, as its format defines it.</param>
public sealed record MadeArtifacts(string Kid, string TemplateVersion, ArtifactHashes Hashes, string BindingHash);
