using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.Credentials.Divoc;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.LinkedData;
using Divoc.Functions.Rendering;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Verification;

/// <summary>
/// From a scanned payload to a verdict: the form of its kind, the signature by a trusted key, what the signature leaves open, and for our own certificates the
/// registry, by certificate id alone. The registry is asked only for what a key of ours signed.
/// </summary>
public sealed partial class CertificateVerifier(
    ProofCheck proofs,
    CertificateFinder finder,
    IOptions<CredentialOptions> credentials,
    IOptions<TimeZoneOptions> timeZone,
    CertificateMetrics metrics,
    TimeProvider time,
    ILogger<CertificateVerifier> logger)
{
    /// <summary>JSON that has none of them is no certificate at all.</summary>
    private static readonly string[] CredentialMembers = ["credentialSubject", "evidence", "proof"];

    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone.Value.TimeZone);

    /// <summary>Verifies the text or bytes of a QR code, a ZIP file, or a credential's JSON.</summary>
    /// <exception cref="PayloadException">It is no certificate at all.</exception>
    /// <exception cref="Storage.StoreUnavailableException">The registry can't be asked; nothing is said about the certificate then.</exception>
    public async Task<Verdict> VerifyAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        using var document = PayloadReader.Read(payload.Span);
        var verdict = await VerifyAsync(document.RootElement, cancellationToken);
        metrics.CertificateVerified(verdict.Status.ToString());
        if (logger.IsEnabled(LogLevel.Information))
        {
            var codes = string.Join(' ', verdict.Reasons.Select(reason => reason.Code));
            Log.Verified(logger, verdict.Status, codes);
        }

        return verdict;
    }

    private async Task<Verdict> VerifyAsync(JsonElement document, CancellationToken cancellationToken)
    {
        var (credential, faults) = Read(document);
        if (credential is null)
        {
            return Invalid(faults);
        }

        var content = ContentCheck.Of(credential).ToList();
        var (key, fault) = await proofs.CheckAsync(credential, cancellationToken);
        if (key is null)
        {
            return Invalid([fault!, .. content]);
        }

        var ledger = key.IsOurs ? (await finder.FindLedgerAsync(credential.CertificateId, Caller.Service, cancellationToken))?.Ledger : null;
        var now = time.GetUtcNow();
        List<VerificationReason> reasons =
        [
            .. key.IsOurs ? OwnCheck.Of(credential, ledger, content, now) : [.. content, VerificationReasons.FieldsNotBound, VerificationReasons.RevocationNotChecked],
            .. DatesOf(credential, now),
        ];
        return Conclude(credential, key, ledger?.Find(credential.CertificateId), reasons);
    }

    /// <summary>The credential, if it has exactly the form of a known kind.</summary>
    private (PresentedCredential? Credential, IReadOnlyList<VerificationReason> Faults) Read(JsonElement document)
    {
        string hash;
        try
        {
            hash = Convert.ToHexStringLower(SHA256.HashData(JsonCanonicalizer.Canonicalize(document)));
        }
        catch (LinkedDataException)
        {
            return PayloadReader.Mentions(document, CredentialMembers) ? (null, [VerificationReasons.Malformed]) : throw PayloadReader.NoCredential();
        }

        if (!CredentialMembers.Any(name => document.TryGetProperty(name, out _)))
        {
            throw PayloadReader.NoCredential();
        }

        if (CredentialKind.Of(document, credentials.Value) is not { } kind)
        {
            return (null, [VerificationReasons.UnknownKind with { Pointer = "/@context" }]);
        }

        var faults = FieldCheck.Of(document, kind);
        return faults.Count > 0 ? (null, faults)
            : !document.TryGetProperty("proof", out _) ? (null, [VerificationReasons.NoProof])
            : (new PresentedCredential(document, kind, hash), []);
    }

    /// <summary>What the days say on which it holds. They are days where the certificate is issued; the last one counts whole.</summary>
    private IEnumerable<VerificationReason> DatesOf(PresentedCredential credential, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        if (credential.EffectiveUntil is { } until && PresentedCredential.TryReadDay(until, out var last) && last < today)
        {
            yield return VerificationReasons.Expired;
        }

        if (credential.EffectiveStart is { } start && PresentedCredential.TryReadDay(start, out var first) && first > today)
        {
            yield return VerificationReasons.NotYetEffective;
        }
    }

    private Verdict Conclude(PresentedCredential credential, TrustedKey key, ListedCertificate? version, IReadOnlyList<VerificationReason> reasons)
    {
        var status = reasons.Select(reason => reason.Status).Append(VerificationStatus.Valid).Max();
        return status == VerificationStatus.Invalid ? Invalid(reasons) : new Verdict
        {
            Status = status,
            Reasons = Sorted(reasons),
            CheckedAt = time.GetUtcNow(),
            CertificateId = credential.CertificateId,
            Kind = credential.Kind.Certificate,
            Issuer = credential.Issuer,
            VerificationMethod = credential.VerificationMethod,
            Kid = key.Kid,
            Issued = credential.IssuanceDate,
            ValidFrom = credential.EffectiveStart,
            ValidUntil = credential.EffectiveUntil,
            Summary = credential.Summarize(),
            ReplacedBy = version?.ReplacedBy(),
        };
    }

    /// <summary>Only what makes it invalid is said: the rest would speak of a certificate that nobody vouches for.</summary>
    private Verdict Invalid(IEnumerable<VerificationReason> reasons) => new()
    {
        Status = VerificationStatus.Invalid,
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
