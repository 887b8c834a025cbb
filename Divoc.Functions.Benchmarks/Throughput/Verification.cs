using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Credentials.Divoc;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>Reads certificates again over HTTP and verifies each with the published key.</summary>
internal sealed class Verification(HttpClient client)
{
    private readonly RsaSignature2018 suite = new(DivocContexts.Of(new CredentialOptions()));

    /// <summary>Verifies certificates. Returns how many.</summary>
    /// <exception cref="InvalidOperationException">One does not verify.</exception>
    public async Task<int> VerifyAsync(IEnumerable<Issued> certificates)
    {
        using var key = await PublishedKeyAsync();
        var count = 0;
        foreach (var certificate in certificates)
        {
            var bytes = await client.GetByteArrayAsync(new Uri($"/certificates/{certificate.CertificateId}/credential.json", UriKind.Relative));
            using var credential = JsonDocument.Parse(bytes);
            var result = suite.Verify(credential.RootElement, key);
            if (!result.IsValid)
            {
                throw new InvalidOperationException($"Certificate {certificate.CertificateId} does not verify: {result.Reason}");
            }

            count++;
        }

        return count;
    }

    private async Task<RSA> PublishedKeyAsync()
    {
        var keys = (await client.GetFromJsonAsync<JsonObject>(new Uri("/.well-known/jwks.json", UriKind.Relative)))!;
        var key = keys["keys"]![0]!;
        return RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(key["n"]!.GetValue<string>()),
            Exponent = Base64Url.DecodeFromChars(key["e"]!.GetValue<string>()),
        });
    }
}
