using System.Text.Json.Nodes;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Keys;

public sealed class KeyDocumentsTests : IDisposable
{
    private static readonly KeyPurpose Status = new("status");
    private static readonly ProofKeyName Named = new(new KeyPurpose("divoc"), SignatureAlgorithm.PS256, "RsaVerificationKey2018");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Keys_of_both_algorithms_are_published_and_a_credential_signing_key_also_under_the_name_in_proofs()
    {
        var rsa = KeyFiles.PutRsa(folder, "signing-key.pem");
        var status = KeyFiles.PutRsa(folder, "signing-key-status.pem", "For status\nSigns from 2026-01-01T00:00:00Z");
        var elliptic = KeyFiles.PutP256(folder, "signing-key-es256.pem");
        using var keys = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));

        var document = await Documents(keys).DidDocumentAsync(TestContext.Current.CancellationToken);
        var methods = document["verificationMethod"]!.AsArray()
            .ToDictionary(method => method!["id"]!.GetValue<string>(), method => method!["publicKeyJwk"]!);

        Assert.Equal(
            new[] { rsa, status, elliptic }.Select(kid => $"did:web:health.example#{kid}").Append("did:india").Order(),
            methods.Keys.Order());
        Assert.Equal(rsa, Text(methods["did:india"], "kid"));
        Assert.Equal(
            ("EC", "P-256", "ES256"),
            (
                Text(methods[$"did:web:health.example#{elliptic}"], "kty"), Text(methods[$"did:web:health.example#{elliptic}"], "crv"),
                Text(methods[$"did:web:health.example#{elliptic}"], "alg")));
        Assert.Equal(methods.Keys.Order(), document["assertionMethod"]!.AsArray().Select(id => id!.GetValue<string>()).Order());
    }

    [Fact]
    public async Task The_key_set_contains_the_keys_for_every_purpose()
    {
        string[] kids =
        [
            KeyFiles.PutRsa(folder, "signing-key.pem"),
            KeyFiles.PutRsa(folder, "signing-key-2.pem", "For status"),
            KeyFiles.PutP256(folder, "signing-key-3.pem"),
        ];
        using var keys = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));

        var set = (await Documents(keys).JsonWebKeySetAsync(TestContext.Current.CancellationToken))["keys"]!.AsArray();

        Assert.Equal(kids.Order(), set.Select(key => Text(key!, "kid")).Order());
        Assert.Equal(["ES256", "PS256", "PS256"], set.Select(key => Text(key!, "alg")).Order());
    }

    [Fact]
    public async Task Without_a_key_for_credentials_no_published_key_has_the_name_in_proofs()
    {
        KeyFiles.PutRsa(folder, "signing-key.pem", "For status");
        using var keys = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));

        var document = await Documents(keys).DidDocumentAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith(
            "did:web:health.example#", Text(Assert.Single(document["verificationMethod"]!.AsArray())!, "id"), StringComparison.Ordinal);
        Assert.True((await keys.GetPublishedKeysAsync(TestContext.Current.CancellationToken)).Single().Serves(Status));
    }

    [Fact]
    public async Task Every_format_has_its_own_key_name_in_the_document_and_takes_no_name_of_another_format()
    {
        var rsa = KeyFiles.PutRsa(folder, "signing-key.pem");
        var elliptic = KeyFiles.PutP256(folder, "signing-key-es256.pem");
        using var keys = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));
        var alone = await Documents(keys).DidDocumentAsync(TestContext.Current.CancellationToken);

        ProofKeyName[] others =
        [
            new(Status, SignatureAlgorithm.ES256, "JsonWebKey2020", "did:web:health.example#other"),
            new(Status, SignatureAlgorithm.ES256, "JsonWebKey2020"),
        ];
        var document = await Documents(keys, others).DidDocumentAsync(TestContext.Current.CancellationToken);
        var methods = document["verificationMethod"]!.AsArray();
        var own = methods.Single(method => Text(method!, "id") == "did:india")!;
        var other = methods.Single(method => Text(method!, "id") == "did:web:health.example#other")!;

        Assert.Equal((rsa, "RsaVerificationKey2018"), (Text(own["publicKeyJwk"]!, "kid"), Text(own, "type")));
        Assert.Equal((elliptic, "JsonWebKey2020"), (Text(other["publicKeyJwk"]!, "kid"), Text(other, "type")));
        Assert.Equal(4, document["assertionMethod"]!.AsArray().Count);
        methods.Remove(other);
        document["assertionMethod"]!.AsArray().RemoveAt(2);
        Assert.Equal(alone.ToJsonString(), document.ToJsonString());
    }

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    private static KeyDocuments Documents(ISigningKeys keys, params IEnumerable<ProofKeyName> others) => new(
        keys, [Named, .. others], [], Options.Create(new IssuerOptions()),
        Options.Create(new PublicAddressOptions { PublicBaseUrl = "https://health.example" }));
}
