using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Certificates;

/// <summary>What came of asking for a certificate, or for something of it: one of the nested records.</summary>
public abstract record FetchOutcome
{
    private FetchOutcome()
    {
    }

    /// <summary>The certificate that took the place of the one that was found; null if none did, or none is handed out.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>The part that was asked for.</summary>
    /// <param name="Bytes">Its bytes.</param>
    /// <param name="MediaType">Its media type.</param>
    /// <param name="Hash">The SHA-256 of its bytes, 64 lower-case hex digits.</param>
    /// <param name="LastModified">
    /// When it was made (UTC); null of a person's latest certificate: after a revocation an older one is the latest, and by dates a client would be told that the
    /// revoked one that it keeps was not modified.
    /// </param>
    public sealed record Part(ReadOnlyMemory<byte> Bytes, string MediaType, string Hash, DateTimeOffset? LastModified) : FetchOutcome
    {
        /// <summary>The certificate that it is a part of.</summary>
        public ListedCertificate? Version { get; init; }
    }

    /// <summary>
    /// The part that was asked for is not stored: <see cref="CertificateFetcher.SignAsync"/> makes it from the stored claims and signs it,
    /// if the caller may have it signed.
    /// </summary>
    /// <param name="Version">The certificate.</param>
    /// <param name="Format">The format.</param>
    /// <param name="Source">What it is made from. It is dated when the certificate was seen to be live.</param>
    /// <param name="Asked">What is asked for.</param>
    public sealed record ToBeSigned(ListedCertificate Version, ICredentialFormat Format, CredentialSource Source, AskedPart Asked) : FetchOutcome
    {
        /// <summary>The live certificates of the person that the caller reaches: what a group is chosen from, where the format takes one. The group is read when it is signed, so a HEAD reads none.</summary>
        public IReadOnlyList<ListedCertificate> Live { get; init; } = [];

        /// <summary>The media type that the part will have.</summary>
        public string MediaType => Asked.Part switch
        {
            CertificatePart.Qr => CertificateArtifacts.QrContentType,
            CertificatePart.QrSvg => CertificateFetcher.SvgMediaType,
            CertificatePart.Pdf => CertificateArtifacts.PdfContentType,
            _ => Format.File.MediaType,
        };
    }

    /// <summary>No certificate of this id is listed that the caller reaches.</summary>
    public sealed record NotFound : FetchOutcome;

    /// <summary>The person has no live certificate of this kind that the caller reaches.</summary>
    public sealed record NoneIsLive : FetchOutcome;

    /// <summary>It was revoked, and is no longer handed out.</summary>
    public sealed record Revoked : FetchOutcome;

    /// <summary>It was erased.</summary>
    public sealed record Erased : FetchOutcome;

    /// <summary>It is suspended, and nothing is signed for it anew. It is still handed out as it was issued.</summary>
    public sealed record Suspended : FetchOutcome;

    /// <summary>Another one took its place, and nothing is signed for it anew. It is still handed out as it was issued.</summary>
    public sealed record Superseded : FetchOutcome;

    /// <summary>Its data can never be written in the format that was asked for, or not put into a QR code.</summary>
    /// <param name="Reason">A short stable word.</param>
    /// <param name="Description">A sentence without personal data.</param>
    public sealed record NotWritable(string Reason, string Description) : FetchOutcome;

    /// <summary>The name that the caller wants on it is not the certified one.</summary>
    /// <param name="Description">A sentence without personal data.</param>
    public sealed record OtherName(string Description) : FetchOutcome;

    /// <summary>Settings or keys are missing, without which nothing is written in the format that was asked for.</summary>
    /// <param name="Description">What to set.</param>
    public sealed record NotSetUp(string Description) : FetchOutcome;

    /// <summary>It has no such part: its format has no QR code, or no page of its own.</summary>
    public sealed record NoSuchPart : FetchOutcome;

    /// <summary>It does not come in the format that was asked for.</summary>
    /// <param name="Known">The names of those in which certificates come.</param>
    public sealed record NoSuchFormat(IReadOnlyList<string> Known) : FetchOutcome;

    /// <summary>No PNG is made of the size that was asked for: see <see cref="AskedPart"/>.</summary>
    public sealed record WrongSize : FetchOutcome;
}
