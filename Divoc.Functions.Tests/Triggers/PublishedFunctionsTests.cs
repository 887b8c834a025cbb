using Divoc.Functions.Triggers;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>
/// The functions that anybody may call for what the issuer publishes: its keys, and its list of certificates that are not valid.
/// </summary>
public sealed class PublishedFunctionsTests(PlainBench bench) : IClassFixture<PlainBench>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_keys_are_published_as_a_DID_document_and_as_a_JWK_set()
    {
        var functions = bench.Bench.Create<KeyFunctions>();
        var document = await PlainRequest.Get().AnswerAsync(request => functions.ShowDidDocumentAsync(request, Token));
        var keys = await PlainRequest.Get().AnswerAsync(request => functions.ShowKeySetAsync(request, Token));

        Assert.Equal((200, "application/did+json", "public, max-age=300"), (document.Status, document.ContentType, document.CacheControl));
        Assert.NotEmpty(document.Json["verificationMethod"]!.AsArray());
        Assert.Equal((200, "application/jwk-set+json", "public, max-age=300"), (keys.Status, keys.ContentType, keys.CacheControl));
        Assert.NotEmpty(keys.Json["keys"]!.AsArray());
    }

    [Fact]
    public async Task The_certifiable_types_are_listed_and_each_type_is_described_by_schemas()
    {
        var functions = bench.Bench.Create<TypeFunctions>();
        var list = await PlainRequest.Get().AnswerAsync(request => Task.FromResult(functions.List(request)));
        var type = await PlainRequest.Get().AnswerAsync(request => Task.FromResult(functions.Show(request, "vaccination")));
        var unknown = await PlainRequest.Get().AnswerAsync(request => Task.FromResult(functions.Show(request, "Vaccination")));

        Assert.Equal((200, "public, max-age=300"), (list.Status, list.CacheControl));
        Assert.Equal(["recovery", "test", "vaccination"], list.Json["types"]!.AsArray().Select(one => one!["name"]!.ToString()));
        Assert.Equal("http://localhost:7071/types/vaccination", list.Json["types"]![2]!["url"]!.ToString());
        Assert.Equal(["v1", "v3"], type.Json["shapes"]!.AsArray().Select(shape => shape!["name"]!.ToString()));
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", type.Json["shapes"]![0]!["schema"]!["$schema"]!.ToString());
        Assert.Equal((404, "UNKNOWN_TYPE"), unknown.Outcome);
    }

    [Theory]
    [InlineData("/types", true)]
    [InlineData("/types/vaccination", true)]
    [InlineData("/TYPES/vaccination/", true)]
    [InlineData("/trust", true)]
    [InlineData("/shc/.well-known/crl/kid.json", true)]
    [InlineData("/.well-known/crl/kid.json/", true)]
    [InlineData("/.well-known/crl", false)]
    [InlineData("/types/vaccination/more", false)]
    [InlineData("/certificates/find", false)]
    public void Only_public_routes_may_be_read_by_pages_of_all_origins(string path, bool isPublic) =>
        Assert.Equal(isPublic, PublicRoutes.Has(path));

    [Fact]
    public async Task The_list_is_not_sent_again_to_a_client_that_has_it()
    {
        var functions = bench.Bench.Create<StatusFunctions>();
        var first = await PlainRequest.Get().AnswerAsync(request => functions.ShowRevocationsAsync(request, Token));
        var again = await PlainRequest.Get("", ("If-None-Match", first.ETag))
            .AnswerAsync(request => functions.ShowRevocationsAsync(request, Token));

        Assert.Equal((200, "public, max-age=10"), (first.Status, first.CacheControl));
        Assert.NotNull(first.Json["payload"]);
        Assert.Equal((304, 0), (again.Status, again.Body.Length));
    }
}
