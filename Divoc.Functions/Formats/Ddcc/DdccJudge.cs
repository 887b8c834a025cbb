using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.LinkedData;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>
/// Verifies a presented document, in this order: JSON, signature by a trusted key, whether the signature covers everything, content, times.
/// The size of everything that is read is limited.
/// </summary>
/// <param name="summaries">Makes the summary for verifiers.</param>
/// <param name="time">The clock.</param>
internal sealed class DdccJudge(DdccSummary summaries, TimeProvider time)
{
    private static readonly JsonBounds Bounds = new(VerificationLimits.CredentialBytes, VerificationLimits.Depth);

    /// <summary>The tolerated difference between the clocks of issuers and this service.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    /// <summary>Verifies a document.</summary>
    public async Task<Judgement> JudgeAsync(ReadOnlyMemory<byte> payload, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        using var input = JsonInput.Open(payload, Bounds, new JsonProblems());
        if (input.Root is not { Value: { ValueKind: JsonValueKind.Object } root } || !SignedContent.HasPlainNumbers(root))
        {
            return Untrusted(VerificationReasons.Malformed, SignatureState.Unknown);
        }

        var signature = EventJson.Member(root, SignedContent.SignatureMember);
        if (signature.ValueKind != JsonValueKind.Object)
        {
            return Untrusted(VerificationReasons.NoProof, SignatureState.Unknown);
        }

        if (DetachedJws.Read(EventJson.Text(signature, "data")) is not { } jws)
        {
            return Untrusted(VerificationReasons.ProofUnsupported with { Pointer = "/signature/data" }, SignatureState.Unknown);
        }

        if (ContentOf(root) is not { } content)
        {
            return Untrusted(VerificationReasons.Malformed, SignatureState.Unknown);
        }

        var (key, fault) = await SignatureCheck.CheckAsync(jws, content, keys, cancellationToken);
        if (key is null)
        {
            return Untrusted(fault!, fault == VerificationReasons.SignatureWrong ? SignatureState.Invalid : SignatureState.Unknown);
        }

        return Judge(root, signature, jws, key);
    }

    private static byte[]? ContentOf(JsonElement root)
    {
        try
        {
            return SignedContent.Of(root);
        }
        catch (LinkedDataException)
        {
            return null;
        }
    }

    private Judgement Judge(JsonElement root, JsonElement signature, DetachedJws jws, TrustedKey key)
    {
        if (PresentedDocument.Of(root, out var fault) is not { } document)
        {
            return Untrusted(fault!, SignatureState.Valid);
        }

        // The signature can't cover its own object, so that object may say nothing that the document does not say.
        var when = EventJson.Text(root, "timestamp");
        if (!JsonElement.DeepEquals(signature, SignatureOf(when, document, signature)))
        {
            return Untrusted(VerificationReasons.NotWhollySigned with { Pointer = "/signature" }, SignatureState.Valid);
        }

        if (!InternetTime.TryParseInstant(when, out var made))
        {
            return Untrusted(VerificationReasons.DateUnreadable with { Pointer = "/timestamp" }, SignatureState.Valid);
        }

        if (made > time.GetUtcNow() + Tolerance)
        {
            return Untrusted(VerificationReasons.SignedInFuture with { Pointer = "/timestamp" }, SignatureState.Valid);
        }

        return key.IsValidAt(made) ? Signed(document, jws, key, when) : Untrusted(VerificationReasons.KeyNotValid, SignatureState.Valid);
    }

    /// <summary>The only valid signature object of this document.</summary>
    private static JsonElement SignatureOf(string when, PresentedDocument document, JsonElement signature)
    {
        var authority = EventJson.Text(EventJson.Member(FhirTree.First(document.Composition, "attester"), "party"), "reference");
        var expected = DdccSigner.SignatureOf(when, new FhirReference { Reference = authority }, EventJson.Text(signature, "data"));
        return JsonSerializer.SerializeToElement(expected, FhirJson.Compact.FhirSignature);
    }

    private Judgement.Signed Signed(PresentedDocument document, DetachedJws jws, TrustedKey key, string when)
    {
        var period = EventJson.Member(FhirTree.First(document.Composition, "event"), "period");
        return new Judgement.Signed
        {
            Key = key,
            CertificateId = document.CertificateId,
            BindingHash = null,
            Type = document.Type,
            Issuer = document.Authority,
            VerificationMethod = jws.Kid,
            Issued = when,
            ValidFrom = DayOrNull(period, "start"),
            ValidUntil = DayOrNull(period, "end"),
            Summary = summaries.Of(document),
        };
    }

    private static string? DayOrNull(JsonElement period, string name)
    {
        var text = EventJson.Text(period, name);
        return InternetTime.TryParseDay(text, out _) ? text : null;
    }

    private static Judgement.Untrusted Untrusted(VerificationReason reason, SignatureState signature) => new([reason], signature);
}
