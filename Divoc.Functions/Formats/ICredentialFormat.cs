using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats;

/// <summary>
/// How a certificate is written down: the mapping of the types that it can write, the signature, what its QR codes hold, and how all that is read back and judged. Found through
/// <see cref="CredentialFormats"/>. Thread-safe.
/// </summary>
public interface ICredentialFormat
{
    /// <summary>Its name, lower-case letters, digits and hyphens: part of URLs, never changed.</summary>
    string Name { get; }

    /// <summary>What people call its credentials: the caption of its code on a page that is made at the fetch.</summary>
    string Title => Name;

    /// <summary>The file that it writes.</summary>
    CredentialFile File { get; }

    /// <summary>
    /// Whether its credential is made when the event is issued, and stored. Of the stored ones the first that can write an event issues it. The others are made from the stored
    /// claims at each fetch, and never stored.
    /// </summary>
    bool IsStored { get; }

    /// <summary>Whether <see cref="SymbolsOf"/> ever gives one.</summary>
    bool HasSymbols => true;

    /// <summary>Whether its credential holds all certificates of a group (<see cref="ICertificateType.GroupFor"/>): then they are read for it, with <see cref="CredentialSource.Group"/>.</summary>
    bool TakesGroup => false;

    /// <summary>What signs its credentials, and how they name the key.</summary>
    SigningUse SignedBy { get; }

    /// <summary>The members that the profile of a trusted issuer may say that it leaves out (<see cref="IssuerProfile.Omits"/>).</summary>
    IReadOnlyList<string> OmittableMembers => [];

    /// <summary>Its own reasons why an event can never be written, as <see cref="WriteAsync"/> gives them; those that all formats have are not among them.</summary>
    IReadOnlyList<FormatRefusal> Refusals => [];

    /// <summary>Whether it can write events of a type, version and shape.</summary>
    bool CanWrite(string type, int version, string shape);

    /// <summary>How its credential names the person of an event; the claims that are kept name them so too. Only formats that are stored are asked.</summary>
    string SubjectIdOf(AcceptedEvent accepted) => throw new NotSupportedException("Only formats that are stored have it.");

    /// <summary>
    /// Whether the credential of an event can never be put into QR codes, whatever its signature and id: true only where that is certain. Asked when events are
    /// accepted, so cheap for those of usual size, and without a key.
    /// </summary>
    bool IsTooLargeForSymbols(CredentialSource source) => false;

    /// <summary>
    /// Writes and signs a credential. A format can note in the registry what its lists of revocations need; it does so before this returns.
    /// </summary>
    /// <param name="source">What is certified.</param>
    /// <param name="keys">What signs.</param>
    /// <param name="lane">Who goes first where signatures have to wait.</param>
    /// <param name="cancellationToken">Ends the wait for the key.</param>
    /// <exception cref="EventFailedException">The event can never be written in this format.</exception>
    /// <exception cref="NameDiffersException">The name that the caller wants is not the certified one.</exception>
    /// <exception cref="FormatNotSetUpException">Settings or keys are missing without which a format that is made at the fetch writes nothing.</exception>
    /// <exception cref="SigningKeyUnavailableException">The key can't be used now.</exception>
    Task<WrittenCredential> WriteAsync(CredentialSource source, ISigningKeys keys, SigningLane lane, CancellationToken cancellationToken);

    /// <summary>What its QR codes hold: none, one or several.</summary>
    /// <exception cref="EventFailedException">It can't be put into QR codes.</exception>
    IReadOnlyList<QrContent> SymbolsOf(ReadOnlyMemory<byte> credential);

    /// <summary>What a page shows of a credential. Only formats that are stored are asked.</summary>
    CredentialView ViewOf(ReadOnlyMemory<byte> credential) => throw new NotSupportedException("Only formats that are stored have it.");

    /// <summary>SHA-256 of what binds every value of a credential, whatever its layout, as 64 lower-case hex digits. Ledgers keep it, and <see cref="Judgement.Signed.BindingHash"/> is compared with it. Only formats that are stored are asked.</summary>
    string BindingHashOf(ReadOnlyMemory<byte> credential) => throw new NotSupportedException("Only formats that are stored have it.");

    /// <summary>What a certificate is called in lists of revocations that the format's verifiers have of their own (<see cref="IRevocationForm"/>); none where they have no such lists.</summary>
    IReadOnlyList<RevocationName> RevocationNamesOf(ListedCertificate one) => [];

    /// <summary>Whether a payload looks like one of this format. Bounded, without cryptography; never throws, whatever the bytes.</summary>
    Likeness Recognize(ReadOnlySpan<byte> payload);

    /// <summary>
    /// Whether two payloads of this format hold the same certificate, however each is packed: one may be attached to a page and the other one printed on it. Never throws, whatever
    /// the bytes.
    /// </summary>
    bool IsSame(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other) => one.Span.SequenceEqual(other.Span);

    /// <summary>Reads a payload and judges what it can judge without the registry.</summary>
    /// <param name="payload">At most <see cref="VerificationLimits.PayloadBytes"/>.</param>
    /// <param name="keys">Whose signatures count.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="PayloadException">It is no certificate at all.</exception>
    Task<Judgement> JudgeAsync(ReadOnlyMemory<byte> payload, ITrustedKeys keys, CancellationToken cancellationToken);
}

/// <summary>The file of a format.</summary>
/// <param name="Name">Its name among the artifacts of a certificate, such as <c>credential.json</c>: never changed.</param>
/// <param name="MediaType">Its media type, without parameters.</param>
/// <param name="OtherMediaTypes">Other media types that callers may ask for it by, without parameters.</param>
public sealed record CredentialFile(string Name, string MediaType, params IReadOnlyList<string> OtherMediaTypes);

/// <summary>What a credential is made from.</summary>
/// <param name="CertificateId">The certificate.</param>
/// <param name="AcceptedAt">When the event was accepted (UTC).</param>
/// <param name="IssuedAt">When it is signed (UTC).</param>
/// <param name="Event">What happened, as it was accepted or as the stored claims have it.</param>
public sealed record CredentialSource(string CertificateId, DateTimeOffset AcceptedAt, DateTimeOffset IssuedAt, AcceptedEvent Event)
{
    /// <summary>The claims that are kept of it, which tell more than the event; null while it is not issued, so for formats that are stored.</summary>
    public CertificateClaims? Claims { get; init; }

    /// <summary>The claims of all certificates of the group, this one's among them, where the format takes them; else empty.</summary>
    public IReadOnlyList<CertificateClaims> Group { get; init; } = [];

    /// <summary>When the certificates of the person changed last, also those that the caller does not reach, by <see cref="IssuedAt"/>. Only of formats that are made at the fetch.</summary>
    public LastChanges Changed { get; init; } = LastChanges.None;

    /// <summary>The name that the caller wants to be written, for formats that are made at the fetch; null for the one that was certified. Formats without such names pass over it.</summary>
    public PassportName? Name { get; init; }
}

/// <summary>A signed credential.</summary>
/// <param name="Bytes">What is stored or handed out.</param>
/// <param name="Kid">The thumbprint of the key that signed it (<see cref="ChosenKey.KeyId"/>), whatever the credential calls it.</param>
public sealed record WrittenCredential(ReadOnlyMemory<byte> Bytes, string Kid);

/// <summary>What a page shows of a credential.</summary>
/// <param name="Issuer">Who issued it.</param>
/// <param name="IssuedAt">When, as it says.</param>
/// <param name="Document">What pointers below <c>/credential</c> find; undefined where the format is no JSON.</param>
public sealed record CredentialView(string Issuer, DateTimeOffset IssuedAt, JsonElement Document);

/// <summary>Whether a payload looks like one of a format.</summary>
public enum Likeness
{
    /// <summary>It is none.</summary>
    No,

    /// <summary>It may be one, or one of another format.</summary>
    Perhaps,

    /// <summary>It can be no other.</summary>
    Yes,
}
