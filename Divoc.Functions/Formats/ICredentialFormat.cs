using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats;

/// <summary>
/// A format of certificates: the mapping of the types that it can write, the signature, the content of its QR codes, and how all this is
/// read and verified. Found through <see cref="CredentialFormats"/>. Thread-safe.
/// </summary>
public interface ICredentialFormat
{
    /// <summary>Its name, lower-case letters, digits and hyphens: part of URLs, never changed.</summary>
    string Name { get; }

    /// <summary>The usual name of its credentials: the caption of its code on a page that is made at the fetch.</summary>
    string Title => Name;

    /// <summary>The file that it writes.</summary>
    CredentialFile File { get; }

    /// <summary>
    /// Whether its credential is made when the event is issued, and stored. The first of the stored formats that can write an event issues
    /// it. The others are made from the stored claims at each fetch, and never stored.
    /// </summary>
    bool IsStored { get; }

    /// <summary>Whether <see cref="SymbolsOf"/> ever returns one.</summary>
    bool HasSymbols => true;

    /// <summary>
    /// Whether its credential contains all certificates of a group (<see cref="ICertificateType.GroupFor"/>); then they are read for it,
    /// into <see cref="CredentialSource.Group"/>.
    /// </summary>
    bool TakesGroup => false;

    /// <summary>The keys that sign its credentials, and how credentials name them.</summary>
    SigningUse SignedBy { get; }

    /// <summary>The members that a trusted issuer may leave out, if its profile says so (<see cref="IssuerProfile.Omits"/>).</summary>
    IReadOnlyList<string> OmittableMembers => [];

    /// <summary>
    /// All reasons of <see cref="WriteAsync"/> why it can never write an event, also those that formats share, such as
    /// <see cref="FormatRefusal.Over"/>.
    /// </summary>
    IReadOnlyList<FormatRefusal> Refusals => [];

    /// <summary>Whether it can write events of a type, version and shape.</summary>
    bool CanWrite(string type, int version, string shape);

    /// <summary>
    /// The id of the person in the credential of an event, which the stored claims use too. Only stored formats are asked.
    /// </summary>
    string SubjectIdOf(AcceptedEvent accepted) => throw new NotSupportedException("Only formats that are stored have it.");

    /// <summary>
    /// Whether the credential of an event can never fit into QR codes, whatever its signature and id: true only if that is certain. Asked
    /// when events are accepted, so it is cheap for events of usual size, and needs no key.
    /// </summary>
    bool IsTooLargeForSymbols(CredentialSource source) => false;

    /// <summary>
    /// Writes and signs a credential. A format can store in the registry what its revocation lists need; it does so before this returns.
    /// </summary>
    /// <param name="source">The data to certify.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="lane">The priority if signatures have to wait.</param>
    /// <param name="cancellationToken">Cancels the wait for the key.</param>
    /// <exception cref="EventFailedException">The event can never be written in this format.</exception>
    /// <exception cref="NameDiffersException">The name that the caller requested is not the certified one.</exception>
    /// <exception cref="FormatNotSetUpException">Settings or keys that a format made at the fetch needs are missing.</exception>
    /// <exception cref="SigningKeyUnavailableException">The key can't be used now.</exception>
    Task<WrittenCredential> WriteAsync(CredentialSource source, ISigningKeys keys, SigningLane lane, CancellationToken cancellationToken);

    /// <summary>The contents of its QR codes: none, one or several.</summary>
    /// <exception cref="EventFailedException">It can't be put into QR codes.</exception>
    IReadOnlyList<QrContent> SymbolsOf(ReadOnlyMemory<byte> credential);

    /// <summary>What a page shows of a credential. Only stored formats are asked.</summary>
    CredentialView ViewOf(ReadOnlyMemory<byte> credential) => throw new NotSupportedException("Only formats that are stored have it.");

    /// <summary>
    /// SHA-256 over every value of a credential, independent of its layout, as 64 lower-case hex digits. Ledgers store it, and
    /// <see cref="Judgement.Signed.BindingHash"/> is compared with it. Only stored formats are asked.
    /// </summary>
    string BindingHashOf(ReadOnlyMemory<byte> credential) => throw new NotSupportedException("Only formats that are stored have it.");

    /// <summary>
    /// The names of a certificate in the revocation lists of the format's own verifiers (<see cref="IRevocationForm"/>); none if they have
    /// no such lists.
    /// </summary>
    IReadOnlyList<RevocationName> RevocationNamesOf(ListedCertificate one) => [];

    /// <summary>Whether a payload looks like one of this format. Takes limited time, uses no cryptography, never throws.</summary>
    Likeness Recognize(ReadOnlySpan<byte> payload);

    /// <summary>
    /// Whether two payloads of this format contain the same certificate, however each is packed: one may be attached to a page and the
    /// other one printed on it. Never throws.
    /// </summary>
    bool IsSame(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other) => one.Span.SequenceEqual(other.Span);

    /// <summary>Reads a payload and verifies what can be verified without the registry.</summary>
    /// <param name="payload">At most <see cref="VerificationLimits.PayloadBytes"/>.</param>
    /// <param name="keys">The keys whose signatures are trusted.</param>
    /// <param name="cancellationToken">Cancels the verification.</param>
    /// <exception cref="PayloadException">It is not a certificate.</exception>
    Task<Judgement> JudgeAsync(ReadOnlyMemory<byte> payload, ITrustedKeys keys, CancellationToken cancellationToken);
}

/// <summary>The file of a format.</summary>
/// <param name="Name">Its name among the artifacts of a certificate, such as <c>credential.json</c>: never changed.</param>
/// <param name="MediaType">Its media type, without parameters.</param>
/// <param name="OtherMediaTypes">Other media types with which callers may request it, without parameters.</param>
public sealed record CredentialFile(string Name, string MediaType, params IReadOnlyList<string> OtherMediaTypes);

/// <summary>What a credential is made from.</summary>
/// <param name="CertificateId">The certificate.</param>
/// <param name="AcceptedAt">When the event was accepted (UTC).</param>
/// <param name="IssuedAt">When it is signed (UTC).</param>
/// <param name="Event">The event, as it was accepted or as in the stored claims.</param>
public sealed record CredentialSource(string CertificateId, DateTimeOffset AcceptedAt, DateTimeOffset IssuedAt, AcceptedEvent Event)
{
    /// <summary>The stored claims, which have more than the event; null while it is not issued, so for stored formats.</summary>
    public CertificateClaims? Claims { get; init; }

    /// <summary>The claims of all certificates of the group, this one's included, if the format takes them; else empty.</summary>
    public IReadOnlyList<CertificateClaims> Group { get; init; } = [];

    /// <summary>
    /// When the certificates of the person changed last, up to <see cref="IssuedAt"/>, also those that the caller does not reach. Only for
    /// formats that are made at the fetch.
    /// </summary>
    public LastChanges Changed { get; init; } = LastChanges.None;

    /// <summary>
    /// The name that the caller wants on the credential, for formats that are made at the fetch; null for the certified one. Formats
    /// without such names ignore it.
    /// </summary>
    public PassportName? Name { get; init; }
}

/// <summary>A signed credential.</summary>
/// <param name="Bytes">The bytes that are stored or returned.</param>
/// <param name="Kid">
/// The thumbprint of the key that signed it (<see cref="ChosenKey.KeyId"/>), whatever name the credential has for it.
/// </param>
public sealed record WrittenCredential(ReadOnlyMemory<byte> Bytes, string Kid);

/// <summary>What a page shows of a credential.</summary>
/// <param name="Issuer">Who issued it.</param>
/// <param name="IssuedAt">The time of issue in the credential.</param>
/// <param name="Document">The document for pointers below <c>/credential</c>; undefined if the format is not JSON.</param>
public sealed record CredentialView(string Issuer, DateTimeOffset IssuedAt, JsonElement Document);

/// <summary>Whether a payload looks like one of a format.</summary>
public enum Likeness
{
    /// <summary>It is not one.</summary>
    No,

    /// <summary>It may be one, or one of another format.</summary>
    Perhaps,

    /// <summary>It can be no other.</summary>
    Yes,
}
