using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Storage;
using Divoc.Functions.Types;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Fetches parts of certificates as they are stored, and forms of the QR code that are not stored: each is made anew from the stored credential, and is equal each
/// time.
/// </summary>
public sealed class CertificateFetcher(CertificateFinder finder, DivocQr divocQr)
{
    /// <summary>Media type of the QR image as SVG.</summary>
    public const string SvgMediaType = "image/svg+xml";

    /// <summary>Fetches a part of the certificate of an id.</summary>
    public async Task<FetchOutcome> FetchAsync(string certificateId, AskedPart asked, Caller caller, CancellationToken cancellationToken)
    {
        var version = await finder.FindAsync(certificateId, caller, cancellationToken);
        return Withhold(version) ?? await FetchAsync(version!, asked, version!.IssuedAt, cancellationToken);
    }

    /// <summary>Fetches a part of a person's latest live certificate of a kind, by DIVOC's rule, of those that the caller reaches.</summary>
    public async Task<FetchOutcome> FetchLatestAsync(
        string preEnrollmentCode, CertificateKind kind, AskedPart asked, Caller caller, CancellationToken cancellationToken)
    {
        var all = await finder.FindAllAsync(preEnrollmentCode, caller, cancellationToken);
        var version = kind == CertificateKind.Test ? TestType.Latest(all) : VaccinationType.Latest(all);
        return version is null ? new FetchOutcome.NoneIsLive() : await FetchAsync(version, asked, null, cancellationToken);
    }

    /// <summary>Fetches DIVOC's record of the certificate of an id.</summary>
    public async Task<FetchOutcome> FetchRecordAsync(string certificateId, Caller caller, CancellationToken cancellationToken)
    {
        var version = await finder.FindAsync(certificateId, caller, cancellationToken);
        var fetched = Withhold(version) ?? await FetchAsync(version!, new AskedPart(CertificatePart.Credential), null, cancellationToken);
        return fetched is FetchOutcome.Part credential
            ? new FetchOutcome.Recorded(RecordOf(version!, credential.Bytes)) { ReplacedBy = credential.ReplacedBy }
            : fetched;
    }

    /// <summary>The outcome for a certificate that is not handed out; null for any other.</summary>
    private static FetchOutcome? Withhold(ListedCertificate? version) => version switch
    {
        null => new FetchOutcome.NotFound(),
        _ when version.IsErased() => new FetchOutcome.Erased(),
        _ when version.IsRevoked() => new FetchOutcome.Revoked(),
        _ => null,
    };

    private async Task<FetchOutcome> FetchAsync(ListedCertificate version, AskedPart asked, DateTimeOffset? lastModified, CancellationToken cancellationToken)
    {
        var size = asked.Part == CertificatePart.Qr ? asked.Size : null;
        if (size is < AskedPart.SmallestSize or > AskedPart.LargestSize)
        {
            return new FetchOutcome.WrongSize();
        }

        var isMade = asked.Part == CertificatePart.QrSvg || size is not null;
        var (name, hash, mediaType) = Describe(version, isMade ? CertificatePart.Credential : asked.Part);
        if (await finder.ReadAsync(version, name, cancellationToken) is not { } stored)
        {
            return new FetchOutcome.Erased();
        }

        var outcome = isMade ? MakeQr(stored.Bytes.Span, size, lastModified) : new FetchOutcome.Part(stored.Bytes, mediaType, hash, lastModified);
        return outcome with { ReplacedBy = version.ReplacedBy() };
    }

    /// <summary>Makes the largest PNG of whole pixels a module that fits a size; an SVG where no size is given.</summary>
    private FetchOutcome MakeQr(ReadOnlySpan<byte> credential, int? size, DateTimeOffset? lastModified)
    {
        var symbol = divocQr.Encode(credential);
        if (size is null)
        {
            return Made(QrSvg.Write(symbol), SvgMediaType, lastModified);
        }

        var modules = symbol.Size + (2 * QrSymbol.QuietZone);
        var pixels = size.Value / modules;
        return pixels == 0 ? new FetchOutcome.TooSmall(modules) : Made(QrPng.Write(symbol, pixels), CertificateArtifacts.QrContentType, lastModified);
    }

    private static FetchOutcome.Part Made(byte[] bytes, string mediaType, DateTimeOffset? lastModified)
    {
        return new(bytes, mediaType, Convert.ToHexStringLower(SHA256.HashData(bytes)), lastModified);
    }

    private static (ArtifactName Name, string Hash, string MediaType) Describe(ListedCertificate version, CertificatePart part) => part switch
    {
        CertificatePart.Qr => (CertificateArtifacts.Qr(version.CertificateId), version.Hashes.Qr, CertificateArtifacts.QrContentType),
        CertificatePart.Pdf => (CertificateArtifacts.Pdf(version.CertificateId), version.Hashes.Pdf, CertificateArtifacts.PdfContentType),
        _ => (CertificateArtifacts.Credential(version.CertificateId), version.Hashes.Credential, CertificateArtifacts.CredentialContentType),
    };

    private static CertificateRecord RecordOf(ListedCertificate version, ReadOnlyMemory<byte> stored)
    {
        using var credential = JsonDocument.Parse(stored);
        var subject = credential.RootElement.GetProperty("credentialSubject");
        return new CertificateRecord(
            subject.GetProperty("name").GetString()!,
            subject.GetProperty("refId").GetString()!,
            version.CertificateId,
            Encoding.UTF8.GetString(stored.Span),
            version.Key.Programme.Length == 0 ? null : version.Key.Programme);
    }
}
