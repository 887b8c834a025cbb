using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Certificates;

/// <summary>The outcome of a request for a certificate or for a part of it: one of the nested records.</summary>
public abstract record FetchOutcome
{
    private FetchOutcome()
    {
    }

    /// <summary>The certificate that replaced the one that was found; null if there is none, or none may be returned.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>The requested part.</summary>
    /// <param name="Bytes">Its bytes.</param>
    /// <param name="MediaType">Its media type.</param>
    /// <param name="Hash">The SHA-256 of its bytes, 64 lower-case hex digits.</param>
    /// <param name="LastModified">
    /// When it was made (UTC). Null for a person's latest certificate: after a revocation, an older one becomes the latest, and with dates
    /// a client would be answered that the revoked one in its cache was not modified.
    /// </param>
    public sealed record Part(ReadOnlyMemory<byte> Bytes, string MediaType, string Hash, DateTimeOffset? LastModified) : FetchOutcome
    {
        /// <summary>The certificate to which it belongs.</summary>
        public ListedCertificate? Version { get; init; }
    }

    /// <summary>
    /// The requested part is not stored. <see cref="CertificateFetcher.SignAsync"/> makes it from the stored claims and signs it, if the
    /// caller may have it signed.
    /// </summary>
    /// <param name="Version">The certificate.</param>
    /// <param name="Format">The format.</param>
    /// <param name="Source">What it is made from, as of the time at which the certificate was seen to be live.</param>
    /// <param name="Asked">The requested part.</param>
    public sealed record ToBeSigned(ListedCertificate Version, ICredentialFormat Format, CredentialSource Source, AskedPart Asked)
        : FetchOutcome
    {
        /// <summary>
        /// The live certificates of the person that the caller reaches. A format that takes a group chooses from them. The group is read
        /// when it is signed, so a HEAD reads none.
        /// </summary>
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

    /// <summary>No certificate with this id is listed that the caller reaches.</summary>
    public sealed record NotFound : FetchOutcome;

    /// <summary>The person has no live certificate of this kind that the caller reaches.</summary>
    public sealed record NoneIsLive : FetchOutcome;

    /// <summary>It was revoked, and is no longer returned.</summary>
    public sealed record Revoked : FetchOutcome;

    /// <summary>It was erased.</summary>
    public sealed record Erased : FetchOutcome;

    /// <summary>It is suspended. Nothing new is signed for it; it is still returned as it was issued.</summary>
    public sealed record Suspended : FetchOutcome;

    /// <summary>It was replaced. Nothing new is signed for it; it is still returned as it was issued.</summary>
    public sealed record Superseded : FetchOutcome;

    /// <summary>Its data can't be written in the requested format, or don't fit into a QR code. This never changes.</summary>
    /// <param name="Reason">A short stable word.</param>
    /// <param name="Description">A sentence without personal data.</param>
    public sealed record NotWritable(string Reason, string Description) : FetchOutcome;

    /// <summary>The name that the caller requested is not the certified one.</summary>
    /// <param name="Description">A sentence without personal data.</param>
    public sealed record OtherName(string Description) : FetchOutcome;

    /// <summary>Settings or keys that the requested format needs are missing.</summary>
    /// <param name="Description">What to set.</param>
    public sealed record NotSetUp(string Description) : FetchOutcome;

    /// <summary>It has no such part: its format has no QR code, or no page of its own.</summary>
    public sealed record NoSuchPart : FetchOutcome;

    /// <summary>It is not available in the requested format.</summary>
    /// <param name="Known">The names of the available formats.</param>
    public sealed record NoSuchFormat(IReadOnlyList<string> Known) : FetchOutcome;

    /// <summary>No PNG of the requested size is made: see <see cref="AskedPart"/>.</summary>
    public sealed record WrongSize : FetchOutcome;
}
