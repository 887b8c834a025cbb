using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Types;

namespace Divoc.Functions.Tests.Growth.Jws;

/// <summary>Judges a presented JWS: its form, the signature by a trusted key, and that its claims are of a known type.</summary>
internal sealed class JwsJudge(CertificateTypes types, TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    /// <summary>SHA-256 of the payload's bytes, which hold every value.</summary>
    public static string BindingHashOf(CompactJws jws) => Convert.ToHexStringLower(SHA256.HashData(jws.Payload.Span));

    public async Task<Judgement> JudgeAsync(
        JwsForm form, ReadOnlyMemory<byte> payload, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        var jws = Read(form, payload.Span);
        if (Presented.Of(jws, out var fault) is not { } presented)
        {
            return Untrusted(fault!);
        }

        var candidates = await keys.FindByVerificationMethodAsync(
            CompactJwsFormat.Purpose, CompactJwsFormat.Algorithm, presented.Kid, cancellationToken);
        var named = Named(form, candidates, presented.Kid);
        if (named.Count == 0)
        {
            named = Named(
                form, await keys.FindFormerAsync(CompactJwsFormat.Purpose, CompactJwsFormat.Algorithm, cancellationToken), presented.Kid);
        }

        if (named.Count == 0)
        {
            return Untrusted(VerificationReasons.IssuerUnknown);
        }

        if (named.FirstOrDefault(key => Verifies(key, jws)) is not { } signer)
        {
            return Untrusted(VerificationReasons.SignatureWrong);
        }

        if (!signer.IsValidAt(presented.IssuedAt))
        {
            return Untrusted(VerificationReasons.KeyNotValid);
        }

        return presented.IssuedAt > time.GetUtcNow() + Tolerance
            ? Untrusted(VerificationReasons.SignedInFuture)
            : Signed(form, jws, presented, signer);
    }

    private static CompactJws Read(JwsForm form, ReadOnlySpan<byte> payload)
    {
        var text = payload.Trim(" \t\r\n"u8);
        var prefix = Encoding.ASCII.GetBytes(form.Prefix);
        if (text.StartsWith(prefix))
        {
            text = NumericText.Read(text[prefix.Length..]) ?? throw NoJws();
        }

        if (text.Length > VerificationLimits.CredentialBytes)
        {
            throw new PayloadException(
                PayloadException.TooLarge,
                $"The credential is too large: at most {VerificationLimits.CredentialBytes} bytes can be verified.");
        }

        // A code of one form that holds a credential of another is neither.
        return CompactJws.Read(text) is { } jws && CompactJws.TextOf(jws.Header, "typ") == form.Name ? jws : throw NoJws();
    }

    private static PayloadException NoJws() => new(PayloadException.NotACertificate, $"This is not a certificate. {PayloadException.Hint}");

    private static Judgement.Untrusted Untrusted(VerificationReason reason) =>
        new([reason], reason == VerificationReasons.SignatureWrong ? SignatureState.Invalid : SignatureState.Unknown);

    /// <summary>
    /// Where names are made of certificates all keys of ours are tried: one may have had another certificate when it signed.
    /// </summary>
    private static IReadOnlyList<TrustedKey> Named(JwsForm form, IEnumerable<TrustedKey> keys, string kid)
    {
        return [.. keys.Where(key => key.P256 is not null && (key.Kid == kid || (key.IsOwn && form.Kid != KidRule.Thumbprint)))];
    }

    private static bool Verifies(TrustedKey key, CompactJws jws)
    {
        using var curve = ECDsa.Create(key.P256!.Value);
        return curve.VerifyData(
            jws.SigningInput.Span, jws.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private Judgement Signed(JwsForm form, CompactJws jws, Presented presented, TrustedKey signer)
    {
        try
        {
            var type = types.Current.Of(presented.Event);
            var validity = type.ValidityOf(presented.Event.Data);
            return new Judgement.Signed
            {
                Key = signer,
                CertificateId = presented.CertificateId,
                BindingHash = form.IsStored ? BindingHashOf(jws) : null,
                Type = presented.Event.Type,
                Issuer = presented.Issuer,
                VerificationMethod = presented.Kid,
                Issued = InternetTime.Format(presented.IssuedAt),
                ValidFrom = validity.From is { } from ? InternetTime.FormatDate(from) : null,
                ValidUntil = validity.Until is { } until ? InternetTime.FormatDate(until) : null,
                Summary = type.Summarize(presented.Event.Data),
            };
        }
        catch (NewerFormException)
        {
            return Untrusted(VerificationReasons.UnknownKind with { Pointer = "/type" });
        }
        catch (JsonException)
        {
            return Untrusted(VerificationReasons.FieldType with { Pointer = "/claims" });
        }
    }

    /// <summary>What a JWS tells, before anybody trusts it.</summary>
    private sealed record Presented(string Kid, string CertificateId, string Issuer, DateTimeOffset IssuedAt, AcceptedEvent Event)
    {
        private const int SignatureBytes = 64;
        private static readonly long LatestTime = new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

        public static Presented? Of(CompactJws jws, out VerificationReason? fault)
        {
            fault = null;
            if (CompactJws.TextOf(jws.Header, "alg") != "ES256"
                || jws.Header.TryGetProperty("crit", out _)
                || CompactJws.TextOf(jws.Header, "kid") is not { } kid
                || jws.Signature.Length != SignatureBytes)
            {
                fault = VerificationReasons.ProofUnsupported;
                return null;
            }

            if (CompactJws.Parse(jws.Payload) is not { } payload)
            {
                fault = VerificationReasons.Malformed;
                return null;
            }

            if (CompactJws.TextOf(payload, "jti") is not { } id
                || CompactJws.TextOf(payload, "iss") is not { } issuer
                || CompactJws.TextOf(payload, "type") is not { } type
                || CompactJws.TextOf(payload, "shape") is not { } shape
                || !payload.TryGetProperty("iat", out var iat)
                || iat.ValueKind != JsonValueKind.Number
                || !iat.TryGetInt64(out var seconds)
                || seconds < 0
                || seconds > LatestTime
                || !payload.TryGetProperty("version", out var number)
                || number.ValueKind != JsonValueKind.Number
                || !number.TryGetInt32(out var version)
                || !payload.TryGetProperty("claims", out var claims) || claims.ValueKind != JsonValueKind.Object)
            {
                fault = VerificationReasons.FieldMissing;
                return null;
            }

            return new Presented(
                kid, id, issuer, DateTimeOffset.FromUnixTimeSeconds(seconds), new AcceptedEvent(type, version, shape, claims));
        }
    }
}
