using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.LinkedData;
using Divoc.Functions.Registry;
using Divoc.Functions.Rendering;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Issuing;

/// <summary>
/// Makes the artifacts of a certificate and stores them. Whatever can fail for good fails in memory, before the first write. Bytes that are
/// stored stay, whoever wrote them.
/// </summary>
public sealed class ArtifactMaker(
    CredentialBuilder builder,
    CredentialSigner signer,
    CertificateRenderer renderer,
    IArtifactStore store,
    RememberedKeys keys,
    SigningKeyCheck check,
    CertificateMetrics metrics,
    TimeProvider time)
{
    /// <summary>Makes and stores what is missing, and says what is stored then.</summary>
    public async Task<MadeArtifacts> MakeAsync(CertificationEvent certification, CertificateLedger ledger, SigningLane lane, CancellationToken cancellationToken)
    {
        var name = CertificateArtifacts.Credential(certification.CertificateId);
        var happened = HealthEvents.Read(certification.Event);
        var earlierDoses = DoseFacts.Before(certification, ledger);
        if (await store.GetAsync(name, cancellationToken) is null)
        {
            var signed = await SignAsync(certification, lane, cancellationToken);
            var rendered = Render(signed.Bytes, earlierDoses, happened);
            var claims = ClaimsArtifact(certification, happened);
            var artifacts = Artifacts(certification, signed, rendered, claims);
            await keys.RememberAsync(signed.Kid, cancellationToken);
            IReadOnlyList<ArtifactName> alreadyThere;
            using (metrics.Time("store"))
            {
                alreadyThere = await store.CreateTogetherAsync(artifacts, cancellationToken);
            }

            if (alreadyThere.Count == 0)
            {
                return Describe(signed.Bytes, signed.Kid, rendered.QrPng, rendered.Pdf, rendered.TemplateVersion, claims.Content.Bytes);
            }
        }

        return await CompleteAsync(certification, happened, earlierDoses, cancellationToken);
    }

    /// <summary>The credential is stored, by an earlier delivery or by one beside this: its image and page are made from the stored bytes where they are missing.</summary>
    private async Task<MadeArtifacts> CompleteAsync(
        CertificationEvent certification, HealthEvent happened, IReadOnlyList<EarlierDose> earlierDoses, CancellationToken cancellationToken)
    {
        var id = certification.CertificateId;
        var credential = await ReadAsync(CertificateArtifacts.Credential(id), cancellationToken);
        var qr = await store.GetAsync(CertificateArtifacts.Qr(id), cancellationToken);
        var pdf = await store.GetAsync(CertificateArtifacts.Pdf(id), cancellationToken);
        if (qr is null || pdf is null)
        {
            var rendered = Render(credential.Bytes, earlierDoses, happened);
            qr = await CreateOrReadAsync(QrArtifact(id, rendered), cancellationToken);
            pdf = await CreateOrReadAsync(PdfArtifact(id, rendered), cancellationToken);
        }

        var claims = await CreateOrReadAsync(ClaimsArtifact(certification, happened), cancellationToken);
        return Describe(
            credential.Bytes,
            credential.Properties.Metadata[CertificateArtifacts.KidMetadata],
            qr.Bytes,
            pdf.Bytes,
            pdf.Properties.Metadata[CertificateArtifacts.TemplateMetadata],
            claims.Bytes);
    }

    private async Task<SignedCredential> SignAsync(CertificationEvent certification, SigningLane lane, CancellationToken cancellationToken)
    {
        await check.RequireAllAsync(cancellationToken);
        var issuedAt = time.GetUtcNow();
        byte[] credential;
        using (metrics.Time("build"))
        {
            credential = builder.Build(certification, issuedAt);
        }

        using (metrics.Time("sign"))
        {
            return await signer.SignAsync(credential, issuedAt, lane, cancellationToken);
        }
    }

    private RenderedCertificate Render(ReadOnlyMemory<byte> credential, IReadOnlyList<EarlierDose> earlierDoses, HealthEvent happened)
    {
        try
        {
            using (metrics.Time("render"))
            {
                return renderer.Render(new CertificatePageInput(credential, earlierDoses, happened.Meta));
            }
        }
        catch (RenderingException fault)
        {
            throw new EventFailedException(fault.Reason, fault.Message, fault);
        }
    }

    private static NamedArtifact[] Artifacts(CertificationEvent certification, SignedCredential signed, RenderedCertificate rendered, NamedArtifact claims)
    {
        var metadata = new Dictionary<string, string>
        {
            [CertificateArtifacts.LedgerMetadata] = certification.Ledger,
            [CertificateArtifacts.KidMetadata] = signed.Kid,
        };
        return
        [
            new NamedArtifact(
                CertificateArtifacts.Credential(certification.CertificateId),
                new ArtifactContent(signed.Bytes, CertificateArtifacts.CredentialContentType, metadata)),
            QrArtifact(certification.CertificateId, rendered),
            PdfArtifact(certification.CertificateId, rendered),
            claims,
        ];
    }

    private NamedArtifact ClaimsArtifact(CertificationEvent certification, HealthEvent happened)
    {
        var claims = new CertificateClaims
        {
            CertificateId = certification.CertificateId,
            AcceptedAt = certification.AcceptedAt,
            Event = HealthEvents.Write(HealthEvents.ClaimsOf(happened, builder.SubjectIdOf(happened)), HealthEvents.ShapeOf(certification.Event)),
        };
        return new(CertificateArtifacts.Claims(certification.CertificateId), new ArtifactContent(claims.ToBytes(), CertificateArtifacts.ClaimsContentType));
    }

    private static NamedArtifact QrArtifact(string certificateId, RenderedCertificate rendered)
    {
        return new(CertificateArtifacts.Qr(certificateId), new ArtifactContent(rendered.QrPng, CertificateArtifacts.QrContentType));
    }

    private static NamedArtifact PdfArtifact(string certificateId, RenderedCertificate rendered)
    {
        var metadata = new Dictionary<string, string> { [CertificateArtifacts.TemplateMetadata] = rendered.TemplateVersion };
        return new(CertificateArtifacts.Pdf(certificateId), new ArtifactContent(rendered.Pdf, CertificateArtifacts.PdfContentType, metadata));
    }

    /// <summary>What is stored in the end, whoever stored it.</summary>
    private async Task<StoredArtifact> CreateOrReadAsync(NamedArtifact artifact, CancellationToken cancellationToken)
    {
        await store.CreateAsync(artifact.Name, artifact.Content, cancellationToken);
        return await ReadAsync(artifact.Name, cancellationToken);
    }

    /// <summary>Reads what was just seen to be there. Gone again means that another delivery found the certificate overtaken and deleted it; the next try will see that too.</summary>
    private async Task<StoredArtifact> ReadAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        return await store.GetAsync(name, cancellationToken)
            ?? throw new InvalidOperationException("An artifact was deleted while the certificate was being made.");
    }

    private static MadeArtifacts Describe(
        ReadOnlyMemory<byte> credential,
        string kid,
        ReadOnlyMemory<byte> qr,
        ReadOnlyMemory<byte> pdf,
        string templateVersion,
        ReadOnlyMemory<byte> claims)
    {
        return new MadeArtifacts(kid, templateVersion, new ArtifactHashes(Hash(credential), Hash(qr), Hash(pdf), Hash(claims)), HashOfCanonicalForm(credential));
    }

    private static string HashOfCanonicalForm(ReadOnlyMemory<byte> credential)
    {
        using var document = JsonDocument.Parse(credential);
        return Hash(JsonCanonicalizer.Canonicalize(document.RootElement));
    }

    private static string Hash(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
}

/// <summary>What is said of a certificate's stored artifacts when it is listed.</summary>
/// <param name="Kid">The kid of the key that signed the stored credential.</param>
/// <param name="TemplateVersion">The template that made the stored page.</param>
/// <param name="Hashes">SHA-256 of the stored bytes.</param>
/// <param name="CanonicalHash">SHA-256 of the credential's JCS form.</param>
public sealed record MadeArtifacts(string Kid, string TemplateVersion, ArtifactHashes Hashes, string CanonicalHash);
