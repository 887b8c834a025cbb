using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>Reads certificates again over HTTP and verifies each with the published keys.</summary>
internal sealed class Verification(HttpClient client)
{
    private readonly RsaSignature2018 suite = new(DivocContexts.Of(new CredentialOptions()));

    /// <summary>Verifies certificates by their ids. Returns how many.</summary>
    /// <exception cref="InvalidOperationException">One does not verify.</exception>
    public async Task<int> VerifyAsync(IEnumerable<string> certificateIds)
    {
        var keys = await PublishedKeysAsync();
        try
        {
            return await VerifyAsync(certificateIds, keys);
        }
        finally
        {
            keys.ForEach(key => key.Dispose());
        }
    }

    private async Task<int> VerifyAsync(IEnumerable<string> certificateIds, List<RSA> keys)
    {
        var count = 0;
        foreach (var certificateId in certificateIds)
        {
            var bytes = await client.GetByteArrayAsync(new Uri($"/certificates/{certificateId}/credential.json", UriKind.Relative));
            using var credential = JsonDocument.Parse(bytes);
            var result = suite.Verify(credential.RootElement, keys, out _);
            if (!result.IsValid)
            {
                throw new InvalidOperationException($"Certificate {certificateId} does not verify: {result.Reason}");
            }

            count++;
        }

        return count;
    }

    /// <summary>Those that may have signed: proofs do not say which did, and others stand in the set beside them.</summary>
    private async Task<List<RSA>> PublishedKeysAsync()
    {
        var set = (await client.GetFromJsonAsync<JsonObject>(new Uri("/.well-known/jwks.json", UriKind.Relative)))!;
        return [.. set["keys"]!.AsArray().Where(key => key!["kty"]!.GetValue<string>() == "RSA").Select(key => RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(key!["n"]!.GetValue<string>()),
            Exponent = Base64Url.DecodeFromChars(key["e"]!.GetValue<string>()),
        }))];
    }
}
