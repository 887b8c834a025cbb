using Divoc.Functions.Domain;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// Verifies a presented text, in this order: text, message, algorithm, signature by a trusted key, its certificate, times, content, and
/// whether the certificate is for its kind. The size of everything that is read is limited.
/// </summary>
/// <param name="summaries">Makes the summary for verifiers.</param>
/// <param name="days">The time zone of days.</param>
/// <param name="time">The clock.</param>
internal sealed class EuJudge(EuSummary summaries, CalendarDays days, TimeProvider time)
{
    /// <summary>The tolerated difference between the clocks of issuers and this service.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    /// <summary>Verifies a text.</summary>
    public async Task<Judgement> JudgeAsync(ReadOnlyMemory<byte> payload, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        if (MessageOf(payload.Span) is not { } message)
        {
            return Untrusted(VerificationReasons.Malformed, SignatureState.Unknown);
        }

        var (key, fault) = await SignatureCheck.CheckAsync(message, keys, cancellationToken);
        if (key is null)
        {
            return Untrusted(fault!, fault == VerificationReasons.SignatureWrong ? SignatureState.Invalid : SignatureState.Unknown);
        }

        return Judge(message, key);
    }

    /// <summary>Whether two texts contain the same message, however each is packed.</summary>
    public static bool IsSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        return HealthCertificateText.Read(one) is { } first
            && HealthCertificateText.Read(other) is { } second
            && first.AsSpan().SequenceEqual(second);
    }

    private static CoseMessage? MessageOf(ReadOnlySpan<byte> payload)
    {
        try
        {
            return HealthCertificateText.Read(payload) is { } bytes ? CoseMessage.Read(bytes) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private Judgement Judge(CoseMessage message, TrustedKey key)
    {
        HealthClaims claims;
        try
        {
            claims = HealthClaims.Read(message.Payload);
        }
        catch (FormatException)
        {
            return Untrusted(VerificationReasons.Malformed, SignatureState.Valid);
        }

        var now = time.GetUtcNow();
        var signer = CertificateOf(key, message.Kid!.Value);
        if (claims.IssuedAt is not { } issued || claims.ExpiresAt is not { } end)
        {
            return Untrusted(VerificationReasons.FieldMissing, SignatureState.Valid);
        }

        if (signer?.IsValidAt(now) == false || !key.IsValidAt(issued))
        {
            return Untrusted(VerificationReasons.KeyNotValid, SignatureState.Valid);
        }

        if (issued > now + Tolerance)
        {
            return Untrusted(VerificationReasons.SignedInFuture, SignatureState.Valid);
        }

        if (PresentedCertificate.Of(claims.Certificate, out var fault) is not { } certificate)
        {
            return Untrusted(fault!, SignatureState.Valid);
        }

        return signer?.Covers(certificate.Group) == false
            ? Untrusted(EuReasons.SignerNotForKind, SignatureState.Valid)
            : Signed(new Accepted(key, message, certificate, issued, end), isOver: now >= end + Tolerance);
    }

    /// <summary>
    /// The certificate that names the key; null if a key of this service has another one by now. Then the registry decides.
    /// </summary>
    private static SignerCertificate? CertificateOf(TrustedKey key, ReadOnlyMemory<byte> kid)
    {
        return key.Certificates.Select(SignerCertificate.Read)
            .OfType<SignerCertificate>()
            .FirstOrDefault(certificate => certificate.Kid.Span.SequenceEqual(kid.Span));
    }

    private Judgement.Signed Signed(Accepted accepted, bool isOver)
    {
        var (certificate, last) = (accepted.Certificate, days.LocalTime(accepted.End.AddSeconds(-1)));
        var isRecovery = certificate.Group == EuGroups.Recovery;
        return new Judgement.Signed
        {
            Key = accepted.Key,
            CertificateId = accepted.Key.IsOwn ? OwnUvci.CertificateIdOf(certificate.Id) : certificate.Id,
            BindingHash = null,
            Doubts = isOver ? [VerificationReasons.Expired] : [],
            Type = EuGroups.TypeOf(certificate.Group),
            Issuer = certificate.Issuer,
            VerificationMethod = Convert.ToBase64String(accepted.Message.Kid!.Value.Span),
            Issued = InternetTime.Format(accepted.Issued),
            ValidFrom = isRecovery ? DayOrNull(EventJson.Text(certificate.Entry, "df")) : null,
            ValidUntil = isRecovery ? EarlierOf(EventJson.Text(certificate.Entry, "du"), last) : InternetTime.Format(last),
            Summary = summaries.Of(certificate),
        };
    }

    private static string? DayOrNull(string text) => InternetTime.TryParseDay(text, out _) ? text : null;

    private static string EarlierOf(string day, DateTimeOffset last)
    {
        return InternetTime.TryParseDay(day, out var until) && until < DateOnly.FromDateTime(last.DateTime)
            ? day
            : InternetTime.Format(last);
    }

    private static Judgement.Untrusted Untrusted(VerificationReason reason, SignatureState signature) => new([reason], signature);

    private sealed record Accepted(
        TrustedKey Key, CoseMessage Message, PresentedCertificate Certificate, DateTimeOffset Issued, DateTimeOffset End);
}
