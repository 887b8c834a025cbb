using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// A partner system posts each kind of event over HTTP and fetches the certificate; DIVOC's own library and the usual tools judge it.
/// </summary>
[Trait("Kind", "Slow")]
public class IssuingOverHttpTests
{
    public static TheoryData<string, string, string[]> Kinds => new()
    {
        { "/divoc/api/v1/certify", "certify-v1.json", ["Provisional Certificate", "Ishara Wendakoon", "Covishield", "4121Z045",
            "18 May 2021", "31 Dec 2099", "Wattala Divisional Hospital"] },
        { "/divoc/api/v3/certify", "certify-v3.json", ["Certificate"] },
        { "/divoc/api/v1/test/certify", "certify-test.json", ["Test Result Certificate"] },
        {
            "/divoc/api/v1/recovery/certify",
            "certify-recovery.json",
            ["Recovery Certificate", "Recovered from COVID-19", "3 Sep 2021", "14 Sep 2021", "31 Dec 2099"]
        },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_kind_is_issued_and_DIVOCs_own_library_accepts_it(string path, string sample, string[] onPaper)
    {
        await using var host = await StartHostAsync();
        var partner = new PartnerSystem(host.Client);
        var happened = PartnerSystem.Event(sample, $"KIND-OF-{sample}");
        var id = await partner.IssueAsync(path, happened);
        var credential = await partner.FetchAsync(id, "credential.json");

        await using var divoc = await StartVerifierAsync(host.Client);
        Assert.True(await divoc.VerifyAsync(JsonNode.Parse(credential)!));
        await AssertNoChangedValueVerifiesAsync(divoc, credential);
        await AssertImageAndPageAsync(partner, id, credential, [.. onPaper, id, happened["recipient"]!["name"]!.GetValue<string>()]);
    }

    [Fact]
    public async Task The_certificate_of_a_final_dose_shows_the_earlier_dose()
    {
        await using var host = await StartHostAsync();
        var partner = new PartnerSystem(host.Client);
        var first = PartnerSystem.Event("certify-v1.json", "TWO-DOSES");
        var second = PartnerSystem.Event("certify-v1.json", "TWO-DOSES");
        first["vaccination"]!["batch"] = "FIRST-LOT";
        second["vaccination"]!["dose"] = 2;
        second["vaccination"]!["date"] = "2021-08-20T09:40:00Z";
        second["vaccination"]!["effectiveStart"] = "2021-08-20";

        // The higher dose comes first in the array, so that it can't rely on the lower one being listed.
        var status = await partner.WaitAsync(await partner.CertifyAsync("/divoc/api/v1/certify", new JsonArray(second, first)));
        var text = await PageTextAsync(
            await partner.FetchAsync(status["certificates"]![0]!["certificateId"]!.GetValue<string>(), "certificate.pdf"));

        Assert.Contains("Final Certificate", text, StringComparison.Ordinal);
        Assert.Contains("FIRST-LOT", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_published_key_verifies_what_was_signed()
    {
        await using var host = await StartHostAsync();
        var did = JsonNode.Parse(await host.Client.GetStringAsync("/.well-known/did.json", TestContext.Current.CancellationToken))!;
        var keys = JsonNode.Parse(await host.Client.GetStringAsync("/.well-known/jwks.json", TestContext.Current.CancellationToken))!;

        Assert.Equal(DidOf(host), did["id"]!.GetValue<string>());
        Assert.Equal("did:india", did["alsoKnownAs"]![0]!.GetValue<string>());
        var methods = did["verificationMethod"]!.AsArray();
        Assert.Contains(methods, method => method!["id"]!.GetValue<string>() == "did:india");
        Assert.All(
            methods, method => Assert.Equal(keys["keys"]![0]!["n"]!.GetValue<string>(), method!["publicKeyJwk"]!["n"]!.GetValue<string>()));
    }

    /// <summary>The name of the host under test where no public address is set: the address that it listens on, if it knows it.</summary>
    private protected virtual string DidOf(IHostUnderTest host) => $"did:web:127.0.0.1%3A{host.Client.BaseAddress!.Port}";

    /// <summary>The host under test, with its own store.</summary>
    private protected virtual async Task<IHostUnderTest> StartHostAsync() => await TestHost.StartAsync();

    private static async Task<DivocVerifier> StartVerifierAsync(HttpClient client)
    {
        var did = JsonNode.Parse(await client.GetStringAsync("/.well-known/did.json", TestContext.Current.CancellationToken))!;
        var method = did["verificationMethod"]!.AsArray().Single(candidate => candidate!["id"]!.GetValue<string>() == "did:india")!;
        return await DivocVerifier.StartAsync(method["publicKeyPem"]!.GetValue<string>(), "did:india");
    }

    /// <summary>One value after the other gets another first character (a number, another value); none of these may verify.</summary>
    private static async Task AssertNoChangedValueVerifiesAsync(DivocVerifier divoc, byte[] credential)
    {
        var values = Values(JsonNode.Parse(credential)!).ToArray();
        Assert.InRange(values.Length, 30, 100);
        for (var index = 0; index < values.Length; index++)
        {
            var changed = JsonNode.Parse(credential)!;
            var value = Values(changed).ElementAt(index);
            value.ReplaceWith(value.GetValueKind() == JsonValueKind.Number
                ? JsonValue.Create(value.GetValue<int>() + 7)
                : JsonValue.Create(Changed(value.GetValue<string>())));
            Assert.False(await divoc.VerifyAsync(changed), $"The credential verifies although {values[index].GetPath()} was changed.");
        }
    }

    private static string Changed(string text) => text switch
    {
        "" => "x",
        ['x', ..] => $"y{text[1..]}",
        _ => $"x{text[1..]}",
    };

    private static IEnumerable<JsonNode> Values(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Values(member.Value!)),
        JsonArray items => items.SelectMany(item => Values(item!)),
        _ => [node],
    };

    private static async Task AssertImageAndPageAsync(PartnerSystem partner, string id, byte[] credential, IEnumerable<string> onPaper)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.PathOf("qr.png"), await partner.FetchAsync(id, "qr.png"));
        var pdf = await partner.FetchAsync(id, "certificate.pdf");
        await File.WriteAllBytesAsync(folder.PathOf("page.pdf"), pdf);
        await Tools.RunAsync("pdftoppm", "-r", "200", "-png", "-singlefile", folder.PathOf("page.pdf"), folder.PathOf("page"));
        await Tools.RunAsync("qpdf", "--check", folder.PathOf("page.pdf"));

        Assert.InRange(pdf.Length, 1, 40 * 1024);
        Assert.Equal(credential, await Tools.ScanAsync(folder.PathOf("qr.png")));
        Assert.Equal(credential, await Tools.ScanAsync(folder.PathOf("page.png")));
        var text = await Tools.RunAsync("pdftotext", "-layout", folder.PathOf("page.pdf"), "-");
        Assert.All(onPaper, expected => Assert.Contains(expected, text, StringComparison.Ordinal));
    }

    private static async Task<string> PageTextAsync(byte[] pdf)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.PathOf("page.pdf"), pdf);
        return await Tools.RunAsync("pdftotext", "-layout", folder.PathOf("page.pdf"), "-");
    }
}
