using System.Security.Cryptography;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>
/// Signs WHO documents with a detached JWS over their JCS form. The signature says nothing that the document does not say too, so
/// everything is covered.
/// </summary>
internal static class DdccSigner
{
    private const string JwsMediaType = "application/jose";

    /// <summary>Signs a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="lane">The priority if signatures have to wait.</param>
    /// <param name="cancellationToken">Cancels the wait for the key.</param>
    /// <exception cref="FormatNotSetUpException">All keys are assigned to other purposes.</exception>
    /// <exception cref="SigningKeyUnavailableException">The key can't be used now.</exception>
    public static async Task<WrittenCredential> SignAsync(
        DdccDocument document, ISigningKeys keys, SigningLane lane, CancellationToken cancellationToken)
    {
        var published = await keys.GetPublishedKeysAsync(cancellationToken);
        var content = SignedContent.Of(document.Bundle);
        try
        {
            return await keys.SignAsync(DdccKeys.UseOf(published), lane, SignWithAsync, cancellationToken);
        }
        catch (SigningKeyUnavailableException fault) when (published.Count > 0 && !published.Any(key => key.Serves(DdccKeys.Purpose)))
        {
            throw new FormatNotSetUpException(
                "No key signs WHO documents, since all are named for other purposes: put one among the signing keys that is named for "
                + $"'{DdccKeys.Purpose}', or for none.", fault);
        }

        async Task<WrittenCredential> SignWithAsync(ChosenKey key, CancellationToken ending)
        {
            var header = DetachedJws.HeaderOf(key.Published.Algorithm, key.KidToWrite);
            var signature = await key.SignAsync(SHA256.HashData(DetachedJws.SigningInputOf(header, content)), ending);
            var bundle = document.Bundle with
            {
                Signature = SignatureOf(document.Bundle.Timestamp, document.Signer, DetachedJws.Write(header, signature)),
            };
            return new WrittenCredential(bundle.ToBytes(), key.KeyId);
        }
    }

    /// <summary>The signature of a document.</summary>
    /// <param name="when">The timestamp of the document.</param>
    /// <param name="who">The entry of the authority.</param>
    /// <param name="data">The JWS.</param>
    public static FhirSignature SignatureOf(string when, FhirReference who, string data) => new()
    {
        Type = [DdccCodes.VerificationSignature],
        When = when,
        Who = who,
        TargetFormat = DdccFormat.MediaType,
        SigFormat = JwsMediaType,
        Data = data,
    };
}
