using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>Signs cards. The meaning of a card's rid is stored in the registry before the card is returned.</summary>
internal sealed class CardSigner(
    SmartHealthCardOptions options, PublicAddressOptions address, CardRegister register, CardRevocations revocations)
{
    /// <summary>Signs a card.</summary>
    /// <param name="content">The content of the card.</param>
    /// <param name="time">When it is signed, when the person's certificates changed last, and when its validity ends.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="lane">The priority if signatures have to wait.</param>
    /// <param name="cancellationToken">Cancels the wait for the key.</param>
    /// <returns>The file.</returns>
    /// <exception cref="FormatNotSetUpException">There is no such key, or no issuer.</exception>
    /// <exception cref="SigningKeyUnavailableException">The key can't be used now.</exception>
    public async Task<WrittenCredential> SignAsync(
        CardContent content, CardTime time, ISigningKeys keys, SigningLane lane, CancellationToken cancellationToken)
    {
        var issuer = options.IssuerOf(address) ?? throw new FormatNotSetUpException(
            "Health cards need an issuer that is an https URL: "
            + $"set {SmartHealthCardOptions.SectionName}:{nameof(SmartHealthCardOptions.Issuer)}, "
            + $"or {PublicAddressOptions.SettingName} to an address with https.");
        await RequireKeyAsync(issuer, keys, cancellationToken);
        var secret = await register.SecretAsync(cancellationToken);
        var (jws, subject) = await keys.SignAsync(CardKeys.Use, lane, SignAsync, cancellationToken);
        var rid = CardRegister.RidOf(secret.Span, subject);
        await register.NoteKeyAsync(subject.Kid, cancellationToken);
        await register.NoteAsync(rid, subject, cancellationToken);
        await revocations.CatchUpAsync(rid, subject, cancellationToken);
        return new WrittenCredential(CardText.FileOf(jws), subject.Kid);

        async Task<(string Jws, RidSubject Subject)> SignAsync(ChosenKey key, CancellationToken ending)
        {
            var named = content.Subject with { Kid = key.KeyId };
            var document = new CardDocument
            {
                Iss = issuer,
                Nbf = time.NotBefore,
                Exp = time.End?.ToUnixTimeSeconds(),
                Vc = new CardCredential(content.Types, new CardSubject("4.0.1", content.Bundle), CardRegister.RidOf(secret.Span, named)),
            };
            var input = CardJws.Write(key.KidToWrite, document.ToBytes());
            var signature = await key.SignAsync(SHA256.HashData(Encoding.ASCII.GetBytes(input)), ending);
            return ($"{input}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}", named);
        }
    }

    /// <summary>
    /// On a developer's machine, a key is made if there is none; elsewhere the operator decides which key verifiers should trust.
    /// </summary>
    private static async Task RequireKeyAsync(string issuer, ISigningKeys keys, CancellationToken cancellationToken)
    {
        var published = await keys.GetPublishedKeysAsync(cancellationToken);
        if (!published.Any(key => key.Algorithm == CardKeys.Use.Algorithm && key.Serves(CardKeys.Purpose)) && !new Uri(issuer).IsLoopback)
        {
            throw new FormatNotSetUpException(
                $"No key signs health cards. Put a key on the curve P-256 that is named for '{CardKeys.Purpose}' among the signing keys.");
        }
    }
}

/// <summary>The times of a card.</summary>
/// <param name="SignedAt">When it is signed (UTC).</param>
/// <param name="Changed">When the certificates of the person changed last, as far as the card knows.</param>
/// <param name="End">When its validity ends (UTC); null for no end.</param>
internal sealed record CardTime(DateTimeOffset SignedAt, LastChanges Changed, DateTimeOffset? End)
{
    private const int Second = 1000;

    /// <summary>
    /// A card gets a time that is earlier than its signature by this much. A change that is decided but not yet written, which the card
    /// can't know, is then later than the card. Clocks may differ by this time, less the duration of the write.
    /// </summary>
    private const int Back = 60 * Second;

    /// <summary>
    /// Lists of revoked cards have the second after the end of a certificate, and some verifiers also refuse a card of that second.
    /// </summary>
    private const int Settled = 2;

    /// <summary>
    /// The time in the card, in seconds since 1970. It shows which certificates the card has, namely those that were live then: so it is
    /// after each change that the card knows, and before each that it does not know. It is in whole seconds, except for a card that would
    /// be dated before the last change, or into seconds for which lists revoke: such a card gets the millisecond after the last change. If
    /// a clock was ahead when a certificate was issued, a card could get a time in the future. As long as no certificate ever became
    /// invalid, such a card is dated as if the issue had been earlier: then all certificates are live, and the order does not matter.
    /// </summary>
    public decimal NotBefore
    {
        get
        {
            var (signed, ending) = (SignedAt.ToUnixTimeMilliseconds(), (Changed.Ending.ToUnixTimeSeconds() + Settled) * Second);
            var earliest = Math.Max((SignedAt.ToUnixTimeSeconds() * Second) - Back, ending <= signed ? ending : long.MinValue);
            var known = Changed.Any.ToUnixTimeMilliseconds() + 1;
            return (known > signed + Second && Changed.Ending == DateTimeOffset.MinValue ? earliest : Math.Max(earliest, known))
                / (decimal)Second;
        }
    }
}
