using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Ledger;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.Verification.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Benchmarks.Load;

/// <summary>
/// Reads certificates again over HTTP, decodes the QR image and the page of each, and verifies it with the published keys.
/// </summary>
internal sealed class Verification(CertifyClient client, HttpClient anybody)
{
    private readonly RsaSignature2018 suite = new(DivocContexts.Of(new CredentialOptions()));

    /// <summary>Verifies certificates, as many at a time as files are decoded. Returns how many.</summary>
    /// <exception cref="BenchmarkException">One does not verify, or its image or its page holds something else.</exception>
    public async Task<int> VerifyAsync(IEnumerable<Issued> certificates)
    {
        var all = certificates.ToArray();
        await using var services = BenchmarkServices.Create();
        var files = services.GetRequiredService<PresentedFiles>();
        var size = Math.Max(1, (all.Length + DecodingTurns.AtATime - 1) / DecodingTurns.AtATime);
        await Task.WhenAll(all.Chunk(size).Select(some => Task.Run(() => VerifyAsync(some, files))));
        return all.Length;
    }

    /// <summary>One after the other, with keys of its own: an RSA key is not made for use by two threads.</summary>
    private async Task VerifyAsync(Issued[] certificates, PresentedFiles files)
    {
        var keys = await PublishedKeysAsync();
        try
        {
            foreach (var certificate in certificates)
            {
                await VerifyAsync(certificate, keys, files);
            }
        }
        finally
        {
            keys.ForEach(key => key.Dispose());
        }
    }

    private async Task VerifyAsync(Issued certificate, List<RSA> keys, PresentedFiles files)
    {
        var bytes = await client.FetchAsync(certificate.CertificateId, certificate.Partner, "credential.json");
        using var credential = JsonDocument.Parse(bytes);
        var result = suite.Verify(credential.RootElement, keys, out _);
        if (!result.IsValid)
        {
            throw new BenchmarkException($"Certificate {certificate.CertificateId} does not verify: {result.Reason}");
        }

        var image = await PayloadOfAsync(certificate, CertificateArtifacts.QrFile, files);
        var page = await PayloadOfAsync(certificate, CertificateArtifacts.PdfFile, files);
        if (!QrPayload.Decode(image.Span).AsSpan().SequenceEqual(bytes) || !page.Span.SequenceEqual(bytes))
        {
            throw new BenchmarkException($"QR image or page of certificate {certificate.CertificateId} do not hold its credential.");
        }
    }

    private async Task<ReadOnlyMemory<byte>> PayloadOfAsync(Issued certificate, string part, PresentedFiles files)
    {
        return await files.PayloadOfAsync(
            await client.FetchAsync(certificate.CertificateId, certificate.Partner, part), CancellationToken.None);
    }

    /// <summary>Those that may have signed: proofs do not say which did, and others stand in the set beside them.</summary>
    private async Task<List<RSA>> PublishedKeysAsync()
    {
        var set = (await anybody.GetFromJsonAsync<JsonObject>(new Uri("/.well-known/jwks.json", UriKind.Relative)))!;
        return [.. set["keys"]!.AsArray().Where(key => key!["kty"]!.GetValue<string>() == "RSA").Select(key => RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(key!["n"]!.GetValue<string>()),
            Exponent = Base64Url.DecodeFromChars(key["e"]!.GetValue<string>()),
        }))];
    }
}
