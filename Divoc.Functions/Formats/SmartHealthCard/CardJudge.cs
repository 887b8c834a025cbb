using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>
/// Verifies a presented card, in this order: text, JWS, key, signature, payload, issuer, times, content, and for cards of other issuers the
/// list of revocations, if there is one. The size of everything that is read is limited.
/// </summary>
/// <param name="summaries">Makes the summary for verifiers.</param>
/// <param name="ownCards">Finds the certificates of a card of this service.</param>
/// <param name="days">The time zone of days.</param>
/// <param name="time">The clock.</param>
internal sealed class CardJudge(CardSummary summaries, OwnCards ownCards, CalendarDays days, TimeProvider time)
{
    /// <summary>The tolerated difference between the clocks of issuers and this service.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    private static readonly JsonBounds Bounds = new(CardJws.MostBytes, VerificationLimits.Depth);

    /// <summary>Verifies a card.</summary>
    /// <exception cref="PayloadException">The payload is a part of a card, or has several cards.</exception>
    public async Task<Judgement> JudgeAsync(ReadOnlyMemory<byte> payload, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        if (CardText.Read(payload.Span) is not { } text)
        {
            return Untrusted(VerificationReasons.Malformed, SignatureState.Unknown);
        }

        if (CardJws.Read(text) is not { } jws)
        {
            return Untrusted(
                CardJws.IsOne(text) ? VerificationReasons.ProofUnsupported : VerificationReasons.Malformed, SignatureState.Unknown);
        }

        var (signers, fault) = await SignersOfAsync(jws, keys, cancellationToken);
        if (fault is not null)
        {
            return Untrusted(fault, fault == VerificationReasons.SignatureWrong ? SignatureState.Invalid : SignatureState.Unknown);
        }

        return await JudgeAsync(jws, signers, cancellationToken);
    }

    /// <summary>
    /// The trusted keys that signed a JWS, or the reason why there are none. Several issuers can have the same key, if their key sets say
    /// so.
    /// </summary>
    private static async Task<(IReadOnlyList<TrustedKey> Signers, VerificationReason? Fault)> SignersOfAsync(
        CardJws jws, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        var candidates = await keys.FindByThumbprintAsync(CardKeys.Purpose, SignatureAlgorithm.ES256, jws.Kid, cancellationToken);
        List<TrustedKey> signers = [.. candidates.Where(key => Verifies(key, jws))];
        if (signers.Count > 0)
        {
            return (signers, null);
        }

        var former = (await keys.FindFormerAsync(CardKeys.Purpose, SignatureAlgorithm.ES256, cancellationToken))
            .Where(key => key.Kid == jws.Kid)
            .ToList();
        signers = [.. former.Where(key => Verifies(key, jws))];
        if (signers.Count > 0)
        {
            return (signers, null);
        }

        return ([], candidates.Count + former.Count > 0 ? VerificationReasons.SignatureWrong : VerificationReasons.IssuerUnknown);
    }

    private static bool Verifies(TrustedKey key, CardJws jws)
    {
        if (key.P256 is not { } point)
        {
            return false;
        }

        using var curve = ECDsa.Create(point);
        return curve.VerifyData(
            jws.SigningInput.Span, jws.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private async Task<Judgement> JudgeAsync(CardJws jws, IReadOnlyList<TrustedKey> signers, CancellationToken cancellationToken)
    {
        if (DocumentOf(jws) is not { } root)
        {
            return Untrusted(VerificationReasons.Malformed, SignatureState.Valid);
        }

        if (PresentedCard.Of(root, out var fault) is not { } card)
        {
            return Untrusted(fault!, SignatureState.Valid);
        }

        // A card that was signed with a key of this service was issued here, whatever the issuer setting was then.
        if (signers.FirstOrDefault(
            key => key.IsOwn || (SmartHealthCardOptions.ProblemOf(card.Issuer) is null && key.Issuer == card.Issuer)) is not { } signer)
        {
            return Untrusted(CardReasons.IssuerNotOfKey, SignatureState.Valid);
        }

        if (card.NotBefore > time.GetUtcNow() + Tolerance)
        {
            return Untrusted(VerificationReasons.SignedInFuture, SignatureState.Valid);
        }

        return signer.IsValidAt(card.NotBefore)
            ? await SignedAsync(card, jws, signer, cancellationToken)
            : Untrusted(VerificationReasons.KeyNotValid, SignatureState.Valid);
    }

    private static JsonElement? DocumentOf(CardJws jws)
    {
        if (jws.Unpack() is not { } bytes)
        {
            return null;
        }

        using var input = JsonInput.Open(bytes, Bounds, new JsonProblems());
        return input.Root?.Value is { ValueKind: JsonValueKind.Object } root ? root.Clone() : null;
    }

    private async Task<Judgement> SignedAsync(PresentedCard card, CardJws jws, TrustedKey key, CancellationToken cancellationToken)
    {
        var held = key.IsOwn ? await ownCards.FindAsync(card.Rid, card.NotBefore, card.Days, cancellationToken) : [card.Rid];
        var isOver = card.End is { } end && time.GetUtcNow() >= end + Tolerance;
        return new Judgement.Signed
        {
            Key = key,
            CertificateId = held.Count > 0 ? held[0] : "",
            MoreCertificateIds = [.. held.Skip(1)],
            BindingHash = null,
            Doubts = [.. RevocationOf(card, key), .. isOver ? [VerificationReasons.Expired] : Array.Empty<VerificationReason>()],
            IsRevocationChecked = key.RevokedNames is not null,
            Type = card.Type,
            Issuer = card.Issuer,
            VerificationMethod = jws.Kid,
            Issued = InternetTime.Format(card.NotBefore),
            ValidUntil = card.End is { } last ? InternetTime.Format(days.LocalTime(last.AddSeconds(-1))) : null,
            Summary = summaries.Of(card, key.IssuerName),
        };
    }

    /// <summary>A list may name a time; then only cards from before it are revoked.</summary>
    private static IEnumerable<VerificationReason> RevocationOf(PresentedCard card, TrustedKey key)
    {
        if (card.Rid.Length > 0
            && key.RevokedNames?.TryGetValue(card.Rid, out var until) == true
            && (until is null || card.NotBefore < until))
        {
            yield return VerificationReasons.Revoked;
        }
    }

    private static Judgement.Untrusted Untrusted(VerificationReason reason, SignatureState signature) => new([reason], signature);
}
