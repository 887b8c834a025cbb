using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Ledger;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Verification;

/// <summary>
/// Makes a verdict from a scanned payload. The format that the payload looks like checks it, with the signature of a trusted key; for
/// certificates of this service the registry decides, only by the certificate id. The registry is read only for credentials that a key of
/// this service signed.
/// </summary>
public sealed partial class CertificateVerifier(
    CredentialFormats formats,
    ITrustedKeys keys,
    CertificateFinder finder,
    CalendarDays days,
    CertificateMetrics metrics,
    TimeProvider time,
    ILogger<CertificateVerifier> logger)
{
    /// <summary>Verifies the text or bytes of a QR code, or a file.</summary>
    /// <exception cref="PayloadException">It is not a certificate.</exception>
    /// <exception cref="Storage.StoreUnavailableException">
    /// The registry can't be asked; nothing is said about the certificate then.
    /// </exception>
    public async Task<Verdict> VerifyAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (payload.Length > VerificationLimits.PayloadBytes)
        {
            throw new PayloadException(
                PayloadException.TooLarge,
                $"The certificate is too large: at most {VerificationLimits.PayloadBytes} bytes can be verified.");
        }

        var format = formats.Recognize(payload.Span) ?? throw new PayloadException(
            PayloadException.NotACertificate,
            $"This is not a certificate. {PayloadException.Hint}");
        var judgement = await format.JudgeAsync(payload, keys, cancellationToken);
        var verdict = judgement is Judgement.Signed signed
            ? await JudgeAsync(signed, format.IsStored, cancellationToken)
            : Invalid((Judgement.Untrusted)judgement);
        metrics.CertificateVerified(verdict.Status.ToString());
        if (logger.IsEnabled(LogLevel.Information))
        {
            var codes = string.Join(' ', verdict.Reasons.Select(reason => reason.Code));
            Log.Verified(logger, verdict.Status, codes);
        }

        return verdict;
    }

    private async Task<Verdict> JudgeAsync(Judgement.Signed signed, bool isStored, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return signed.Key.IsOwn ? await JudgeOwnAsync(signed, isStored, now, cancellationToken) : JudgeForeign(signed, now);
    }

    /// <summary>
    /// For everything that keys of this service signed the registry decides, except for certificates of an earlier system that are not in
    /// the registry.
    /// </summary>
    private async Task<Verdict> JudgeOwnAsync(
        Judgement.Signed signed, bool isStored, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<VerificationReason> reasons = [];
        List<ListedCertificate> versions = [];
        foreach (var found in await FindAsync([signed.CertificateId, .. signed.MoreCertificateIds], cancellationToken))
        {
            if (found is var (ledger, version))
            {
                reasons.AddRange(OwnCheck.Of(signed, isStored, ledger, version, now));
                versions.Add(version);
            }
            else
            {
                reasons.AddRange(
                    [.. signed.Doubts, signed.Key.IsPartlyListed ? VerificationReasons.NotListed : VerificationReasons.NotIssued]);
            }
        }

        reasons.AddRange(DatesOf(signed, versions, now));
        return Conclude(signed, versions, [.. reasons.Distinct()]);
    }

    /// <summary>What another issuer signed. Only a list of that issuer can say that it is revoked.</summary>
    private Verdict JudgeForeign(Judgement.Signed signed, DateTimeOffset now)
    {
        List<VerificationReason> reasons = [.. signed.Doubts];
        if (!signed.IsRevocationChecked)
        {
            reasons.Add(VerificationReasons.RevocationNotChecked);
        }

        reasons.AddRange(DatesOf(signed, [], now));
        return Conclude(signed, [], [.. reasons.Distinct()]);
    }

    /// <summary>
    /// The certificates of some ids with the ledgers that list them; null for one that no ledger lists. Certificates of one credential
    /// are usually in one ledger.
    /// </summary>
    private async Task<IReadOnlyList<(CertificateLedger Ledger, ListedCertificate Version)?>> FindAsync(
        IReadOnlyList<string> certificateIds, CancellationToken cancellationToken)
    {
        List<(CertificateLedger Ledger, ListedCertificate Version)?> found = [];
        foreach (var certificateId in certificateIds)
        {
            var known = found.Find(one => one?.Ledger.Find(certificateId) is not null)?.Ledger;
            var ledger = known ?? (await finder.FindLedgerAsync(certificateId, Caller.Service, cancellationToken))?.Ledger;
            found.Add(ledger?.Find(certificateId) is { } version ? (ledger, version) : null);
        }

        return found;
    }

    /// <summary>
    /// The reasons that follow from the days of validity. They are days at the place of issue; the last day counts in full.
    /// </summary>
    private IEnumerable<VerificationReason> DatesOf(Judgement.Signed signed, IReadOnlyList<ListedCertificate> versions, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(days.LocalTime(now).DateTime);
        if (LastDayOf(signed, versions) < today)
        {
            yield return signed.Key.Profile.EndIsNotEnforced ? VerificationReasons.EndNotEnforced : VerificationReasons.Expired;
        }

        if (signed.ValidFrom is { } start && InternetTime.TryParseDay(start, out var first) && first > today)
        {
            yield return VerificationReasons.NotYetEffective;
        }
    }

    /// <summary>
    /// As in the credential, else as in the registry (the last one of several), because a format may leave it out. Null for none.
    /// </summary>
    private static DateOnly? LastDayOf(Judgement.Signed signed, IReadOnlyList<ListedCertificate> versions)
    {
        if (signed.ValidUntil is { } until && InternetTime.TryParseDay(until, out var last))
        {
            return last;
        }

        return versions.Any(version => version.ValidUntil is null) ? null : versions.Max(version => version.ValidUntil);
    }

    private Verdict Conclude(Judgement.Signed signed, IReadOnlyList<ListedCertificate> versions, IReadOnlyList<VerificationReason> reasons)
    {
        var status = reasons.Select(reason => reason.Status).Append(VerificationStatus.Valid).Max();
        if (status == VerificationStatus.Invalid)
        {
            return Invalid(reasons, SignatureState.Valid);
        }

        // A card can represent certificates of several partners, and whoever presents it may know nothing of the others.
        var isOfOne = versions.Select(version => version.Owner).Distinct().Count() <= 1;
        return new Verdict
        {
            Status = status,
            Signature = SignatureState.Valid,
            Reasons = Sorted(reasons),
            CheckedAt = time.GetUtcNow(),
            CertificateId = isOfOne ? signed.CertificateId : null,
            Kind = signed.Type,
            Issuer = signed.Issuer,
            VerificationMethod = signed.VerificationMethod,
            Kid = signed.Key.Kid,
            Issued = signed.Issued,
            ValidFrom = signed.ValidFrom,
            ValidUntil = signed.ValidUntil,
            Summary = signed.Summary,
            ReplacedBy = isOfOne ? versions.Select(version => version.ReplacedBy()).FirstOrDefault(next => next is not null) : null,
        };
    }

    private Verdict Invalid(Judgement.Untrusted untrusted) => Invalid(untrusted.Faults, untrusted.Signature);

    /// <summary>Only the reasons why it is invalid are shown: other reasons would be about a certificate that nobody vouches for.</summary>
    private Verdict Invalid(IEnumerable<VerificationReason> reasons, SignatureState signature) => new()
    {
        Status = VerificationStatus.Invalid,
        Signature = signature,
        Reasons = [.. reasons.Where(reason => reason.Status == VerificationStatus.Invalid).Take(VerificationLimits.Reasons)],
        CheckedAt = time.GetUtcNow(),
    };

    private static IReadOnlyList<VerificationReason> Sorted(IEnumerable<VerificationReason> reasons)
    {
        return [.. reasons.OrderByDescending(reason => reason.Status).Take(VerificationLimits.Reasons)];
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 901, Level = LogLevel.Information, Message = "A certificate was verified: {Status} {Reasons}")]
        public static partial void Verified(ILogger logger, VerificationStatus status, string reasons);
    }
}
