using System.Text.Json;
using Divoc.Functions.Keys;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>Signs credentials with RsaSignature2018 and PS256 (specification 02, section 5).</summary>
public sealed class CredentialSigner(IOptions<IssuerOptions> issuer, IOptions<CredentialOptions> credential)
{
    private readonly RsaSignature2018 suite = new(DivocContexts.Of(credential.Value));

    /// <summary>Signs a credential.</summary>
    /// <param name="unsigned">The credential without proof, a compact JSON object as UTF-8.</param>
    /// <param name="createdAt">The time in the proof.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="lane">The priority if signatures have to wait.</param>
    /// <param name="cancellationToken">Cancels the wait for the key.</param>
    /// <exception cref="EventFailedException">A part of the credential can't be signed.</exception>
    public async Task<WrittenCredential> SignAsync(
        byte[] unsigned, DateTimeOffset createdAt, ISigningKeys keys, SigningLane lane, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(unsigned);
        var options = new ProofOptions(issuer.Value.VerificationMethod, createdAt);
        try
        {
            var input = suite.Prepare(document.RootElement, options);
            var signature = await keys.SignDigestAsync(DivocKeys.Use, input.Digest, lane, cancellationToken);
            return new WrittenCredential(Append(unsigned, options, signature.Value), signature.KeyId);
        }
        catch (LinkedDataException fault)
        {
            throw new EventFailedException("NOT_SIGNABLE", $"Not all of the credential can be signed ({fault.Code}).", fault);
        }
    }

    /// <summary>The proof becomes the last member; all other bytes stay unchanged.</summary>
    private byte[] Append(ReadOnlySpan<byte> unsigned, ProofOptions options, ReadOnlySpan<byte> signature)
    {
        using var proof = new Utf8Builder();
        using (var writer = new Utf8JsonWriter(proof))
        {
            suite.WriteProof(writer, options, signature);
        }

        return [.. unsigned[..^1], .. ",\"proof\":"u8, .. proof.Written, (byte)'}'];
    }
}
