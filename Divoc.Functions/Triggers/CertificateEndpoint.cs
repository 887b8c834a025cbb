using System.Security.Cryptography;
using Divoc.Functions.Access;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Storage;
using Divoc.Functions.Types;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>What the functions share that hand out a certificate's parts.</summary>
public sealed class CertificateEndpoint(CertificateFinder finder, Callers callers, QrEncoder qrEncoder, IOptions<PublicAddressOptions> address)
{
    /// <summary>Hands out a part of the certificate of an id.</summary>
    public async Task<IResult> FetchAsync(HttpRequest request, string certificateId, CertificatePart part, CancellationToken cancellationToken)
    {
        var version = await finder.FindAsync(certificateId, callers.Of(request), cancellationToken);
        return Withheld(version) ?? await HandOutAsync(request, version!, part, version!.IssuedAt, cancellationToken);
    }

    /// <summary>Hands out a part of a person's latest certificate, of those that the caller reaches.</summary>
    public async Task<IResult> FetchLatestAsync(
        HttpRequest request, string preEnrollmentCode, CertificateKind kind, CertificatePart part, CancellationToken cancellationToken)
    {
        var all = await finder.FindAllAsync(preEnrollmentCode, callers.Of(request), cancellationToken);
        var version = kind == CertificateKind.Test ? TestType.Latest(all) : VaccinationType.Latest(all);
        return version is null
            ? new Problem(StatusCodes.Status404NotFound, "NOT_FOUND", "There is no certificate of this kind for this preEnrollmentCode that holds, or it is not issued yet: look at the statusUrl of the certify call.")
            : await HandOutAsync(request, version, part, null, cancellationToken);
    }

    /// <summary>The answer for an id that is not listed.</summary>
    internal static Problem UnknownId()
    {
        return new Problem(StatusCodes.Status404NotFound, "NOT_FOUND", "There is no certificate of this id, or it is not issued yet: look at the statusUrl of the certify call.");
    }

    /// <summary>The answer for a certificate that is not handed out: unknown, revoked or erased; null for any other.</summary>
    internal static Problem? Withheld(ListedCertificate? version) => version switch
    {
        null => UnknownId(),
        _ when version.IsErased() => Erased(),
        _ when version.IsRevoked() => new Problem(StatusCodes.Status410Gone, "REVOKED", "This certificate was revoked and is no longer handed out. Its history tells when and why."),
        _ => null,
    };

    /// <summary>Names what replaced a certificate, if anything did (RFC 5829, section 3.3).</summary>
    internal void NameSuccessor(HttpRequest request, ListedCertificate version)
    {
        if (version.ReplacedBy() is { } next)
        {
            request.HttpContext.Response.Headers.Link = $"<{address.Value.UrlOf($"/certificates/{next}")}>; rel=\"successor-version\"";
        }
    }

    /// <summary>The answer for a certificate that was erased.</summary>
    internal static Problem Erased() => new(StatusCodes.Status410Gone, "ERASED", "This certificate was erased. Its history tells when.");

    /// <summary>
    /// Hands out a part. Of a person's latest certificate no date is told: after a revocation an older one is the latest, and by dates a client would
    /// be told that the revoked one that it keeps was not modified.
    /// </summary>
    private async Task<IResult> HandOutAsync(
        HttpRequest request, ListedCertificate version, CertificatePart part, DateTimeOffset? lastModified, CancellationToken cancellationToken)
    {
        int? size = null;
        if (part == CertificatePart.Qr && !QrImages.TryReadSize(request, out size))
        {
            return UnfitSize($"{QrImages.SizeParameter} must be a whole number from {QrImages.SmallestSize} to {QrImages.LargestSize}.");
        }

        request.HttpContext.Response.Headers.CacheControl = "private, no-cache";
        NameSuccessor(request, version);
        if (part == CertificatePart.QrSvg || size is not null)
        {
            return await MakeQrAsync(version, size, lastModified, cancellationToken);
        }

        var (name, hash, contentType) = Describe(version, part);
        if (await finder.ReadAsync(version, name, cancellationToken) is not { } stored)
        {
            return Erased();
        }

        return Results.Bytes(stored.Bytes, contentType, lastModified: lastModified, entityTag: new EntityTagHeaderValue($"\"{hash}\""));
    }

    /// <summary>Makes a form of the QR code that is not stored: a PNG of a size, or SVG where no size is given.</summary>
    private async Task<IResult> MakeQrAsync(ListedCertificate version, int? size, DateTimeOffset? lastModified, CancellationToken cancellationToken)
    {
        if (await finder.ReadAsync(version, CertificateArtifacts.Credential(version.CertificateId), cancellationToken) is not { } credential)
        {
            return Erased();
        }

        var symbol = qrEncoder.Encode(credential.Bytes.Span);
        if ((size is null ? QrImages.Svg(symbol) : QrImages.Png(symbol, size.Value)) is not { } image)
        {
            return UnfitSize($"This QR code has {symbol.Size + (2 * QrSymbol.QuietZone)} modules a side with its margin; {QrImages.SizeParameter} must not be less.");
        }

        var tag = Convert.ToHexStringLower(SHA256.HashData(image.Bytes));
        return Results.Bytes(image.Bytes, image.ContentType, lastModified: lastModified, entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }

    private static Problem UnfitSize(string detail) => new(StatusCodes.Status400BadRequest, "SIZE", detail);

    private static (ArtifactName Name, string Hash, string ContentType) Describe(ListedCertificate version, CertificatePart part) => part switch
    {
        CertificatePart.Qr => (CertificateArtifacts.Qr(version.CertificateId), version.Hashes.Qr, CertificateArtifacts.QrContentType),
        CertificatePart.Pdf => (CertificateArtifacts.Pdf(version.CertificateId), version.Hashes.Pdf, CertificateArtifacts.PdfContentType),
        _ => (CertificateArtifacts.Credential(version.CertificateId), version.Hashes.Credential, CertificateArtifacts.CredentialContentType),
    };
}
